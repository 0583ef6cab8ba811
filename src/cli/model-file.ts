/** A model file, read: its text, what it says, and where its mistakes stand. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { readCnnJson } from "../formats/cnn-json/read.ts";
import type { ModelDocument } from "../formats/model-document.ts";
import type { FileWeights } from "../formats/onnx/network/file-weights.ts";
import type { Layout } from "../formats/onnx/network/sample.ts";
import type { Shape } from "../tensor/shape.ts";
import { CliError, reasonOf } from "./exit.ts";
import { overrideInput } from "./input-override.ts";
import { placesIn, type TextPlace } from "./text-place.ts";

export interface ModelFile {
  /** As given on the command line. */
  readonly path: string;
  readonly document: ModelDocument;
  placeOf(offset: number): TextPlace;
  readonly own?: OwnNumbers;
}

/** Of a file that has numbers too: its weights, and the order in which values of inputs and nodes stand in it. */
export interface OwnNumbers {
  readonly weights: FileWeights;
  readonly layouts: readonly Layout[];
  readonly inputLayouts: readonly Layout[];
}

/** Throws a `CliError` if there is no such file or if it is of another kind; never for what it says. */
export function readModelFile(path: string): ModelFile {
  const text = readModelText(path);
  return { path, document: readCnnJson(text, basename(path)), placeOf: placesIn(text) };
}

/** The same model on an input of another shape (without the batch). Places are those of the file as it is. */
export function readModelFileFor(input: Shape, path: string): ModelFile {
  const original = readModelText(path);
  const [first, second] = readCnnJson(original, basename(path)).graph.inputs;
  if (first === undefined || second) throw new CliError(`--input gives one shape, and ${path} has several inputs.`);
  const { text, originalOffset } = overrideInput(original, first, input);
  const placeOf = placesIn(original);
  return {
    path,
    document: readCnnJson(text, basename(path)),
    placeOf: (offset) => placeOf(originalOffset(offset)),
  };
}

function readModelText(path: string): string {
  if (!path.endsWith(".cnn.json")) throw new CliError(`${path}: this command reads model files named *.cnn.json.`);
  try {
    // A byte order mark is no part of the text: editors do not count it either.
    return readFileSync(path, "utf8").replace(/^\ufeff/, "");
  } catch (error) {
    throw new CliError(`Cannot read ${path}: ${reasonOf(error)}.`);
  }
}

export function hasErrors({ issues }: ModelDocument): boolean {
  return issues.some(({ severity }) => severity === "error");
}
