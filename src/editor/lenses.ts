/** Commands and costs above models, as code lenses. */
import * as vscode from "vscode";
import type { Answers } from "./answers.ts";
import { toRange } from "./ranges.ts";

export function registerLenses(answers: Answers): vscode.Disposable {
  const changes = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changes,
    answers.onDidChange(() => changes.fire()),
    vscode.languages.registerCodeLensProvider(answers.selector, {
      onDidChangeCodeLenses: changes.event,
      provideCodeLenses: (document) =>
        answers
          .lenses(document)
          .map(
            ({ range, title, command, model }) =>
              new vscode.CodeLens(toRange(document, range), { title, command, arguments: [document.uri, model] }),
          ),
    }),
  );
}
