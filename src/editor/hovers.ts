/** Hovers over layers, their attributes and the model's input. */
import * as vscode from "vscode";
import { hoverAt } from "../service/hover.ts";
import { type ModelDocuments, modelSelector } from "./model-documents.ts";
import { toRange } from "./ranges.ts";

export function registerHovers(documents: ModelDocuments): vscode.Disposable {
  return vscode.languages.registerHoverProvider(modelSelector, {
    provideHover(document, position) {
      const hover = hoverAt(documents.read(document), document.offsetAt(position));
      return hover && new vscode.Hover(new vscode.MarkdownString(hover.markdown), toRange(document, hover.range));
    },
  });
}
