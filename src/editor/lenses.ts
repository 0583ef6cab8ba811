/** Commands and costs above the list of layers, as code lenses. */
import * as vscode from "vscode";
import { codeLenses } from "../service/code-lenses.ts";
import { type ModelDocuments, modelSelector } from "./model-documents.ts";
import { toRange } from "./ranges.ts";

export function registerLenses(documents: ModelDocuments): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(modelSelector, {
    provideCodeLenses: (document) =>
      codeLenses(documents.read(document)).map(
        ({ range, title, command }) =>
          new vscode.CodeLens(toRange(document, range), { title, command, arguments: [document.uri] }),
      ),
  });
}
