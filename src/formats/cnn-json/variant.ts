/** Objects that hold attributes: those of one table, and those whose `type` says which table it is. */
import type { Node } from "jsonc-parser";
import type { Attribute } from "../../layers/attribute.ts";
import { type AttributeHolder, type AttributeTable, keysOf, readAttributes } from "./attributes.ts";
import { writeInstead } from "./edits.ts";
import { excerptOf, rangeOf } from "./json-node.ts";
import { jsonText } from "./json-text.ts";
import { checkKeys, membersByKey } from "./keys.ts";
import type { Reading } from "./reading.ts";

/** Variants by their `type`. */
export interface VariantTable {
  readonly doc: string;
  readonly type: Attribute<string>;
  readonly variants: Readonly<Record<string, AttributeTable>>;
}

export interface Variant {
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** `undefined` if it is missing, no object, or of no known type; all but the first are errors. */
export function readVariant(
  reading: Reading,
  name: string,
  node: Node | undefined,
  { type: typeAttribute, variants }: VariantTable,
): Variant | undefined {
  if (node === undefined) return undefined;
  if (node.type !== "object") {
    const meant = typeof node.value === "string" && Object.hasOwn(variants, node.value) ? node.value : undefined;
    reportNoObject(reading, name, node, meant === undefined ? undefined : { type: meant });
    return undefined;
  }
  const written = membersByKey(node).get("type")?.value?.value;
  const type = typeof written === "string" && Object.hasOwn(variants, written) ? written : undefined;
  // Without a type nobody can say which of all keys it has.
  const tables = type === undefined ? Object.values(variants) : [variants[type] ?? {}];
  const holder = openObject(reading, name, node, ["type", ...tables.flatMap(keysOf)]);
  readAttributes(reading, { type: typeAttribute }, holder);
  if (type === undefined) return undefined;
  return { type, values: readAttributes(reading, variants[type] ?? {}, holder).values };
}

/** The object with its keys checked. */
export function openObject(reading: Reading, name: string, object: Node, known: readonly string[]): AttributeHolder {
  const members = membersByKey(object);
  const place = { start: object.offset, end: object.offset + 1 };
  return { object, members, name, place, misspelled: checkKeys(reading, members, name, new Set(known)) };
}

/** `instead` is what was probably meant. */
export function reportNoObject(reading: Reading, name: string, node: Node, instead?: object): void {
  const place = rangeOf(node);
  const remedy = instead ? ` Write ${jsonText(instead)}.` : "";
  const message = `${name} must be an object { … }, not ${excerptOf(reading.text, place)}.${remedy}`;
  reading.error("value/wrong", place, message, instead ? [writeInstead(node, instead)] : []);
}
