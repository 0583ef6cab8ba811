/**
 * A notebook's code cells as one Python text, so that a cell sees the classes of the cells above it. Lines for IPython
 * (`%matplotlib inline`, `files = !ls`, `net?`) become blank, letter by letter, so that every place stays where it is.
 */
import type { Range } from "../../graph/graph.ts";

export interface NotebookText {
  readonly text: string;
  /** Where each cell stands in it, in the order of the cells. */
  readonly cells: readonly Range[];
}

export function notebookText(cells: readonly string[]): NotebookText {
  let text = "";
  const ranges = cells.map((cell) => {
    const start = text.length;
    text += `${withoutMagic(cell)}\n`;
    return { start, end: start + cell.length };
  });
  return { text, cells: ranges };
}

/** The code cells of a notebook's file; `undefined` if it is none. */
export function codeCellsOf(file: string): string[] | undefined {
  try {
    const { cells } = JSON.parse(file) as { cells: { cell_type: string; source: string | string[] }[] };
    return cells.flatMap(({ cell_type, source }) => (cell_type === "code" ? [[source].flat().join("")] : []));
  } catch {
    return undefined;
  }
}

function withoutMagic(cell: string): string {
  // A cell magic makes the whole cell something else than Python, but for those that only watch it run.
  if (/^\s*%%(?!time|capture|prun)/.test(cell)) return blank(cell);
  return cell.replace(FOR_IPYTHON, doNothing);
}

/** A magic, a shell's line or a question; not the rest of an expression that goes on with `% name` or `!= 3`. */
const FOR_IPYTHON = /^[ \t]*(?:[\w, \t]+=[ \t]*)?(?:%{1,2}[a-z]|!(?!=)|\?)[^\n]*|^[ \t]*[\w.]+\?{1,2}[ \t]*$/gim;

/** In a block stands a statement, which may be its only one. */
function doNothing(line: string): string {
  const [indent = ""] = /^[ \t]*/.exec(line) ?? [];
  const rest = line.length - indent.length;
  return indent !== "" && rest >= 4 ? `${indent}pass${" ".repeat(rest - 4)}` : blank(line);
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}
