/** A data set's files where all threads can read them. */
import { type DatasetFiles, datasetParts } from "../data/dataset-files.ts";
import { shared } from "./exchange.ts";

/** Copies them into shared memory, unless they are there. */
export function shareFiles(files: DatasetFiles): DatasetFiles {
  const copies = datasetParts.map((part) => [part, shareBytes(files[part])]);
  return Object.fromEntries(copies) as DatasetFiles;
}

function shareBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const copy = new Uint8Array(shared(bytes.length));
  copy.set(bytes);
  return copy;
}
