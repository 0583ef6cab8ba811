/** The extension: makes the editor's features and the panel's, wires them, disposes of them. */
import type * as vscode from "vscode";
import { registerEditorFeatures } from "./editor/register-editor-features.ts";
import { Panel } from "./panel/panel.ts";

let panel: Panel | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const editor = registerEditorFeatures(context.extensionUri);
  panel = new Panel(context, editor.models);
  context.subscriptions.push(editor, panel);
}

/** VS Code waits for this before it ends the extension. */
export async function deactivate(): Promise<void> {
  await panel?.close();
  panel = undefined;
}
