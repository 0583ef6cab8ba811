/** The model that the worker works on: the host's text, read here, and networks built from it. */
import { buildNetwork, type Network } from "../engine/network.ts";
import { readCnnJson } from "../formats/cnn-json/read.ts";
import type { ModelDocument } from "../formats/model-document.ts";
import { referenceKernels } from "../kernels/reference/kernels.ts";
import type { WorkerModel } from "../protocol/worker-contract.ts";
import { formatShape, sameShape, sizeOf } from "../tensor/shape.ts";
import type { Dataset } from "./dataset.ts";

const BYTES_PER_MIB = 1024 * 1024;

export interface OpenModel {
  readonly revision: number;
  readonly document: ModelDocument;
  readonly maxBytes: number;
}

/** Reads the text; a model with mistakes is open too, only `build` refuses it. */
export function openModel(model: WorkerModel): OpenModel {
  return {
    revision: model.revision,
    document: readCnnJson(model.text, model.fileName),
    maxBytes: model.maxMemoryMB * BYTES_PER_MIB,
  };
}

/** A network with weights by the model's seed. Throws with a message for people if the model cannot be computed. */
export function build({ document, maxBytes }: OpenModel, batchSize: number): Network {
  const mistake = document.issues.find(({ severity }) => severity === "error");
  if (mistake) throw new Error(mistake.message);
  const { graph, analysis, training } = document;
  return buildNetwork(graph, analysis, {
    kernels: referenceKernels,
    precision: "float32",
    batchSize,
    seed: training.seed,
    maxBytes,
  });
}

/** Throws if the data set's samples are not what the model's input takes. */
export function checkInput({ document: { graph } }: OpenModel, { train }: Dataset): void {
  const input = graph.inputs[0]?.shape;
  if (input && sameShape(input, train.shape)) return;
  const found = input ? formatShape(input) : "nothing";
  throw new Error(
    `The model's input is ${found}, but the data set's images are ${formatShape(train.shape)}. ` +
      `Set input to [${train.shape.join(", ")}].`,
  );
}

/** Why the output cannot be compared with the data set's classes; `undefined` if it can. */
export function outputMismatch({ document: { graph, analysis } }: OpenModel, dataset: Dataset): string | undefined {
  const output = analysis.nodes[graph.output];
  const name = graph.nodes[graph.output]?.name;
  if (!output?.known || name === undefined) return "The model has no output.";
  const shape = output.shape.output;
  if (shape.length === 1 && sizeOf(shape) >= dataset.classes) return undefined;
  return (
    `${name} gives ${formatShape(shape)}, but the data set has ${dataset.classes} classes: the last layer must give ` +
    `one number for each. Let the model end with { "type": "dense", "units": ${dataset.classes}, "activation": "softmax" }.`
  );
}
