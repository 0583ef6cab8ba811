/**
 * Reads the only JSON that a safetensors header may be, an object of objects of texts and lists of numbers, without
 * building the tree: a hostile header of 100 MB costs no more memory than its text. Duplicate names are left to the caller,
 * which sees each entry as it ends.
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
  const path: string[] = [];
  let depth = 0;
  let list: number[] | undefined;

  function give(value: HeaderValue): void {
    if (depth !== 2) throw malformed("an object for each tensor", "a bare value", path);
    visitor.value(path[0] ?? "", path[1] ?? "", value);
  }

  visit(
    text,
    {
      onObjectBegin() {
        if (depth === 2 || list) throw malformed("a text or a list of numbers", "an object", path);
        depth++;
        if (depth === 2) visitor.begin(path[0] ?? "");
      },
      onObjectProperty(key) {
        path[depth - 1] = key;
        path.length = depth;
      },
      onObjectEnd() {
        if (depth === 2) visitor.end(path[0] ?? "");
        depth--;
      },
      onArrayBegin() {
        if (depth !== 2 || list) throw malformed("an object for each tensor", "a list", path);
        list = [];
      },
      onArrayEnd() {
        if (list) give(list);
        list = undefined;
      },
      onLiteralValue(value: unknown) {
        if (list && typeof value === "number" && list.length < mostAxes) list.push(value);
        else if (list) throw malformed(`at most ${mostAxes} numbers`, "something else", path);
        else if (typeof value === "string" || depth < 2) give(String(value));
        else throw malformed("a text or a list of numbers", String(value), path);
      },
      onError: (_code, offset) => {
        throw damagedFile("The header", "JSON", `a mistake at its character ${offset + 1}`);
      },
    },
    { disallowComments: true },
  );
}

function malformed(expected: string, found: string, path: readonly string[]): Error {
  return damagedFile(path.length === 0 ? "The header" : `The header's ${quote(path.join("."))}`, expected, found);
}
