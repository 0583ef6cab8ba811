/** The model's `input`: the shape of the one called `input`, or shapes by name. */
import type { Node } from "jsonc-parser";
import type { GraphInput, Origin, Range } from "../../graph/graph.ts";
import { starterInput } from "../../layers/starter.ts";
import type { Shape } from "../../tensor/shape.ts";
import { insertFirstKey, writeInstead } from "./edits.ts";
import { excerptOf, type Member, plainValue, rangeOf, shorten } from "./json-node.ts";
import { jsonText } from "./json-text.ts";
import { type CheckedObject, isMeant, membersByKey } from "./keys.ts";
import { isUsableName, nameRule } from "./name-rule.ts";
import type { Reading } from "./reading.ts";

const LONE_INPUT = "input";
const expected = "[height, width, channels] or [features], in whole numbers of at least 1";

/** At least one input, whose shape is unknown if it is missing or wrong. `root` is the model's object. */
export function readInputs(reading: Reading, root: CheckedObject): GraphInput[] {
  const member = root.members.get("input");
  if (member === undefined) return [missingInput(reading, root)];
  const { value } = member;
  const named = value?.type === "object" ? [...membersByKey(value).values()] : [];
  if (named.length > 0) return named.map((entry) => readNamedInput(reading, entry));
  return [readInput(reading, LONE_INPUT, "input", member)];
}

function readNamedInput(reading: Reading, member: Member): GraphInput {
  const { key, keyNode } = member;
  if (!isUsableName(key)) reading.error("value/wrong", rangeOf(keyNode), `An input's ${nameRule}.`);
  return readInput(reading, key, `input.${shorten(key)}`, member);
}

function missingInput(reading: Reading, root: CheckedObject): GraphInput {
  const { object } = root;
  const brace = { start: object.offset, end: object.offset + 1 };
  if (!isMeant(reading, root, "input")) {
    const value = jsonText(starterInput);
    const title = `Add "input": ${value}`;
    const fix = { title, edits: [insertFirstKey(reading.text, object, "input", value)] };
    reading.error("input/missing", brace, `The model has no input. It must be ${expected}. ${title}.`, [fix]);
  }
  return { name: LONE_INPUT, shape: undefined, origin: { whole: brace, name: brace, attributes: {} } };
}

function readInput(reading: Reading, name: string, subject: string, { keyNode, value }: Member): GraphInput {
  const key = rangeOf(keyNode);
  const shape = value && readShape(reading, subject, value);
  return { name, shape, origin: originOf(key, value && rangeOf(value)) };
}

function originOf(key: Range, value: Range | undefined): Origin {
  if (value === undefined) return { whole: key, name: key, attributes: {} };
  return { whole: { start: key.start, end: value.end }, name: key, attributes: { shape: { key, value } } };
}

function readShape(reading: Reading, subject: string, node: Node): Shape | undefined {
  const written = plainValue(node);
  if (isShape(written)) return written;
  const batch = Array.isArray(written) && (written[0] === null || written[0] === -1);
  const meant: unknown = batch ? written.slice(1) : [written];
  const place = wrongPartOf(node, written) ?? node;
  const found = excerptOf(reading.text, rangeOf(place));
  const words = batch ? "without the batch, which is never written" : `not ${found}`;
  const remedy = isShape(meant) ? ` Write ${jsonText(meant)}.` : "";
  const message = `${subject} must be ${expected}, ${words}.${remedy}`;
  reading.error("input/wrong-shape", rangeOf(place), message, isShape(meant) ? [writeInstead(node, meant)] : []);
  return undefined;
}

/** The first number of the list that is not one of a shape. */
function wrongPartOf(node: Node, written: unknown): Node | undefined {
  if (!Array.isArray(written)) return undefined;
  return node.children?.[written.findIndex((dim) => !isDimension(dim))];
}

function isShape(value: unknown): value is number[] {
  return Array.isArray(value) && value.length >= 1 && value.length <= 4 && value.every(isDimension);
}

function isDimension(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}
