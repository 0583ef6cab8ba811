/** Tells VS Code whether the active editor shows Python with a model, so that menus offer what can be done with one. */
import * as vscode from "vscode";
import { activeDocument } from "./notebook-of.ts";
import type { PythonDocuments } from "./python-documents.ts";

export function registerModelContext(documents: PythonDocuments): vscode.Disposable {
  const update = (): void => {
    const document = activeDocument();
    const models = document ? (documents.read(document)?.models ?? []) : [];
    void vscode.commands.executeCommand("setContext", "convlens.pythonModel", models.length > 0);
  };
  update();
  return vscode.Disposable.from(
    documents.onDidChange(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.window.onDidChangeActiveNotebookEditor(update),
    vscode.window.onDidChangeNotebookEditorSelection(update),
  );
}
