// What suites ask about Python source in the editor: hints, hovers, mistakes and their fixes.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { until } from "../until.ts";
import { exampleUri } from "./workspace.ts";

let opened = 0;

/**
 * Opens a text that was never saved, under a name of its own: asked for a new text without a name, VS Code may give one that was
 * just closed, with what that said.
 */
export async function openPython(content: string): Promise<vscode.TextDocument> {
  const uri = exampleUri(`unsaved-${++opened}.py`).with({ scheme: "untitled" });
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), content);
  assert.equal(await vscode.workspace.applyEdit(edit), true);
  return document;
}

/** Waits until there are hints; each stands behind the text of its line. */
export function hintsSoon(document: vscode.TextDocument): Promise<readonly string[]> {
  return until("the hints", async () => {
    const hints = await hintsOf(document);
    return hints.length > 0 && hints;
  });
}

export async function hintsOf(document: vscode.TextDocument): Promise<readonly string[]> {
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const hints: vscode.InlayHint[] =
    (await vscode.commands.executeCommand("vscode.executeInlayHintProvider", document.uri, whole)) ?? [];
  return hints.map(({ position, label }) => `${document.lineAt(position).text.trim()} ${String(label)}`);
}

/** What the hover says over the first place of a text. */
export async function hoverAt(document: vscode.TextDocument, text: string): Promise<string> {
  const hovers: vscode.Hover[] = await vscode.commands.executeCommand(
    "vscode.executeHoverProvider",
    document.uri,
    document.positionAt(document.getText().indexOf(text)),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === "string" ? content : content.value))
    .join("\n");
}

export function mistakeSoon(document: vscode.TextDocument): Promise<vscode.Diagnostic> {
  return until("the mistake", () =>
    vscode.languages.getDiagnostics(document.uri).find(({ source }) => source === "ConvLens"),
  );
}

/** Takes the fix of this title at a place. */
export async function takeFix({ uri }: vscode.TextDocument, range: vscode.Range, title: string): Promise<void> {
  const actions: vscode.CodeAction[] = await vscode.commands.executeCommand(
    "vscode.executeCodeActionProvider",
    uri,
    range,
  );
  const fix = actions.find((action) => action.title === title);
  assert.ok(fix?.edit, actions.map((action) => action.title).join(", "));
  await vscode.workspace.applyEdit(fix.edit);
}

/** Titles of what stands above the models. */
export async function lensesOf({ uri }: vscode.TextDocument): Promise<string[]> {
  const lenses: vscode.CodeLens[] = await vscode.commands.executeCommand("vscode.executeCodeLensProvider", uri);
  return lenses.map(({ command }) => command?.title ?? "");
}
