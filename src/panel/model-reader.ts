/** Who reads model files, of whatever kind, for the panel. */
import type * as vscode from "vscode";
import type { ModelDocument } from "../formats/model-document.ts";

export interface Reading {
  readonly document: ModelDocument;
  /** Where a text alone does not say what is read: which of its models, with which imported files. */
  readonly variant?: string;
}

export interface ModelReader {
  /** Answers changed though no document was edited: the parser of a language is there, an imported file has changed. */
  readonly onDidChange: vscode.Event<void>;
  isModel(document: vscode.TextDocument): boolean;
  /** The model of the text as it stands; `undefined`: it has none, or cannot be read yet. */
  read(document: vscode.TextDocument): Reading | undefined;
  /** Settles when documents of this kind can be read. */
  prepare(document: vscode.TextDocument): Promise<void>;
  /** Which of a file's models is meant from now on. */
  choose(uri: vscode.Uri, model: string): void;
}
