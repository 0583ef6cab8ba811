/** Answers about `*.cnn.json` files. */
import * as vscode from "vscode";
import type { Answers } from "./answers.ts";
import { cnnJsonService } from "./cnn-json-service.ts";
import { type ModelDocuments, modelSelector } from "./model-documents.ts";

export function cnnJsonAnswers(documents: ModelDocuments): Answers {
  return {
    selector: modelSelector,
    // They follow from the document alone.
    onDidChange: () => new vscode.Disposable(() => undefined),
    isModel: (document) => documents.isModel(document),
    hover: (document, offset) => cnnJsonService().hoverAt(documents.read(document), offset),
    inlayHints: (document, range) => cnnJsonService().inlayHints(documents.read(document), document.getText(), range),
    lenses: (document) => cnnJsonService().codeLenses(documents.read(document)),
    // VS Code itself reports what is no JSON, at the same place; our fixes for it are still offered.
    issues: (document) => documents.read(document).issues,
    fixes: (_document, issue) => issue.fixes,
    ranksFixes: false,
  };
}
