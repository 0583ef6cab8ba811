/** The open model files, read as they stand in the editor, saved or not. */
import * as vscode from "vscode";
import { DocumentCache } from "../service/document-cache.ts";

/** Any scheme: files, remote files, unsaved new ones, both sides of a comparison. */
export const modelSelector: vscode.DocumentFilter = { pattern: "**/*.cnn.json" };

export class ModelDocuments implements vscode.Disposable {
  /** Keyed by address and version, so that it may be shared with whoever else reads models. */
  readonly cache = new DocumentCache();
  readonly #closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => this.cache.forget(uri.toString()));

  isModel(document: vscode.TextDocument): boolean {
    return vscode.languages.match(modelSelector, document) > 0;
  }

  /** The model as the text stands now. */
  read(document: vscode.TextDocument): ReturnType<DocumentCache["read"]> {
    return this.cache.read({
      uri: document.uri.toString(),
      version: document.version,
      getText: () => document.getText(),
    });
  }

  dispose(): void {
    this.#closing.dispose();
  }
}
