/** The notebook that a document is a cell of, as one text. */
import * as vscode from "vscode";
import { notebookText } from "../../service/python/notebook-text.ts";

export interface CellInNotebook {
  /** Of all code cells. */
  readonly text: string;
  /** Where its cells stand in it. */
  readonly cells: readonly { readonly start: number; readonly end: number }[];
  /** Where this cell stands. */
  readonly part: { readonly start: number; readonly end: number };
}

/** `undefined` for a file of its own. */
export function notebookOf(document: vscode.TextDocument): CellInNotebook | undefined {
  if (document.uri.scheme !== "vscode-notebook-cell") return undefined;
  const notebook = vscode.workspace.notebookDocuments.find((each) =>
    each.getCells().some((cell) => cell.document === document),
  );
  if (notebook === undefined) return undefined;
  const cells = notebook.getCells().filter(({ document: { languageId } }) => languageId === "python");
  const { text, cells: parts } = notebookText(cells.map((cell) => cell.document.getText()));
  const part = parts[cells.findIndex((cell) => cell.document === document)];
  return part && { text, cells: parts, part };
}
