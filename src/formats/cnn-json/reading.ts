import type { Node } from "jsonc-parser";
import type { Range } from "../../graph/graph.ts";
import type { Fix, TextIssue } from "../../graph/issue.ts";

/** More issues than this are not listed. */
const MOST_ISSUES = 1000;

/** One text while it is read: mistakes gather here, and reading goes on. Mistakes of JSON itself come first. */
export class Reading {
  readonly text: string;
  readonly issues: TextIssue[] = [];
  readonly #broken = new Set<number>();
  readonly #unquoted: { readonly word: string; readonly offset: number }[] = [];

  constructor(text: string) {
    this.text = text;
  }

  /** Where the JSON is broken, what it says is no mistake of its own. */
  error(code: string, range: Range, message: string, fixes: readonly Fix[] = []): void {
    if (code.startsWith("json/")) this.#broken.add(range.start);
    else if (this.#broken.has(range.start)) return;
    this.add({ code, severity: "error", message, range, fixes });
  }

  add(issue: TextIssue): void {
    if (!this.isFull) this.issues.push(issue);
  }

  /** Whether no further issue is taken. */
  get isFull(): boolean {
    return this.issues.length >= MOST_ISSUES;
  }

  /** A word without quotes, which may be a key that is not seen as one. */
  noteUnquoted(word: string, offset: number): void {
    this.#unquoted.push({ word, offset });
  }

  /** Whether the object has the key, only without its quotes. */
  hasUnquoted(object: Node, key: string): boolean {
    const end = object.offset + object.length;
    return this.#unquoted.some(({ word, offset }) => word === key && offset > object.offset && offset < end);
  }
}
