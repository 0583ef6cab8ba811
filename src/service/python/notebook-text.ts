/**
 * A notebook's code cells as one Python text, so that a cell sees the classes of the cells above it. Lines for IPython
 * (`%matplotlib inline`, `!pip install`) become blank, letter by letter, so that every place stays where it is.
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

function withoutMagic(cell: string): string {
  // A cell magic makes the whole cell something else than Python, but for those that only time it.
  if (/^\s*%%(?!time)/.test(cell)) return blank(cell);
  return cell.replace(/^[ \t]*[%!?][^\n]*/gm, blank);
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}
