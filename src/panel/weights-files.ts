/** Weights in files beside the model: `article.cnn.json` has `article.safetensors`. */
import * as vscode from "vscode";
import type { WeightsReport } from "../protocol/worker-contract.ts";
import { exists, fileErrorText, writeWhole } from "./folder.ts";
import type { ModelSession } from "./model-session.ts";
import { fileNameOf } from "./model-sessions.ts";

const EXTENSION = ".safetensors";
const filters = { "Safetensors weights": ["safetensors"] };

/** Files that this window wrote: written again without asking. */
const written = new Set<string>();

/** Writes the model's weights beside it, or to `target`. Gives where they are; `undefined` if the user did not want it. */
export async function saveWeights(session: ModelSession, target?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const uri = target ?? weightsUri(session);
  const isForeign = target === undefined && !written.has(uri.toString()) && (await exists(uri));
  if (isForeign && !(await mayReplace(uri))) return undefined;
  const bytes = await session.weightsFile();
  try {
    await writeWhole(uri, bytes);
  } catch (error) {
    throw new Error(
      `The weights could not be written to ${uri.fsPath}: ${fileErrorText(error)} ` +
        "They are still there in the editor: save them to another folder.",
      { cause: error },
    );
  }
  written.add(uri.toString());
  return uri;
}

/** Where “Save As…” puts them. */
export function askForTarget(session: ModelSession): Thenable<vscode.Uri | undefined> {
  return vscode.window.showSaveDialog({ defaultUri: weightsUri(session), filters, title: "Save Weights" });
}

/** Takes the file's weights into the model. `undefined` if the user chose none. Rejects with a message for people. */
export async function loadWeights(session: ModelSession, chosen?: vscode.Uri): Promise<string | undefined> {
  const uri = chosen ?? (await chooseFile(session));
  if (uri === undefined) return undefined;
  const fileName = fileNameOf(uri);
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    return reportInWords(fileName, await session.loadWeightsFile(bytes, fileName));
  } catch (error) {
    throw new Error(`${fileName} was not loaded, the weights are as they were. ${fileErrorText(error)}`, {
      cause: error,
    });
  }
}

function weightsUri({ uri, read }: ModelSession): vscode.Uri {
  const model = vscode.Uri.parse(uri);
  const name = read.fileName.replace(/\.(?:cnn\.json|py)$/i, "") + EXTENSION;
  return vscode.Uri.joinPath(model, "..", name);
}

async function mayReplace(uri: vscode.Uri): Promise<boolean> {
  const answer = await vscode.window.showWarningMessage(
    `${fileNameOf(uri)} exists already. Replace it with this model's weights?`,
    "Replace",
  );
  return answer === "Replace";
}

/** The only weights file beside the model, or the one that the user picks. */
async function chooseFile(session: ModelSession): Promise<vscode.Uri | undefined> {
  const folder = vscode.Uri.joinPath(vscode.Uri.parse(session.uri), "..");
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const names = entries.map(([name]) => name).filter((name) => name.endsWith(EXTENSION));
  const [only] = names;
  if (names.length === 1 && only) return vscode.Uri.joinPath(folder, only);
  if (names.length === 0) return openDialog(folder);
  const other = "Another folder…";
  const picked = await vscode.window.showQuickPick([...names, other], { title: "Load Weights" });
  if (picked === other) return openDialog(folder);
  return picked === undefined ? undefined : vscode.Uri.joinPath(folder, picked);
}

async function openDialog(defaultUri: vscode.Uri): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({ defaultUri, filters, title: "Load Weights" });
  return picked?.[0];
}

/** What was loaded, and what was not. */
export function reportInWords(fileName: string, { loaded, missing, unused }: WeightsReport): string {
  const sentences = [`${loaded.length} weights were loaded from ${fileName}.`];
  if (missing.length > 0) sentences.push(`Not in the file, so left as they were: ${missing.join(", ")}.`);
  if (unused.length > 0) sentences.push(`In the file, but not in the model: ${unused.join(", ")}.`);
  return sentences.join(" ");
}
