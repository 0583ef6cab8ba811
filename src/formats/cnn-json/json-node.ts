/** The parser's tree as the reader needs it. It is read, never evaluated: keys such as `__proto__` are only text here. */
import type { Node } from "jsonc-parser";
import type { Range } from "../../graph/graph.ts";

/** One key of an object with its value, which is missing while somebody types. */
export interface Member {
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Node | undefined;
}

export function membersOf(object: Node): Member[] {
  return (object.children ?? []).flatMap((property): Member[] => {
    const [keyNode, value] = property.children ?? [];
    return keyNode ? [{ key: String(keyNode.value), keyNode, value }] : [];
  });
}

export function rangeOf(node: Node): Range {
  return { start: node.offset, end: node.offset + node.length };
}

/** The node as plain data. Objects have no prototype, so that no key means anything. */
export function plainValue(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(plainValue);
  if (node.type !== "object") return node.value;
  const object: Record<string, unknown> = Object.create(null);
  for (const { key, value } of membersOf(node)) if (value && !(key in object)) object[key] = plainValue(value);
  return object;
}

/** Words of the user's text in a message end here. */
const LONGEST_EXCERPT = 40;

/** What is written there, on one line and not too long. */
export function excerptOf(text: string, { start, end }: Range): string {
  const excerpt = text.slice(start, Math.min(end, start + 4 * LONGEST_EXCERPT)).replace(/\s+/g, " ");
  return shorten(excerpt);
}

export function shorten(text: string): string {
  return text.length > LONGEST_EXCERPT ? `${text.slice(0, LONGEST_EXCERPT)}…` : text;
}
