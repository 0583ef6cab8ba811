/** The open model files, read as they stand in the editor, saved or not. */
import * as vscode from "vscode";
import { type CnnJsonService, cnnJsonService } from "./cnn-json-service.ts";

/** Any scheme: files, remote files, unsaved new ones, both sides of a comparison. */
export const modelSelector: vscode.DocumentFilter = { pattern: "**/*.cnn.json" };

type Cache = InstanceType<CnnJsonService["DocumentCache"]>;

export class ModelDocuments implements vscode.Disposable {
  /** Keyed by address and version; made with the first file. */
  #cache: Cache | undefined;
  readonly #closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#cache?.forget(uri.toString()));

  isModel(document: vscode.TextDocument): boolean {
    return vscode.languages.match(modelSelector, document) > 0;
  }

  /** The model as the text stands now. */
  read(document: vscode.TextDocument): ReturnType<Cache["read"]> {
    this.#cache ??= new (cnnJsonService().DocumentCache)();
    return this.#cache.read({
      uri: document.uri.toString(),
      version: document.version,
      getText: () => document.getText(),
    });
  }

  dispose(): void {
    this.#closing.dispose();
  }
}
