/** Output shapes at the ends of the layers' lines, as inlay hints, unless the settings switch them off. */
import * as vscode from "vscode";
import { inlayHints } from "../service/inlay-hints.ts";
import { type ModelDocuments, modelSelector } from "./model-documents.ts";
import { toOffsets } from "./ranges.ts";

const ENABLED = "convlens.inlayHints.enabled";

export function registerInlays(documents: ModelDocuments): vscode.Disposable {
  const changes = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changes,
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration(ENABLED) && changes.fire()),
    vscode.languages.registerInlayHintsProvider(modelSelector, {
      onDidChangeInlayHints: changes.event,
      provideInlayHints: (document, range) => (isEnabled(document) ? hintsIn(documents, document, range) : []),
    }),
  );
}

function isEnabled(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration(undefined, document).get(ENABLED, true);
}

function hintsIn(documents: ModelDocuments, document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
  const hints = inlayHints(documents.read(document), document.getText(), toOffsets(document, range));
  return hints.map(({ offset, label, tooltip }) => {
    const hint = new vscode.InlayHint(document.positionAt(offset), label);
    hint.tooltip = new vscode.MarkdownString(tooltip);
    hint.paddingLeft = true;
    return hint;
  });
}
