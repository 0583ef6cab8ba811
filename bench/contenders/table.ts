// Who takes part, by the name that --contenders knows; a number behind it (`torch-2`) is how many threads it gets.

import type { BackendName } from "../../src/tensor/backend.ts";
import type { Contender } from "../contender.ts";
import { ConvLens } from "./convlens.ts";
import { ConvNetJs } from "./convnetjs.ts";
import { NumPy } from "./numpy.ts";
import { OnnxRuntimeNode } from "./onnxruntime-node.ts";
import { OnnxRuntimeWeb } from "./onnxruntime-web.ts";
import { Peak } from "./peak.ts";
import { TensorFlowJs } from "./tensorflow-js.ts";
import { Torch } from "./torch.ts";

type Make = (tier: BackendName, threads: number) => Contender;

const threaded: ReadonlyMap<string, Make> = new Map<string, Make>([
  ["convlens", (tier, threads) => new ConvLens({ tier, threads, inParts: true })],
  ["torch", (_, threads) => new Torch(threads, "any")],
  ["onnxruntime-node", (_, threads) => new OnnxRuntimeNode(threads)],
  ["onnxruntime-web", (_, threads) => new OnnxRuntimeWeb(threads)],
]);

const onOneThread: ReadonlyMap<string, Make> = new Map<string, Make>([
  ["torch-avx2", () => new Torch(1, "avx2")],
  ["tfjs-wasm", () => new TensorFlowJs("wasm")],
  ["tfjs-cpu", () => new TensorFlowJs("cpu")],
  ["convnetjs", () => new ConvNetJs()],
  ["numpy", () => new NumPy()],
  ["peak", (tier) => new Peak(tier)],
  ["convlens-simd", () => new ConvLens({ tier: "simd", threads: 1, inParts: true })],
  ["convlens-reference", () => new ConvLens({ tier: "reference", threads: 1, inParts: true })],
  ["convlens-whole", (tier) => new ConvLens({ tier, threads: 1, inParts: false })],
]);

/** Without a word: ConvLens on one thread, with which all are compared, everyone else, and who can once more on two. */
export const usualContenders: readonly string[] = [
  "convlens",
  ...[...threaded.keys(), ...onOneThread.keys()].filter((key) => !key.startsWith("convlens")),
  ...["convlens-2", "torch-2"],
];

/** `torch-2` has two. */
export function threadsOf(key: string): number {
  return Number(/-(\d+)$/.exec(key)?.[1] ?? 1);
}

/** Throws for a name that is not known. */
export function makeContender(key: string, tier: BackendName): Contender {
  const make = onOneThread.get(key) ?? threaded.get(key.replace(/-[1-9]\d*$/, ""));
  if (make) return make(tier, threadsOf(key));
  const known = [...threaded.keys(), ...onOneThread.keys()].join(", ");
  throw new Error(
    `There is no contender ${key}. There are: ${known}; and the first ${threaded.size} with a number of threads, as torch-2.`,
  );
}
