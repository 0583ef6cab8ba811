/** Output shapes at the ends of lines, as inlay hints, unless the settings switch them off. */
import * as vscode from "vscode";
import type { InlayHint } from "../service/inlay-hints.ts";
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
      resolveInlayHint: withTooltip,
    }),
  );
}

function isEnabled(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration(undefined, document).get(ENABLED, true);
}

/** What each hint was made from. */
const sources = new WeakMap<vscode.InlayHint, InlayHint>();

function hintsIn(answers: Answers, document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
  return answers.inlayHints(document, toOffsets(document, range)).map((source) => {
    const hint = new vscode.InlayHint(document.positionAt(source.offset), source.label);
    hint.paddingLeft = true;
    sources.set(hint, source);
    return hint;
  });
}

/** Asked for when the pointer rests on the hint. */
function withTooltip(hint: vscode.InlayHint): vscode.InlayHint {
  const source = sources.get(hint);
  if (source) hint.tooltip = new vscode.MarkdownString(source.tooltip);
  return hint;
}
