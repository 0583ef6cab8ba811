// What suites do with the opened folder, a temporary copy of examples/.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { until } from "../until.ts";

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

/** Shows the document, forgets what was not saved in it and closes it. Waits until VS Code has let it go. */
export async function closeUnsaved(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  await until("the document to be closed", () => document.isClosed);
}
