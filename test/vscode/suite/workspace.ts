// What suites do with the opened folder, a temporary copy of examples/.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { until } from "./runner.ts";

/** Where a file of the opened folder is. */
export function exampleUri(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "VS Code was started without a folder");
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Opens a file of the folder in an editor and gives its document. */
export async function openExample(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(exampleUri(name));
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

/**
 * Closes the active editor and forgets what was not saved in it. Waits until VS Code has let the document go: the next unsaved
 * one may get the same address, and would be taken for it.
 */
export async function closeUnsaved(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  await until("the document to be closed", () => document.isClosed);
}
