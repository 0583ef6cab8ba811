/** What a model's first layer wants: its channels or features, and so the form of the model's input. */
import type { Framework } from "../../python/framework.ts";
import type { Operation } from "../../python/trace.ts";
import type { Instance } from "../../python/value.ts";
import { letter } from "../../tensor/dim/sum.ts";
import type { Dim } from "../../tensor/dim.ts";
import type { InputShape } from "./model-input.ts";

export interface FirstLayer {
  readonly kind: "image" | "sequence" | "volume" | "features";
  /** Channels or features. */
  readonly size: number;
}

const IMAGE = /^(?:Lazy)?Conv(?:Transpose)?2d$/;
const SEQUENCE = /^(?:Lazy)?Conv(?:Transpose)?1d$/;
const VOLUME = /^(?:Lazy)?Conv(?:Transpose)?3d$/;

/** Of the first executed module that states its input; `undefined` if none does. */
export function firstLayerOf(operations: readonly Operation[], framework: Framework): FirstLayer | undefined {
  for (const { module, type } of operations) {
    const size = module && statedSize(framework, module);
    if (size === undefined) continue;
    if (IMAGE.test(type)) return { kind: "image", size };
    if (SEQUENCE.test(type)) return { kind: "sequence", size };
    if (VOLUME.test(type)) return { kind: "volume", size };
    if (type === "Linear") return { kind: "features", size };
  }
  return undefined;
}

function statedSize(framework: Framework, module: Instance): number | undefined {
  const value = (framework.argumentOf(module, "in_channels") ?? framework.argumentOf(module, "in_features"))?.value;
  return typeof value === "number" ? value : undefined;
}

/** With letters for the sizes that the layer leaves open: `[1, 3, H, W]`. */
export function symbolicShape({ kind, size }: FirstLayer): InputShape {
  const open: Readonly<Record<FirstLayer["kind"], readonly Dim[]>> = {
    features: [],
    sequence: [letter("L")],
    image: [letter("H"), letter("W")],
    volume: [letter("D"), letter("H"), letter("W")],
  };
  return [1, size, ...open[kind]];
}
