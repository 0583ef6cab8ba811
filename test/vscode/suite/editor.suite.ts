// What the text editor says about a model: over the example file, and over text that was never saved.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { until } from "../until.ts";
import { suite } from "./runner.ts";
import { closeUnsaved, exampleUri, openExample } from "./workspace.ts";

const BROKEN = `{
  "input": [28, 28, 1],
  "layers": [
    { "type": "conv2d", "filters": 8, "kernelSize": 3 },
    { "type": "dense", "units": 10 }
  ]
}
`;

suite("editor", {
  "a hover shows how a layer's size comes about": async () => {
    const document = await openArticle();
    const text = await hoverText(document, document.getText().lastIndexOf('"conv2d"'));
    assert.match(text, /28 × 28 × 8 → 13 × 13 × 16/);
    assert.match(text, /oh = ceil\(\(h - kh \+ 1\) \/ sh\) = ceil\(\(28 - 3 \+ 1\) \/ 2\) = 13/);
    assert.match(text, /3\*3\*8\*16 \+ 16 = 1,168/);
    assert.match(text, /The last row and the last column are read by no window/);
  },

  "every layer has its shape at its line's end": async () => {
    const document = await openArticle();
    const hints = await inlayHints(document);
    assert.deepEqual(hints.map(labelOf), ["→ 28 × 28 × 8", "→ 13 × 13 × 16", "→ 2704", "→ 10"]);
  },

  "the inlay hints go and come with their setting": async () => {
    const document = await openArticle();
    const settings = vscode.workspace.getConfiguration("convlens");
    await settings.update("inlayHints.enabled", false, vscode.ConfigurationTarget.Global);
    await until("no hints", async () => (await inlayHints(document)).length === 0);
    await settings.update("inlayHints.enabled", undefined, vscode.ConfigurationTarget.Global);
    await until("the hints", async () => (await inlayHints(document)).length === 4);
  },

  "the commands and the cost stand above the layers": async () => {
    const document = await openArticle();
    const lenses: vscode.CodeLens[] = await vscode.commands.executeCommand(
      "vscode.executeCodeLensProvider",
      document.uri,
    );
    assert.deepEqual(
      lenses.map(({ command }) => [command?.title, command?.command, String(command?.arguments?.[0])]),
      [
        ["▶ Train CNN", "convlens.trainCnn", document.uri.toString()],
        ["Open Inspector", "convlens.openInspector", document.uri.toString()],
        ["28,298 parameters · 278,176 MACs", "convlens.openInspector", document.uri.toString()],
      ],
    );
    const line = document.lineAt(lenses[0]?.range.start.line ?? 0);
    assert.match(line.text, /"layers"/);
  },

  "the example has no mistakes": async () => {
    const document = await openArticle();
    assert.deepEqual(problems(document), []);
  },

  "a mistake in unsaved text is marked, mended by its quick fix, and gone": async () => {
    const document = await openUnsaved("unsaved.cnn.json", BROKEN);
    const problem = await until("the missing flatten", () => problemOf(document, "shape/missing-flatten"));
    assert.equal(problem.source, "ConvLens");
    assert.match(document.getText(problem.range), /dense/);

    const [fix] = await quickFixes(document, problem.range);
    assert.ok(fix?.edit, "no quick fix");
    assert.equal(fix.isPreferred, true);
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /"flatten"/);
    await until("no mistakes", () => problems(document).length === 0);
    assert.deepEqual((await inlayHints(document)).map(labelOf), ["→ 26 × 26 × 8", "→ 5408", "→ 10"]);
    await closeUnsaved(document);
  },

  "answers follow the text at once, before it is saved": async () => {
    const document = await openUnsaved("typed.cnn.json", BROKEN);
    const at = document.getText().indexOf('"filters": 8');
    await replace(document, at, '"filters": 8', '"filters": 32');
    assert.match(await hoverText(document, at), /28 × 28 × 1 → 26 × 26 × 32/);
    assert.equal((await inlayHints(document)).map(labelOf)[0], "→ 26 × 26 × 32");
    await closeUnsaved(document);
  },

  "a closed text leaves no problems behind": async () => {
    const document = await openUnsaved("closed.cnn.json", BROKEN);
    await until("the mistake", () => problemOf(document, "shape/missing-flatten"));
    await closeUnsaved(document);
    await until("no problems", () => problems(document).length === 0);
  },

  "half a file is answered without a word about crashes": async () => {
    const document = await openUnsaved("half.cnn.json", BROKEN.slice(0, BROKEN.indexOf('"kernelSize"')));
    const text = await hoverText(document, document.getText().indexOf('"conv2d"'));
    assert.match(text, /28 × 28 × 1 → unknown/);
    await closeUnsaved(document);
  },

  "another JSON file is left alone": async () => {
    const uri = exampleUri("other.json").with({ scheme: "untitled" });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await replace(document, 0, "", BROKEN);
    assert.deepEqual(await inlayHints(document), []);
    assert.equal(await hoverText(document, BROKEN.indexOf('"conv2d"')), "");
    await closeUnsaved(document);
  },
});

/** The example, when the extension is there to speak about it. */
async function openArticle(): Promise<vscode.TextDocument> {
  const document = await openExample("article.cnn.json");
  await vscode.extensions.getExtension("convlens.convlens")?.activate();
  return document;
}

/** A text that is in no file, named as if it were in the folder. */
async function openUnsaved(name: string, text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(exampleUri(name).with({ scheme: "untitled" }));
  await vscode.window.showTextDocument(document);
  await replace(document, 0, "", text);
  return document;
}

async function replace(document: vscode.TextDocument, offset: number, old: string, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + old.length));
  edit.replace(document.uri, range, text);
  assert.equal(await vscode.workspace.applyEdit(edit), true);
}

async function hoverText(document: vscode.TextDocument, offset: number): Promise<string> {
  const hovers: vscode.Hover[] = await vscode.commands.executeCommand(
    "vscode.executeHoverProvider",
    document.uri,
    document.positionAt(offset),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === "string" ? content : content.value))
    .join("\n");
}

async function inlayHints(document: vscode.TextDocument): Promise<vscode.InlayHint[]> {
  const end = document.positionAt(document.getText().length);
  return vscode.commands.executeCommand(
    "vscode.executeInlayHintProvider",
    document.uri,
    new vscode.Range(new vscode.Position(0, 0), end),
  );
}

function labelOf({ label }: vscode.InlayHint): string {
  return typeof label === "string" ? label : label.map(({ value }) => value).join("");
}

function quickFixes(document: vscode.TextDocument, range: vscode.Range): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand(
    "vscode.executeCodeActionProvider",
    document.uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
  );
}

function problems(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri);
}

function problemOf(document: vscode.TextDocument, wanted: string): vscode.Diagnostic | undefined {
  return problems(document).find(({ code }) => code === wanted);
}
