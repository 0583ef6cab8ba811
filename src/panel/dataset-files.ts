/** Reads the data set that a model names: the bundled MNIST, or IDX files in a folder beside the model. */
import * as vscode from "vscode";
import { type DatasetPart, datasetFileNames } from "../data/dataset-files.ts";
import type { DatasetBytes } from "../protocol/worker-contract.ts";
import { fileErrorText, readIfThere } from "./folder.ts";

const BUNDLED = "mnist";

/** The files as they lie there; the worker unpacks them. `extension`: where the bundled ones are. Rejects with a message for people. */
export async function readDatasetFiles(extension: vscode.Uri, model: vscode.Uri, name: string): Promise<DatasetBytes> {
  const folder =
    name === BUNDLED
      ? vscode.Uri.joinPath(extension, "media", BUNDLED)
      : vscode.Uri.joinPath(model, "..", ...name.split(/[\\/]/));
  const part = (which: DatasetPart): Promise<Uint8Array> => readPart(folder, name, which);
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all([
    part("trainImages"),
    part("trainLabels"),
    part("testImages"),
    part("testLabels"),
  ]);
  return { trainImages, trainLabels, testImages, testLabels };
}

async function readPart(folder: vscode.Uri, name: string, part: DatasetPart): Promise<Uint8Array> {
  const names = datasetFileNames(part);
  for (const fileName of names) {
    const bytes = await read(vscode.Uri.joinPath(folder, fileName), name);
    if (bytes) return bytes;
  }
  throw new Error(
    `The data set ${JSON.stringify(name)} has no file ${names[0]} (or ${names[1]}) in ${folder.fsPath}. ` +
      `Put IDX files there, or set "dataset" to "${BUNDLED}".`,
  );
}

async function read(uri: vscode.Uri, name: string): Promise<Uint8Array | undefined> {
  try {
    return await readIfThere(uri);
  } catch (error) {
    throw new Error(`The data set ${JSON.stringify(name)} cannot be read: ${fileErrorText(error)}`, { cause: error });
  }
}
