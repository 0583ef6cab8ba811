/** Mistakes in what every layer has: that it is an object, its type, its name. */
import type { Node } from "jsonc-parser";
import { layers } from "../../layers/table.ts";
import { nearest } from "../nearest.ts";
import { keysOf } from "./attributes.ts";
import { insertFirstKey, writeInstead } from "./edits.ts";
import { excerptOf, rangeOf } from "./json-node.ts";
import { jsonText } from "./json-text.ts";
import type { LayerDraft } from "./layer-draft.ts";
import { nameRule } from "./name-rule.ts";
import type { Reading } from "./reading.ts";

/** `name` is the layer's name in the graph. */
export function checkType(reading: Reading, draft: LayerDraft, name: string): void {
  const member = draft.members.get("type");
  if (draft.node.type !== "object") reportNoObject(reading, draft);
  else if (member === undefined) reportNoType(reading, draft, name);
  // A key without a value is a mistake of syntax, which has been said.
  else if (member.value && !draft.definition) reportWrongType(reading, draft, name, member.value);
}

function reportWrongType(reading: Reading, draft: LayerDraft, name: string, value: Node): void {
  const near = nearest(draft.type, layers.keys());
  const remedy = near === undefined ? `Types are ${[...layers.keys()].join(", ")}.` : `Write "${near}".`;
  const subject =
    value.type === "string"
      ? `There is no layer type ${excerptOf(reading.text, rangeOf(value))}.`
      : `${name}.type must be a layer type, not ${excerptOf(reading.text, rangeOf(value))}.`;
  const fixes = near === undefined ? [] : [writeInstead(value, near)];
  reading.error("type/unknown", rangeOf(value), `${subject} ${remedy}`, fixes);
}

function reportNoObject(reading: Reading, { node }: LayerDraft): void {
  const found = excerptOf(reading.text, rangeOf(node));
  const near = typeof node.value === "string" ? nearest(node.value, layers.keys()) : undefined;
  const layer = near === undefined ? undefined : { type: near };
  const remedy = layer ? ` Write ${jsonText(layer)}.` : "";
  const message = `A layer is an object with a type, not ${found}.${remedy}`;
  reading.error("layers/not-an-object", rangeOf(node), message, layer ? [writeInstead(node, layer)] : []);
}

/** The type that has all the keys that are written is probably meant. */
function reportNoType(reading: Reading, { node, members }: LayerDraft, name: string): void {
  if (reading.hasUnquoted(node, "type")) return;
  const keys = [...members.keys()].filter((key) => key !== "name" && key !== "inputs");
  const meant = [...layers.values()].find(({ attributes }) => keys.every((key) => keysOf(attributes).includes(key)));
  if (keys.length === 0 || meant === undefined) {
    reading.error("type/missing", rangeOf(node), `${name} has no type. Types are ${[...layers.keys()].join(", ")}.`);
    return;
  }
  const value = JSON.stringify(meant.type);
  const title = `Add "type": ${value}`;
  const fix = { title, edits: [insertFirstKey(reading.text, node, "type", value)] };
  reading.error("type/missing", rangeOf(node), `${name} has no type. ${title}.`, [fix]);
}

export function checkName(reading: Reading, { members, name: own }: LayerDraft, name: string): void {
  const value = members.get("name")?.value;
  if (value === undefined || own !== undefined) return;
  const found = excerptOf(reading.text, rangeOf(value));
  const message = `${name}.${nameRule}, and is ${found}. Write ${JSON.stringify(name)}.`;
  reading.error("value/wrong", rangeOf(value), message, [writeInstead(value, name)]);
}
