/** From a model file to a network that can run. */
import { totalmem } from "node:os";
import { buildNetwork, type Network, type NetworkOptions } from "../engine/network.ts";
import type { TrainingOptions } from "../graph/training.ts";
import type { ModelFile } from "./model-file.ts";

type Needs = Omit<NetworkOptions, "precision" | "seed" | "maxBytes">;

/** What one network may take of this machine. */
export const maxBytes = totalmem() / 2;

/** A float32 network, initialized by the seed. Throws an `EngineError` if the model cannot be computed. */
export function loadNetwork({ document }: ModelFile, { seed }: TrainingOptions, needs: Needs): Network {
  const { graph, analysis } = document;
  return buildNetwork(graph, analysis, { ...needs, precision: "float32", seed, maxBytes });
}
