/** Edits of a document as VS Code's own, and those that a command worked out written into it. */
import * as vscode from "vscode";
import type { Issue } from "./answers.ts";
import { toRange } from "./ranges.ts";

type Edit = Issue["fixes"][number]["edits"][number];

export function toWorkspaceEdit(document: vscode.TextDocument, edits: readonly Edit[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  edit.set(
    document.uri,
    edits.map(({ range, text }) => vscode.TextEdit.replace(toRange(document, range), text)),
  );
  return edit;
}

/** The edits of a document that said `text` when they were made. Rejects if it says something else by now. */
export async function applyEdits(document: vscode.TextDocument, text: string, edits: readonly Edit[]): Promise<void> {
  const edit = toWorkspaceEdit(document, edits);
  // VS Code refuses, too, if an edit of its own comes between.
  if (document.getText() === text && (await vscode.workspace.applyEdit(edit))) return;
  throw new Error(`${document.fileName} changed in the meantime, so nothing was written. Run the command again.`);
}
