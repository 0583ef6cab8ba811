/** Output shapes at the ends of lines, as inlay hints, unless the settings switch them off. */
import * as vscode from "vscode";
import type { Answers } from "./answers.ts";
import { toOffsets } from "./ranges.ts";

const ENABLED = "convlens.inlayHints.enabled";

export function registerInlays(answers: Answers): vscode.Disposable {
  const changes = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changes,
    answers.onDidChange(() => changes.fire()),
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration(ENABLED) && changes.fire()),
    vscode.languages.registerInlayHintsProvider(answers.selector, {
      onDidChangeInlayHints: changes.event,
      provideInlayHints: (document, range) => (isEnabled(document) ? hintsIn(answers, document, range) : []),
    }),
  );
}

function isEnabled(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration(undefined, document).get(ENABLED, true);
}

function hintsIn(answers: Answers, document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
  return answers.inlayHints(document, toOffsets(document, range)).map(({ offset, label, tooltip }) => {
    const hint = new vscode.InlayHint(document.positionAt(offset), label);
    hint.tooltip = new vscode.MarkdownString(tooltip);
    hint.paddingLeft = true;
    return hint;
  });
}
