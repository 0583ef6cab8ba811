/**
 * Reads the only JSON that a safetensors header may be, an object of objects of texts and lists of numbers, without
 * building the tree: a hostile header of 100 MB costs no more memory than its text. Duplicate names are left to the
 * caller, which sees each entry as it ends.
 */
import { visit } from "jsonc-parser";
import { damagedFile, quote } from "./error.ts";

export type HeaderValue = string | readonly number[];

export interface HeaderVisitor {
  /** `"name": {` */
  begin(name: string): void;
  /** `"key": value` within it. */
  value(name: string, key: string, value: HeaderValue): void;
  /** `}` */
  end(name: string): void;
}

const mostAxes = 64;

/** Throws a `SafetensorsError` at the first thing that is not such JSON. */
export function visitHeader(text: string, visitor: HeaderVisitor): void {
  const walk = new HeaderWalk(visitor);
  visit(
    text,
    {
      onObjectBegin: () => walk.beginObject(),
      onObjectProperty: (key) => walk.enter(key),
      onObjectEnd: () => walk.endObject(),
      onArrayBegin: () => walk.beginList(),
      onArrayEnd: () => walk.endList(),
      onLiteralValue: (value: unknown) => walk.takeLiteral(value),
      onError: (_code, offset) => {
        throw damagedFile("The header", "JSON", `a mistake at its character ${offset + 1}`);
      },
    },
    { disallowComments: true },
  );
}

/** Where the reading stands: how deep, under which names, and in which list. */
class HeaderWalk {
  readonly #visitor: HeaderVisitor;
  readonly #path: string[] = [];
  #depth = 0;
  #list: number[] | undefined;

  constructor(visitor: HeaderVisitor) {
    this.#visitor = visitor;
  }

  enter(key: string): void {
    this.#path[this.#depth - 1] = key;
    this.#path.length = this.#depth;
  }

  beginObject(): void {
    if (this.#depth === 2 || this.#list) throw this.#malformed("a text or a list of numbers", "an object");
    this.#depth++;
    if (this.#depth === 2) this.#visitor.begin(this.#path[0] ?? "");
  }

  endObject(): void {
    if (this.#depth === 2) this.#visitor.end(this.#path[0] ?? "");
    this.#depth--;
  }

  beginList(): void {
    if (this.#depth !== 2 || this.#list) throw this.#malformed("an object for each tensor", "a list");
    this.#list = [];
  }

  endList(): void {
    if (this.#list) this.#give(this.#list);
    this.#list = undefined;
  }

  takeLiteral(value: unknown): void {
    const list = this.#list;
    if (list && typeof value === "number" && list.length < mostAxes) list.push(value);
    else if (list) throw this.#malformed(`at most ${mostAxes} numbers`, "something else");
    else if (this.#depth < 2) throw this.#malformed("an object for each tensor", "a bare value");
    else if (typeof value === "string") this.#give(value);
    else throw this.#malformed("a text or a list of numbers", String(value));
  }

  #give(value: HeaderValue): void {
    this.#visitor.value(this.#path[0] ?? "", this.#path[1] ?? "", value);
  }

  #malformed(expected: string, found: string): Error {
    const at = this.#path.join(".");
    return damagedFile(at === "" ? "The header" : `The header's ${quote(at)}`, expected, found);
  }
}
