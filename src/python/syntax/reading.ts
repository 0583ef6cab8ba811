/** What lowering needs at hand: the file's text, and where the part begins to which offsets are relative. */
import type { Range } from "../../graph/graph.ts";
import type { Concrete, KnownStatements } from "./concrete.ts";

export interface Reading {
  readonly text: string;
  readonly base: number;
  /** Takes every statement without mistakes of the file and of its classes, by its text, for the next reading. */
  readonly known: KnownStatements;
}

export function textOf({ text }: Reading, { start, end }: Range): string {
  return text.slice(start, end);
}

export function rangeOf({ base }: Reading, { start, end }: Range): Range {
  return { start: start - base, end: end - base };
}

export function childOf(node: Concrete, field: string): Concrete | undefined {
  return node.children.find((child) => child.field === field);
}

export function childrenOf(node: Concrete, field: string): readonly Concrete[] {
  return node.children.filter((child) => child.field === field);
}

export function isToken({ type }: Concrete): boolean {
  return type.startsWith('"');
}

export function hasToken(node: Concrete, token: string): boolean {
  return node.children.some(({ type }) => type === `"${token}"`);
}

/** The children that are no tokens. */
export function partsOf(node: Concrete): readonly Concrete[] {
  return node.children.filter((child) => !isToken(child));
}
