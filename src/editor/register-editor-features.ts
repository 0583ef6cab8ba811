/** Everything that ConvLens says inside the text editor. */
import * as vscode from "vscode";
import type { DocumentCache } from "../service/document-cache.ts";
import { Diagnostics } from "./diagnostics.ts";
import { registerHovers } from "./hovers.ts";
import { registerInlays } from "./inlays.ts";
import { registerLenses } from "./lenses.ts";
import { ModelDocuments } from "./model-documents.ts";
import { registerQuickFixes } from "./quick-fixes.ts";

export interface EditorFeatures extends vscode.Disposable {
  /** The models that the editor has read, for others to share. */
  readonly documents: DocumentCache;
}

/** Diagnostics, quick fixes, hovers, inlay hints and code lenses for model files, until disposed of. */
export function registerEditorFeatures(): EditorFeatures {
  const documents = new ModelDocuments();
  const features = vscode.Disposable.from(
    documents,
    new Diagnostics(documents),
    registerQuickFixes(documents),
    registerHovers(documents),
    registerInlays(documents),
    registerLenses(documents),
  );
  return { documents: documents.cache, dispose: () => features.dispose() };
}
