/** Changes of a model's text that keep its style: new keys follow the layout of those that are there. */
import type { Node } from "jsonc-parser";
import type { Edit, Fix } from "../../graph/issue.ts";
import { type Member, membersOf, rangeOf } from "./json-node.ts";
import { jsonText } from "./json-text.ts";

export function replaceNode(node: Node, text: string): Edit {
  return { range: rangeOf(node), text };
}

/** The fix that writes `value` in a node's place. */
export function writeInstead(node: Node, value: unknown): Fix {
  const text = jsonText(value);
  return { title: `Write ${text}`, edits: [replaceNode(node, text)] };
}

/** A key behind the object's last one, on a line of its own if that one has one. */
export function insertKey(text: string, object: Node, key: string, value: string): Edit {
  const entry = `${JSON.stringify(key)}: ${value}`;
  const last = membersOf(object).findLast((member) => member.value !== undefined);
  if (last === undefined) return insertFirstKey(text, object, key, value);
  const indent = ownLineIndent(text, last.keyNode.offset);
  const gap = indent === undefined ? " " : lineBreakOf(text) + indent;
  return insertAt(endOf(last), `,${gap}${entry}`);
}

/** A key before all others of the object. */
export function insertFirstKey(text: string, object: Node, key: string, value: string): Edit {
  const entry = `${JSON.stringify(key)}: ${value}`;
  const [first] = membersOf(object);
  if (first === undefined) return insertAt(object.offset + 1, object.length === 2 ? ` ${entry} ` : ` ${entry}`);
  const indent = ownLineIndent(text, first.keyNode.offset);
  const gap = indent === undefined ? " " : lineBreakOf(text) + indent;
  return insertAt(first.keyNode.offset, `${entry},${gap}`);
}

/** Another element before this one of a list, on a line of its own if this one has one. */
export function insertElementBefore(text: string, element: Node, value: string): Edit {
  const indent = ownLineIndent(text, element.offset);
  return insertAt(element.offset, indent === undefined ? `${value}, ` : `${value},${lineBreakOf(text)}${indent}`);
}

export function insertAt(offset: number, text: string): Edit {
  return { range: { start: offset, end: offset }, text };
}

/** The line break that the text uses. */
export function lineBreakOf(text: string): string {
  const first = text.indexOf("\n");
  return first > 0 && text[first - 1] === "\r" ? "\r\n" : "\n";
}

function endOf({ value, keyNode }: Member): number {
  return rangeOf(value ?? keyNode).end;
}

/** The white space before the place, if nothing else stands before it on its line. */
function ownLineIndent(text: string, offset: number): string | undefined {
  let start = offset;
  while (start > 0 && (text[start - 1] === " " || text[start - 1] === "\t")) start--;
  const isLineStart = start === 0 || text[start - 1] === "\n" || text[start - 1] === "\r";
  return isLineStart ? text.slice(start, offset) : undefined;
}
