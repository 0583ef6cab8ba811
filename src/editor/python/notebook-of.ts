/** The notebook that a document is a cell of, and what it says as one text. */
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

export function isCell({ scheme }: vscode.Uri): boolean {
  return scheme === "vscode-notebook-cell";
}

/** The notebook that a document is a cell of; `undefined` for a file of its own. */
export function notebookWith(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  if (!isCell(document.uri)) return undefined;
  return vscode.workspace.notebookDocuments.find((each) => each.getCells().some((cell) => cell.document === document));
}

/** What commands without an address mean: the active editor, or the selected cell of a notebook that has the focus. */
export function activeDocument(): vscode.TextDocument | undefined {
  const notebook = vscode.window.activeNotebookEditor;
  const cell = notebook?.selection.isEmpty === false ? notebook.notebook.cellAt(notebook.selection.start) : undefined;
  return vscode.window.activeTextEditor?.document ?? cell?.document;
}

/** `undefined` for a file of its own. */
export function notebookOf(document: vscode.TextDocument): CellInNotebook | undefined {
  const notebook = notebookWith(document);
  if (notebook === undefined) return undefined;
  const cells = notebook.getCells().filter(({ document: { languageId } }) => languageId === "python");
  const { text, cells: parts } = notebookText(cells.map((cell) => cell.document.getText()));
  const part = parts[cells.findIndex((cell) => cell.document === document)];
  return part && { text, cells: parts, part };
}
