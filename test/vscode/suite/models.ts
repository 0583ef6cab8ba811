// Model files for suites to train: the article's example, shortened, each under a name of its own.

import * as vscode from "vscode";
import { exampleUri } from "./workspace.ts";

export interface ModelOptions {
  readonly epochs?: number;
  readonly samples?: number;
  /** Changes the text once more. */
  readonly edit?: (text: string) => string;
}

/** Writes the article's example under this name, with fewer epochs and samples, and opens it. */
export async function openShort(name: string, options: ModelOptions = {}): Promise<vscode.TextDocument> {
  const { epochs = 2, samples = 40, edit = (text: string) => text } = options;
  const article = await vscode.workspace.fs.readFile(exampleUri("article.cnn.json"));
  const text = new TextDecoder()
    .decode(article)
    .replace(/"epochs": \d+/, `"epochs": ${epochs}`)
    .replace(/"samples": \d+/, `"samples": ${samples}`);
  await vscode.workspace.fs.writeFile(exampleUri(name), new TextEncoder().encode(edit(text)));
  const document = await vscode.workspace.openTextDocument(exampleUri(name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Replaces a text's only occurrence of something, as an edit that can be undone. */
export async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const at = document.getText().indexOf(from);
  if (at === -1) throw new Error(`The text has no ${from}`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)), to);
  await vscode.workspace.applyEdit(edit);
}
