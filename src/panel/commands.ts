/** The commands. Each takes a model's address, else it means the model that is active, or was last. */
import * as vscode from "vscode";
import type { TrainingStatus } from "../protocol/training.ts";
import type { PanelCommand } from "./contributed.ts";
import type { Inspector } from "./inspector.ts";
import type { ModelSession } from "./model-session.ts";
import { fileNameOf, type ModelSessions } from "./model-sessions.ts";
import { revealRange } from "./reveal-layer.ts";
import { askForTarget, loadWeights, saveWeights } from "./weights-files.ts";

export interface CommandWorld {
  readonly sessions: ModelSessions;
  readonly inspector: Inspector;
  readonly extension: vscode.Uri;
}

/** `more` is what a caller hands over behind the model's address: a file's address. */
type Action = (session: ModelSession, world: CommandWorld, more: unknown) => Promise<unknown> | unknown;

const actions: Readonly<Record<PanelCommand, Action>> = {
  "convlens.trainCnn": train,
  "convlens.pauseTraining": (session) => session.pause(),
  "convlens.resumeTraining": (session) => session.resume(),
  "convlens.stopTraining": (session) => session.stop(),
  "convlens.resetWeights": (session) => session.resetWeights(),
  "convlens.openInspector": (session, { inspector }) => inspector.open(session),
  "convlens.saveWeights": (session) => save(session),
  "convlens.loadWeights": async (session, _, file) => {
    const report = await loadWeights(session, file instanceof vscode.Uri ? file : undefined);
    if (report) void vscode.window.showInformationMessage(report);
    return report;
  },
};

export interface Arguments {
  readonly model: unknown;
  readonly more: unknown;
}

/** Whatever fails is told to the user in its own words. */
export async function runCommand(
  world: CommandWorld,
  name: PanelCommand,
  { model, more }: Arguments,
): Promise<unknown> {
  try {
    const session = await findSession(world, model, typeof more === "string" ? more : undefined);
    if (session === undefined) {
      const document = model instanceof vscode.Uri ? undefined : vscode.window.activeTextEditor?.document;
      if (document && world.sessions.isModel(document)) throw new Error(whyNoModel(document));
      void offerExample(world, name);
      return undefined;
    }
    world.sessions.activate(session);
    return await actions[name](session, world, more);
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** `name` chooses one of several models in a file. */
async function findSession(
  { sessions, inspector }: CommandWorld,
  model: unknown,
  name: string | undefined,
): Promise<ModelSession | undefined> {
  if (model instanceof vscode.Uri) return sessions.open(await vscode.workspace.openTextDocument(model), name);
  const document = vscode.window.activeTextEditor?.document;
  if (document && sessions.isModel(document)) return sessions.open(document);
  return inspector.session ?? sessions.active;
}

/** A program may only define classes that want arguments, or have no model at all. */
function whyNoModel({ uri }: vscode.TextDocument): string {
  return (
    `${fileNameOf(uri)} builds no model, so there are no values to show. ` +
    "Where its class wants arguments, add a line that builds it, such as net = Net(64)."
  );
}

/** Settles with where the training stands when it has ended. Shows the inspector, so that the curve is seen. */
async function train(session: ModelSession, { inspector }: CommandWorld): Promise<TrainingStatus | undefined> {
  const mistake = session.read.document.issues.find(({ severity }) => severity === "error");
  if (mistake && session.status.state === "idle") {
    void offerToShow(session, `The model cannot be trained: ${mistake.message}`, mistake.range);
    return undefined;
  }
  inspector.open(session);
  return session.train();
}

async function offerToShow(
  session: ModelSession,
  message: string,
  range: Parameters<typeof revealRange>[1],
): Promise<void> {
  const answer = await vscode.window.showErrorMessage(message, "Show");
  if (answer !== "Show") return;
  await revealRange(await vscode.workspace.openTextDocument(vscode.Uri.parse(session.uri)), range);
}

/** Whoever asked for the inspector gets the example in it. */
async function offerExample({ extension, sessions, inspector }: CommandWorld, asked: PanelCommand): Promise<void> {
  const answer = await vscode.window.showInformationMessage(
    "No model is open. Open a *.cnn.json file or PyTorch or Keras source with a model in it, or begin with an example.",
    "Open Example",
  );
  if (answer !== "Open Example") return;
  const { document } = await vscode.window.showTextDocument(
    vscode.Uri.joinPath(extension, "examples", "article.cnn.json"),
  );
  if (asked !== "convlens.openInspector") return;
  const session = await sessions.open(document);
  if (session) inspector.open(session);
}

/** Settles with where the weights are, before the user has read the message. */
async function save(session: ModelSession, target?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const uri = await saveWeights(session, target);
  if (uri) void offerMore(session, uri);
  return uri;
}

async function offerMore(session: ModelSession, uri: vscode.Uri): Promise<void> {
  const answer = await vscode.window.showInformationMessage(
    `The weights are in ${uri.fsPath}.`,
    "Open Folder",
    "Save As…",
  );
  if (answer === "Open Folder") await vscode.commands.executeCommand("revealFileInOS", uri);
  if (answer !== "Save As…") return;
  const other = await askForTarget(session);
  if (other) await save(session, other).catch((error: Error) => vscode.window.showErrorMessage(error.message));
}
