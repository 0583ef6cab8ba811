/** One written value against its attribute, and what was probably meant where it does not fit. */
import type { Node } from "jsonc-parser";
import * as v from "valibot";
import type { Attribute } from "../../layers/attribute.ts";
import { nearest } from "../nearest.ts";
import { writeInstead } from "./edits.ts";
import { excerptOf, plainValue, rangeOf } from "./json-node.ts";
import { jsonText } from "./json-text.ts";
import type { Reading } from "./reading.ts";

/** The value in its read form; `undefined` if it is wrong, which an issue at its place says. `subject`: `conv2d_1.filters`. */
export function readValue(
  reading: Reading,
  subject: string,
  attribute: Attribute<unknown>,
  node: Node,
): { readonly value: unknown } | undefined {
  const written = plainValue(node);
  const result = v.safeParse(attribute.schema, written);
  if (result.success && !hasForeignKey(written)) return { value: result.output };
  const meant = probablyMeant(written, attribute);
  const remedy = meant === undefined ? choicesFor(written, attribute) : ` Write ${jsonText(meant)}.`;
  const found = excerptOf(reading.text, rangeOf(node));
  const message = `${subject} must be ${expectedBy(attribute)}, not ${found}.${remedy}`;
  reading.error("value/wrong", rangeOf(node), message, meant === undefined ? [] : [writeInstead(node, meant)]);
  return undefined;
}

/** The texts it may be, unless the words say them. */
function choicesFor(written: unknown, { values = [], expected }: Attribute<unknown>): string {
  const isSaid = values.every((value) => expected.includes(value));
  return typeof written === "string" && !isSaid ? ` Names are ${values.join(", ")}.` : "";
}

/** What the attribute expects, as plain text. */
export function expectedBy({ expected }: Attribute<unknown>): string {
  return expected.replaceAll("`", "");
}

/** Schemas look keys up in plain objects, where `toString` is always known. */
function hasForeignKey(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const isForeign = !Array.isArray(value) && Object.keys(value).some((key) => key in Object.prototype);
  return isForeign || Object.values(value).some(hasForeignKey);
}

/** The first of some likely corrections that fits. */
function probablyMeant(written: unknown, attribute: Attribute<unknown>): unknown {
  return likelyCorrections(written, attribute).find((value) => v.is(attribute.schema, value));
}

function likelyCorrections(written: unknown, { values = [] }: Attribute<unknown>): unknown[] {
  if (typeof written === "string") return correctionsOfText(written, values);
  if (typeof written === "number") return correctionsOfNumber(written);
  if (Array.isArray(written)) return [written[0], written.slice(0, 2)];
  if (typeof written === "object" && written !== null && "type" in written) {
    const { type } = written;
    return [type, ...(typeof type === "string" ? correctionsOfText(type, values) : [])];
  }
  return [];
}

function correctionsOfText(text: string, values: readonly string[]): unknown[] {
  const lower = text.trim().toLowerCase();
  const flags = lower === "true" ? [true] : lower === "false" ? [false] : [];
  const numbers = lower === "" ? [] : [Number(lower)];
  const near = nearest(text, values);
  return [...flags, ...numbers, ...(near === undefined ? [] : [near])];
}

function correctionsOfNumber(number: number): unknown[] {
  const flags = number === 0 ? [false] : number === 1 ? [true] : [];
  const least = number < 1 ? [1] : [];
  return [Math.abs(number), Math.round(number), Math.abs(Math.round(number)), ...flags, ...least];
}
