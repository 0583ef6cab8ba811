/** From a text to its tree, and from an edited text to the next tree with what did not change. */
import type { Tree } from "web-tree-sitter";
import type { SourceFile } from "../site.ts";
import { type Concrete, readConcrete } from "./concrete.ts";
import { lowerParts } from "./definitions.ts";
import type { PythonParser } from "./parser.ts";
import type { ModuleSyntax, Part, Statement } from "./tree.ts";

/** A file that was read, with what makes reading its next version fast. Free `tree` when the file is let go. */
export interface ReadFile {
  readonly syntax: ModuleSyntax;
  readonly tree: Tree | undefined;
  readonly known: ReadonlyMap<string, Statement>;
}

export function readPython(parser: PythonParser, file: SourceFile, last?: ReadFile): ReadFile {
  const before = last?.tree && { tree: last.tree, text: last.syntax.file.text };
  const tree = parser.parse(file.text, before);
  last?.tree?.delete();
  if (tree === undefined) return { syntax: { file, body: [], broken: true }, tree, known: new Map() };
  const concrete = readConcrete(tree, file.text, parser.grammar, last?.known ?? new Map());
  const body = lowerParts({ text: file.text, base: 0 }, concrete);
  const known = new Map<string, Statement>();
  remember(known, body, concrete, file.text);
  return { syntax: { file, body, broken: concrete.broken }, tree, known };
}

/** Statements without mistakes, of the file and of its classes. */
function remember(known: Map<string, Statement>, parts: readonly Part[], node: Concrete, text: string): void {
  rememberAt(known, parts, text, 0, unsound(node));
}

function rememberAt(
  known: Map<string, Statement>,
  parts: readonly Part[],
  text: string,
  base: number,
  broken: ReadonlySet<number>,
): void {
  for (const { offset, statement } of parts) {
    const start = base + offset;
    if (statement.kind === "class") rememberAt(known, statement.body, text, start, broken);
    if (!broken.has(start)) known.set(text.slice(start, start + statement.end), statement);
  }
}

/** Where statements with mistakes start. */
function unsound(node: Concrete, found = new Set<number>()): ReadonlySet<number> {
  for (const child of node.children) {
    if (!child.broken) continue;
    found.add(child.start);
    unsound(child, found);
  }
  return found;
}
