/** The data set that the host read: four IDX files, plain or gzip. */
import { type Dataset, readDataset } from "../data/dataset.ts";
import { isGzip } from "../data/dataset-files.ts";
import type { DatasetBytes, DatasetSummary } from "../protocol/worker-contract.ts";
import { shareFiles } from "../threads/share-files.ts";
import type { Platform } from "./platform.ts";

/** Rejects with a message for people if the files are not what they should be. */
export async function unpackDataset(bytes: DatasetBytes, platform: Platform): Promise<Dataset> {
  const unpack = (name: string, packed: Uint8Array): Promise<Uint8Array> => unpackFile(name, packed, platform);
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all([
    unpack("training images", bytes.trainImages),
    unpack("training labels", bytes.trainLabels),
    unpack("test images", bytes.testImages),
    unpack("test labels", bytes.testLabels),
  ]);
  const files = { trainImages, trainLabels, testImages, testLabels };
  return readDataset(platform.helpers ? shareFiles(files) : files);
}

export function summarize({ train, test }: Dataset): DatasetSummary {
  return { train: train.count, test: test.count, shape: train.shape, classes: train.classes };
}

async function unpackFile(name: string, bytes: Uint8Array, platform: Platform): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  try {
    return await platform.gunzip(bytes);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The ${name} are a damaged gzip file (${why}). Copy the file anew.`, { cause: error });
  }
}
