/** Tells VS Code whether the active editor shows Python with a model, so that menus offer what can be done with one. */
import * as vscode from "vscode";
import type { PythonDocuments } from "./python-documents.ts";

export function registerModelContext(documents: PythonDocuments): vscode.Disposable {
  const update = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const models = document ? (documents.read(document)?.models ?? []) : [];
    void vscode.commands.executeCommand("setContext", "convlens.pythonModel", models.length > 0);
  };
  update();
  return vscode.Disposable.from(documents.onDidChange(update), vscode.window.onDidChangeActiveTextEditor(update));
}
