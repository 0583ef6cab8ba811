/**
 * tree-sitter with its Python grammar. Both are WebAssembly that is handed in as bytes, so that neither Node nor the browser
 * is known here; whoever opens a Python file first loads them.
 */
import { Edit, Language, Parser, type Tree } from "web-tree-sitter";

export interface ParserBytes {
  /** `web-tree-sitter.wasm`. */
  readonly runtime: Uint8Array;
  /** `tree-sitter-python.wasm`. */
  readonly grammar: Uint8Array;
}

/** The names of a grammar's node types and fields, by the numbers that a tree's cursor gives. Tokens stand in quotes. */
export interface Grammar {
  readonly types: readonly string[];
  readonly fields: readonly (string | undefined)[];
}

export interface PythonParser {
  readonly grammar: Grammar;
  /** Faster with the last tree of the same file and the text it was made of. Whoever gets a tree frees it. */
  parse(text: string, last?: { readonly tree: Tree; readonly text: string }): Tree | undefined;
}

export async function loadParser({ runtime, grammar }: ParserBytes): Promise<PythonParser> {
  await Parser.init({ wasmBinary: runtime });
  const language = await Language.load(grammar);
  const parser = new Parser();
  parser.setLanguage(language);
  return {
    grammar: grammarOf(language),
    parse(text, last) {
      last?.tree.edit(editBetween(last.text, text));
      const tree = parser.parse(text, last?.tree) ?? undefined;
      if (last === undefined || !tree?.rootNode.hasError) return tree;
      // How tree-sitter reads a broken text depends on what the text was before; from scratch it does not.
      tree.delete();
      return parser.parse(text) ?? undefined;
    },
  };
}

function grammarOf(language: Language): Grammar {
  const types = Array.from({ length: language.nodeTypeCount }, (_, id) => {
    const name = language.nodeTypeForId(id) ?? "";
    return language.nodeTypeIsNamed(id) ? name : `"${name}"`;
  });
  const fields = Array.from({ length: language.fieldCount + 1 }, (_, id) => language.fieldNameForId(id) ?? undefined);
  return { types, fields };
}

/** The one stretch in which two texts differ. */
function editBetween(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  )
    same++;
  const [oldEnd, newEnd] = [before.length - same, after.length - same];
  return new Edit({
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: newEnd,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, oldEnd),
    newEndPosition: pointAt(after, newEnd),
  });
}

function pointAt(text: string, index: number): { row: number; column: number } {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < index; at = text.indexOf("\n", lineStart)) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: index - lineStart };
}
