// Who takes part, by the name that --contenders knows. The first is what all others are compared with.

import type { BackendName } from "../../src/tensor/backend.ts";
import type { Contender } from "../contender.ts";
import { ConvLens } from "./convlens.ts";
import { ConvNetJs } from "./convnetjs.ts";
import { OnnxRuntimeNode } from "./onnxruntime-node.ts";
import { OnnxRuntimeWeb } from "./onnxruntime-web.ts";
import { Peak } from "./peak.ts";
import { TensorFlowJs } from "./tensorflow-js.ts";
import { Torch } from "./torch.ts";

const makers: ReadonlyMap<string, (tier: BackendName) => Contender> = new Map<string, (tier: BackendName) => Contender>(
  [
    ["convlens", (tier) => new ConvLens({ tier, inParts: true })],
    ["torch", () => new Torch()],
    ["onnxruntime-node", () => new OnnxRuntimeNode()],
    ["onnxruntime-web", () => new OnnxRuntimeWeb()],
    ["tfjs-wasm", () => new TensorFlowJs("wasm")],
    ["tfjs-cpu", () => new TensorFlowJs("cpu")],
    ["convnetjs", () => new ConvNetJs()],
    ["peak", (tier) => new Peak(tier)],
    ["convlens-simd", () => new ConvLens({ tier: "simd", inParts: true })],
    ["convlens-reference", () => new ConvLens({ tier: "reference", inParts: true })],
    ["convlens-whole", (tier) => new ConvLens({ tier, inParts: false })],
  ],
);

/** Without a word: ConvLens once, and everyone else. */
export const usualContenders: readonly string[] = [...makers.keys()].filter((key) => !key.startsWith("convlens-"));

/** Throws for a name that is not known. */
export function makeContender(key: string, tier: BackendName): Contender {
  const make = makers.get(key);
  if (make === undefined) throw new Error(`There is no contender ${key}. There are: ${[...makers.keys()].join(", ")}.`);
  return make(tier);
}
