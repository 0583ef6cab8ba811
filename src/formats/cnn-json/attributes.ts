/** Attributes as a table declares them: checked by its schemas, completed by its defaults. */
import * as v from "valibot";
import type { Range } from "../../graph/graph.ts";
import { type Attribute, isRequired } from "../../layers/attribute.ts";
import { insertKey } from "./edits.ts";
import { jsonText } from "./json-text.ts";
import { type CheckedObject, isMeant } from "./keys.ts";
import type { Reading } from "./reading.ts";
import { expectedBy, readValue } from "./values.ts";

export type AttributeTable = Readonly<Record<string, Attribute<unknown>>>;

/** An object that holds attributes. */
export interface AttributeHolder extends CheckedObject {
  /** Its name in messages: `conv2d_1`. */
  readonly name: string;
  /** Where a missing attribute is reported. */
  readonly place: Range;
}

export interface ReadAttributes {
  /** Complete but for what is missing without a default; in the place of a wrong one its default. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Whether each is right, or left out where it may be. */
  readonly sound: boolean;
}

/** The keys that a file may write. */
export function keysOf(table: AttributeTable): string[] {
  return Object.keys(table).filter((name) => !table[name]?.internal);
}

/** Reads every attribute of the table; each mistake is reported at its place. */
export function readAttributes(reading: Reading, table: AttributeTable, holder: AttributeHolder): ReadAttributes {
  const values: Record<string, unknown> = {};
  let sound = true;
  for (const [name, attribute] of Object.entries(table)) {
    if (!isRequired(attribute)) values[name] = attribute.default;
    const member = attribute.internal ? undefined : holder.members.get(name);
    if (member === undefined && !isRequired(attribute)) continue;
    if (member === undefined && !isMeant(reading, holder, name)) reportMissing(reading, name, attribute, holder);
    // A key without a value is a mistake of syntax, which has been said.
    const read = member?.value && readValue(reading, `${holder.name}.${name}`, attribute, member.value);
    if (read) values[name] = read.value;
    else sound = false;
  }
  return { values, sound };
}

function reportMissing(reading: Reading, name: string, attribute: Attribute<unknown>, holder: AttributeHolder): void {
  const value = jsonText(exampleOf(attribute));
  const edit = insertKey(reading.text, holder.object, name, value);
  const title = `Add "${name}": ${value}`;
  const message = `${holder.name} has no ${name}, which must be ${expectedBy(attribute)}. ${title}.`;
  reading.error("value/missing", holder.place, message, [{ title, edits: [edit] }]);
}

/** A sensible value, as people write it. */
export function exampleOf({ schema, example, values = [] }: Attribute<unknown>): unknown {
  return [example, values[0], 1, true, [1]].find((value) => value !== undefined && v.is(schema, value));
}
