// What the engine says without an editor: what walks compare the inspector's numbers with.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../../../scripts/root.ts";
import { train } from "../../../src/engine/train.ts";
import { readCnnJson } from "../../../src/formats/cnn-json/read.ts";
import { readSafetensors } from "../../../src/formats/safetensors.ts";
import { toWorker } from "../../../src/panel/to-worker.ts";
import type { NamedTensors } from "../../../src/tensor/named-tensor.ts";
import { unpackDataset } from "../../../src/worker/dataset.ts";
import { nodePlatform } from "../../../src/worker/node-platform.ts";
import { buildForTraining, openModel } from "../../../src/worker/open-model.ts";
import type { Workbench } from "./workbench.ts";

/** Of the first batches of the model's training. */
export async function firstLosses({ folder }: Workbench, fileName: string, count: number): Promise<number[]> {
  const packed = (name: string): Uint8Array => readFileSync(inRoot("media", "mnist", `${name}.gz`));
  const files = {
    trainImages: packed("train-images-idx3-ubyte"),
    trainLabels: packed("train-labels-idx1-ubyte"),
    testImages: packed("t10k-images-idx3-ubyte"),
    testLabels: packed("t10k-labels-idx1-ubyte"),
  };
  const text = readFileSync(join(folder, fileName), "utf8");
  const document = toWorker(readCnnJson(text, fileName));
  const model = openModel({ revision: 1, ...document, weights: undefined, maxMemoryMB: 1024 });
  const { training } = model.document;
  const steps = train(buildForTraining(model, training.batchSize), await unpackDataset(files, nodePlatform), training);
  const losses: number[] = [];
  for (const event of steps) {
    if (event.kind === "step") losses.push(event.loss);
    if (losses.length === count) break;
  }
  return losses;
}

/** What the command line prints as JSON for a file of the walk's folder. */
export function shapesOf({ folder }: Workbench, fileName: string): { layers: { params: number; macs: number }[] } {
  return JSON.parse(convlens(["shapes", join(folder, fileName), "--json"]));
}

/** All outputs and gradients of the command line's pass over a test image, with a weights file of the walk's folder. */
export function runOn({ folder }: Workbench, fileName: string, weights: string, image: number): NamedTensors {
  const at = (name: string): string => join(folder, name);
  const dump = at("walk.safetensors");
  convlens(["run", at(fileName), "--weights", at(weights), "--input", `mnist:${image}`, "--dump", dump]);
  return readSafetensors(readFileSync(dump));
}

function convlens(options: readonly string[]): string {
  return execFileSync(process.execPath, [inRoot("dist", "cli.js"), ...options], { encoding: "utf8" });
}
