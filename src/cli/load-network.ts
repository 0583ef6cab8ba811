/** From a model file to a network that can run. */
import { totalmem } from "node:os";
import { buildNetwork, type Network, type NetworkOptions } from "../engine/network.ts";
import type { TrainingOptions } from "../graph/training.ts";
import { CliError } from "./exit.ts";
import type { ModelFile } from "./model-file.ts";

type Needs = Omit<NetworkOptions, "precision" | "seed" | "maxBytes">;

/** What one network may take of this machine. */
export const maxBytes = totalmem() / 2;

/** A float32 network with the file's own weights, else initialized by the seed. Throws an `EngineError` if the model cannot be computed. */
export function loadNetwork({ document, own }: ModelFile, { seed }: TrainingOptions, needs: Needs): Network {
  const { graph, analysis } = document;
  const network = buildNetwork(graph, analysis, { ...needs, precision: "float32", seed, maxBytes });
  if (own) network.loadWeights(own.weights.tensors);
  return network;
}

/** Throws a `CliError` if the file ought to have weights and has not; others that are given take their place. */
export function requireWeights({ path, own }: ModelFile, given: string | undefined): void {
  const missing = own?.weights.missing;
  if (missing !== undefined && given === undefined) {
    throw new CliError(
      `${path}: ${missing} Give --weights W.safetensors, or export the model with its weights inside.`,
    );
  }
}
