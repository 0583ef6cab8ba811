/** From a text to its tree, and from an edited text to the next tree with what did not change. */
import type { Tree } from "web-tree-sitter";
import type { SourceFile } from "../site.ts";
import { type KnownStatements, readConcrete } from "./concrete.ts";
import { lowerParts } from "./definitions.ts";
import type { PythonParser } from "./parser.ts";
import type { ModuleSyntax } from "./tree.ts";

/** A file that was read, with what makes reading its next version fast. Free `tree` when the file is let go. */
export interface ReadFile {
  readonly syntax: ModuleSyntax;
  readonly tree: Tree | undefined;
  /** Statements without mistakes, of the file and of its classes, by their texts; some of earlier versions too. */
  readonly known: KnownStatements;
}

export function readPython(parser: PythonParser, file: SourceFile, last?: ReadFile): ReadFile {
  const lastTree = last?.tree && { tree: last.tree, text: last.syntax.file.text };
  const tree = parser.parse(file.text, lastTree);
  last?.tree?.delete();
  if (tree === undefined) return { syntax: { file, body: [], broken: true }, tree, known: new Map() };
  const known: KnownStatements = new Map();
  const before = last?.known ?? new Map();
  const concrete = readConcrete(tree, file.text, parser.grammar, before);
  const body = lowerParts({ text: file.text, base: 0, known }, concrete);
  // What an unchanged class holds stays known for when it changes, as long as it is not much.
  if (before.size < 3 * known.size + 200) for (const [text, one] of before) if (!known.has(text)) known.set(text, one);
  return { syntax: { file, body, broken: concrete.broken }, tree, known };
}
