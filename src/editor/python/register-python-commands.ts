/** The commands for PyTorch and Keras source. Each takes a document's address and a model's name, else means what is active. */
import * as vscode from "vscode";
import { compareWithHead } from "./compare-with-head.ts";
import { activeDocument } from "./notebook-of.ts";
import type { PythonDocument, PythonDocuments, PythonService } from "./python-documents.ts";
import { Reports } from "./reports.ts";
import { setInputShape } from "./set-input-shape.ts";
import { insertShapeComments } from "./shape-comments.ts";
import { showSummary } from "./show-summary.ts";

export interface PythonTarget {
  readonly document: vscode.TextDocument;
  readonly read: PythonDocument;
  /** The model that is meant; `undefined` if the file has none. */
  readonly model: PythonDocument["models"][number] | undefined;
  readonly service: PythonService;
}

export interface PythonWorld {
  readonly documents: PythonDocuments;
  readonly reports: Reports;
}

type Action = (target: PythonTarget, world: PythonWorld) => Promise<unknown>;

const actions: Readonly<Record<string, Action>> = {
  "convlens.setInputShape": setInputShape,
  "convlens.insertShapeComments": insertShapeComments,
  "convlens.showModelSummary": showSummary,
  "convlens.compareWithHead": compareWithHead,
};

export function registerPythonCommands(documents: PythonDocuments): vscode.Disposable {
  const world = { documents, reports: new Reports() };
  return vscode.Disposable.from(
    world.reports,
    ...Object.entries(actions).map(([name, action]) =>
      vscode.commands.registerCommand(name, (uri: unknown, model: unknown) => run(world, action, uri, model)),
    ),
  );
}

async function run(world: PythonWorld, action: Action, uri: unknown, model: unknown): Promise<unknown> {
  try {
    const target = await findTarget(world, uri, model);
    if (target) return await action(target, world);
    void vscode.window.showInformationMessage("Open a Python file that imports torch, keras or tensorflow first.");
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
  return undefined;
}

async function findTarget({ documents }: PythonWorld, uri: unknown, name: unknown): Promise<PythonTarget | undefined> {
  const document = uri instanceof vscode.Uri ? await vscode.workspace.openTextDocument(uri) : activeDocument();
  if (document === undefined || !documents.isModel(document)) return undefined;
  await documents.prepare();
  return documents.ask(document, (service, read) => {
    const model = named(read, name) ?? modelAtCursor(document, read) ?? read.models[0];
    return { document, read, model, service };
  });
}

/** A code lens also names classes that are built with letters. */
function named({ models, sketches }: PythonTarget["read"], name: unknown): PythonTarget["model"] {
  return [...models, ...sketches].find((each) => each.name === name);
}

/** The model whose class or function the cursor stands in. */
function modelAtCursor(document: vscode.TextDocument, read: PythonTarget["read"]): PythonTarget["model"] {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document !== document) return undefined;
  const offset = document.offsetAt(editor.selection.active);
  return read.models.find(({ whole }) => whole && whole.start <= offset && offset <= whole.end);
}
