/** Answers about `*.cnn.json` files. */
import * as vscode from "vscode";
import { codeLenses } from "../service/code-lenses.ts";
import { hoverAt } from "../service/hover.ts";
import { inlayHints } from "../service/inlay-hints.ts";
import type { Answers } from "./answers.ts";
import { type ModelDocuments, modelSelector } from "./model-documents.ts";

export function cnnJsonAnswers(documents: ModelDocuments): Answers {
  return {
    selector: modelSelector,
    // They follow from the document alone.
    onDidChange: () => new vscode.Disposable(() => undefined),
    isModel: (document) => documents.isModel(document),
    hover: (document, offset) => hoverAt(documents.read(document), offset),
    inlayHints: (document, range) => inlayHints(documents.read(document), document.getText(), range),
    lenses: (document) => codeLenses(documents.read(document)),
    // VS Code itself reports what is no JSON, at the same place; our fixes for it are still offered.
    issues: (document) => documents.read(document).issues,
    fixes: (_document, issue) => issue.fixes,
    ranksFixes: false,
  };
}
