/** The model that the worker works on, as the host read it, and networks built from it. */
import { EngineError } from "../engine/engine-error.ts";
import { buildNetwork, type Network, type NetworkOptions } from "../engine/network.ts";
import { mostSlots, optimizerSlots } from "../engine/optimizer.ts";
import { partSize } from "../engine/part-size.ts";
import { refuseBroken } from "../engine/plan.ts";
import { analyse } from "../graph/analyse.ts";
import type { Analysis } from "../graph/analysis.ts";
import { beginningOf, computableLayers } from "../graph/beginning.ts";
import type { Graph } from "../graph/graph.ts";
import { fromPortable, type PortableModel } from "../graph/portable.ts";
import type { TrainingOptions } from "../graph/training.ts";
import { chooseBackend, explainMissing } from "../kernels/choose-backend.ts";
import { referenceBackend } from "../kernels/reference/backend.ts";
import type { WorkerModel } from "../protocol/worker-contract.ts";
import type { Backend } from "../tensor/backend.ts";

const BYTES_PER_MIB = 1024 * 1024;

/** What is computed and how it is trained; the text with its places stays with the host. */
export interface RunnableModel {
  readonly graph: Graph;
  readonly analysis: Analysis;
  readonly training: TrainingOptions;
  /** The first error of the file. */
  readonly mistake: string | undefined;
}

export interface OpenModel {
  readonly revision: number;
  readonly document: RunnableModel;
  readonly maxBytes: number;
  /** What is looked at: all of it, or what stands before its first mistake. */
  readonly looked: Pick<RunnableModel, "graph" | "analysis">;
  /** As it was posted. */
  readonly portable: PortableModel;
  readonly backend: Backend;
  /** Why it is not the one that was asked for. */
  readonly missing: string | undefined;
  /** The most threads; 0: as many as there are cores. */
  readonly threads: number;
}

/** A model with mistakes is open too, for its beginning; what cannot be computed is refused where it is built. */
export function openModel({ revision, model, mistake, maxMemoryMB, engine }: WorkerModel): OpenModel {
  const graph = fromPortable(model);
  const analysis = analyse(graph);
  const count = computableLayers(graph, analysis);
  const beginning = beginningOf(graph, count > 0 ? count : graph.nodes.length);
  const wanted = engine?.kernels ?? "auto";
  const backend = chooseBackend(wanted);
  return {
    revision,
    document: { graph, analysis, training: model.training, mistake },
    looked: beginning === graph ? { graph, analysis } : { graph: beginning, analysis: analyse(beginning) },
    maxBytes: maxMemoryMB * BYTES_PER_MIB,
    portable: model,
    backend,
    missing: explainMissing(wanted, backend),
    threads: engine?.threads ?? 0,
  };
}

/**
 * For training in batches of up to `batchSize`, with room for any optimizer, so that it can be changed; where memory does
 * not allow it for the file's own alone. Throws an `EngineError` if the model cannot be computed.
 */
export function buildForTraining(model: OpenModel, batchSize: number): Network {
  const { graph, analysis, training } = model.document;
  const needs = { batchSize: partSize(graph, analysis, batchSize), inputGradients: false, observed: "output" } as const;
  try {
    return build(model, { ...needs, optimizerSlots: mostSlots });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return build(model, { ...needs, optimizerSlots: optimizerSlots(training.optimizer) });
  }
}

const EVALUATED_AT_ONCE = 32;

/** For looking at many samples without learning from them. Throws an `EngineError` if the model cannot be computed. */
export function buildForEvaluation(model: OpenModel): Network {
  const { graph, analysis } = model.document;
  const batchSize = partSize(graph, analysis, EVALUATED_AT_ONCE);
  return build(model, { batchSize, inputGradients: false, optimizerSlots: 0, gradients: false, observed: "output" });
}

/**
 * For one sample, with the gradient of the image too; of a broken model what stands before its mistake. Throws an
 * `EngineError` if nothing of it can be computed.
 */
export function buildForOneSample(model: OpenModel): Network {
  const beginning = { ...model, document: { ...model.document, ...model.looked } };
  return build(beginning, { batchSize: 1, inputGradients: true, optimizerSlots: 0 });
}

/** Throws an `EngineError` if only the model's beginning can be computed. */
export function refuseBeginning({ document, looked }: OpenModel): void {
  if (looked.graph !== document.graph) refuseBroken(document.graph, document.analysis);
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
  /** Without the word: yes. */
  readonly gradients?: boolean;
  readonly observed?: "everything" | "output";
}

type Arithmetic = Pick<NetworkOptions, "backend" | "precision">;

function build(
  { document: { graph, analysis, training }, maxBytes, backend, missing }: OpenModel,
  needs: Needs,
  arithmetic: Arithmetic = { backend, precision: "float32" },
): Network {
  if (missing !== undefined) throw new EngineError(`${missing} Set convlens.engine.kernels to "auto".`);
  const { seed } = training;
  return buildNetwork(graph, analysis, {
    gradients: true,
    ...needs,
    ...arithmetic,
    seed,
    maxBytes,
  });
}
