/** Data sets as folders of IDX files: the bundled MNIST, and people's own. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { type Dataset, readDataset } from "../data/dataset.ts";
import { DatasetError } from "../data/dataset-error.ts";
import { type DatasetPart, datasetFileNames, isGzip } from "../data/dataset-files.ts";
import { CliError, reasonOf } from "./exit.ts";

/** A gzip file of a few bytes can unpack to more than there is memory. */
const mostBytes = 2 ** 30;

/** Throws a `CliError` or a `DatasetError` that names the folder. */
export function readDatasetFolder(folder: string): Dataset {
  const files = {
    trainImages: readPart(folder, "trainImages"),
    trainLabels: readPart(folder, "trainLabels"),
    testImages: readPart(folder, "testImages"),
    testLabels: readPart(folder, "testLabels"),
  };
  try {
    return readDataset(files);
  } catch (error) {
    if (error instanceof DatasetError) throw new DatasetError(`${folder}: ${error.message}`, { cause: error });
    throw error;
  }
}

function readPart(folder: string, part: DatasetPart): Uint8Array {
  const names = datasetFileNames(part);
  const path = names.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (path === undefined) throw new CliError(`${folder}: there is no ${names[0]}, plain or .gz.`);
  try {
    const bytes = readFileSync(path);
    return isGzip(bytes) ? gunzipSync(bytes, { maxOutputLength: mostBytes }) : bytes;
  } catch (error) {
    throw new CliError(`Cannot read ${path}: ${reasonOf(error)}.`);
  }
}

/** The part of MNIST that comes along: 10,000 training and 2,000 test images. */
export function readBundledMnist(): Dataset {
  // Beside dist/ where this is bundled, beside src/ where it is not.
  const candidates = ["../media/mnist", "../../media/mnist"].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const folder = candidates.find((path) => existsSync(path));
  if (folder === undefined) throw new CliError("The bundled MNIST is missing: build the project, or give --data.");
  return readDatasetFolder(folder);
}
