/** Mistakes of the model as a whole: an empty file, no object, no layers. */
import type { Node } from "jsonc-parser";
import type { Range } from "../../graph/graph.ts";
import type { Edit } from "../../graph/issue.ts";
import { starterInput, starterLayers } from "../../layers/starter.ts";
import { insertAt, insertKey, lineBreakOf, replaceNode } from "./edits.ts";
import { excerptOf, rangeOf } from "./json-node.ts";
import { jsonText } from "./json-text.ts";
import { type CheckedObject, isMeant, type Members } from "./keys.ts";
import type { Reading } from "./reading.ts";

export const modelKeys: ReadonlySet<string> = new Set(["$schema", "name", "input", "layers", "training"]);

/** A text without any value: nothing, or nothing but comments. */
export function reportEmpty(reading: Reading): void {
  const { text } = reading;
  const lineBreak = lineBreakOf(text);
  const gap = text.trim() === "" ? "" : lineBreak;
  const edit = insertAt(text.trimEnd().length, gap + starterText(lineBreak) + lineBreak);
  const fix = { title: "Insert a small model", edits: [edit] };
  const message = "The file is empty. A model is an object with an input and layers.";
  reading.error("file/empty", { start: 0, end: 0 }, message, [fix]);
}

/** A small model to begin with. */
export function starterText(lineBreak: string): string {
  const members = [`"input": ${jsonText(starterInput)}`, `"layers": ${layerList("  ", lineBreak)}`];
  return `{${lineBreak}  ${members.join(`,${lineBreak}  `)}${lineBreak}}`;
}

function layerList(indent: string, lineBreak: string): string {
  const lines = starterLayers.map((layer) => `${indent}  ${jsonText(layer)}`);
  return ["[", lines.join(`,${lineBreak}`), `${indent}]`].join(lineBreak);
}

/** Whether the root is an object, as a model must be. */
export function checkRoot(reading: Reading, root: Node): boolean {
  if (root.type === "object") return true;
  const found = excerptOf(reading.text, rangeOf(root));
  const message = `A model is an object { "input": …, "layers": … }, not ${found}.`;
  reading.error("model/not-an-object", rangeOf(root), message);
  return false;
}

export function readName(reading: Reading, members: Members): string | undefined {
  for (const key of ["$schema", "name"]) {
    const value = members.get(key)?.value;
    if (value === undefined || value.type === "string") continue;
    reading.error(
      "value/wrong",
      rangeOf(value),
      `${key} must be text, not ${excerptOf(reading.text, rangeOf(value))}.`,
    );
  }
  const name = members.get("name")?.value;
  return name?.type === "string" && name.value !== "" ? String(name.value) : undefined;
}

/** What stands in the list of layers; nothing if there is none. */
export function readElements(reading: Reading, root: CheckedObject): readonly Node[] {
  const member = root.members.get("layers");
  if (member === undefined) {
    if (!isMeant(reading, root, "layers")) reportNoList(reading, root.object);
    return [];
  }
  const { value } = member;
  // A key without a value is a mistake of syntax, which has been said.
  if (value === undefined) return [];
  if (value.type !== "array") return readLoneLayer(reading, value);
  const elements = value.children ?? [];
  if (elements.length === 0) {
    const edit = replaceNode(value, layerList("  ", lineBreakOf(reading.text)));
    reportNoLayers(reading, rangeOf(value), "The list of layers is empty.", edit);
  }
  return elements;
}

function reportNoList(reading: Reading, object: Node): void {
  const list = layerList("  ", lineBreakOf(reading.text));
  const brace = { start: object.offset, end: object.offset + 1 };
  reportNoLayers(reading, brace, "The model has no layers.", insertKey(reading.text, object, "layers", list));
}

/** An object in the place of the list is the only layer. */
function readLoneLayer(reading: Reading, value: Node): Node[] {
  const isLayer = value.type === "object";
  const range = rangeOf(value);
  const fix = { title: "Put it into a list", edits: [insertAt(range.start, "["), insertAt(range.end, "]")] };
  const message = `layers must be a list [ … ] of layers, not ${excerptOf(reading.text, range)}.`;
  reading.error("layers/not-a-list", range, message, isLayer ? [fix] : []);
  return isLayer ? [value] : [];
}

function reportNoLayers(reading: Reading, range: Range, subject: string, edit: Edit): void {
  const fix = { title: "Add some layers", edits: [edit] };
  reading.error("layers/missing", range, `${subject} Add at least one, such as ${jsonText(starterLayers[0])}.`, [fix]);
}
