/** The model that the worker works on: the host's text, read here, and networks built from it. */
import { buildNetwork, type Network, type NetworkOptions } from "../engine/network.ts";
import { optimizerSlots } from "../engine/optimizer.ts";
import { partSize } from "../engine/part-size.ts";
import { readCnnJson } from "../formats/cnn-json/read.ts";
import type { ModelDocument } from "../formats/model-document.ts";
import { chooseBackend } from "../kernels/choose-backend.ts";
import { referenceBackend } from "../kernels/reference/backend.ts";
import type { WorkerModel } from "../protocol/worker-contract.ts";

const BYTES_PER_MIB = 1024 * 1024;

export interface OpenModel {
  readonly revision: number;
  readonly document: ModelDocument;
  readonly maxBytes: number;
}

/** Reads the text. A model with mistakes is open too: what cannot be computed is refused where it is built. */
export function openModel(model: WorkerModel): OpenModel {
  return {
    revision: model.revision,
    document: readCnnJson(model.text, model.fileName),
    maxBytes: model.maxMemoryMB * BYTES_PER_MIB,
  };
}

/** For training in batches of up to `batchSize`, with room for the optimizer. Throws an `EngineError` if the model cannot be computed. */
export function buildForTraining(model: OpenModel, batchSize: number): Network {
  return build(model, {
    batchSize: partSize(model.document.graph, model.document.analysis, batchSize),
    inputGradients: false,
    optimizerSlots: optimizerSlots(model.document.training.optimizer),
  });
}

/** For one sample, with the gradient of the image too. Throws an `EngineError` if the model cannot be computed. */
export function buildForOneSample(model: OpenModel): Network {
  return build(model, { batchSize: 1, inputGradients: true, optimizerSlots: 0 });
}

/** The same in float64 with the plain kernels, which judge the others. */
export function buildForChecking(model: OpenModel): Network {
  const needs = { batchSize: 1, inputGradients: true, optimizerSlots: 0 };
  return build(model, needs, { backend: referenceBackend, precision: "float64" });
}

interface Needs {
  readonly batchSize: number;
  readonly inputGradients: boolean;
  readonly optimizerSlots: number;
}

type Arithmetic = Pick<NetworkOptions, "backend" | "precision">;

function build(
  { document: { graph, analysis, training }, maxBytes }: OpenModel,
  needs: Needs,
  arithmetic: Arithmetic = { backend: chooseBackend(), precision: "float32" },
): Network {
  const { seed } = training;
  return buildNetwork(graph, analysis, {
    ...needs,
    ...arithmetic,
    gradients: true,
    seed,
    maxBytes,
  });
}
