/** Everything that ConvLens says inside the text editor. */
import * as vscode from "vscode";
import type { Answers } from "./answers.ts";
import { cnnJsonAnswers } from "./cnn-json-answers.ts";
import { Diagnostics } from "./diagnostics.ts";
import { registerHovers } from "./hovers.ts";
import { registerInlays } from "./inlays.ts";
import { registerLenses } from "./lenses.ts";
import { ModelDocuments } from "./model-documents.ts";
import { OpenModels } from "./open-models.ts";
import { registerModelContext } from "./python/model-context.ts";
import { pythonAnswers } from "./python/python-answers.ts";
import { PythonDocuments } from "./python/python-documents.ts";
import { registerPythonCommands } from "./python/register-python-commands.ts";
import { registerQuickFixes } from "./quick-fixes.ts";

export interface EditorFeatures extends vscode.Disposable {
  /** The models that the editor has read, for others to share. */
  readonly models: OpenModels;
}

/** Diagnostics, quick fixes, hovers, inlay hints and code lenses for model files, until disposed of. */
export function registerEditorFeatures(extension: vscode.Uri): EditorFeatures {
  const documents = new ModelDocuments();
  const python = new PythonDocuments(extension);
  const features = vscode.Disposable.from(
    documents,
    python,
    answerIn(cnnJsonAnswers(documents), "convlens"),
    answerIn(pythonAnswers(python), "convlens-python"),
    registerPythonCommands(python),
    registerModelContext(python),
  );
  return { models: new OpenModels(documents, python), dispose: () => features.dispose() };
}

function answerIn(answers: Answers, name: string): vscode.Disposable {
  return vscode.Disposable.from(
    new Diagnostics(answers, name),
    registerQuickFixes(answers),
    registerHovers(answers),
    registerInlays(answers),
    registerLenses(answers),
  );
}
