/** Which of a framework's parameters is which weight of ours, and how its axes are turned. */
import type { ForeignWeight } from "../../graph/graph.ts";
import type { OwnedParameter } from "../../python/framework.ts";
import type { Shape } from "../../tensor/shape.ts";
import type { FrameworkName } from "./python-document.ts";

/** PyTorch's names for a normalization's numbers; a kernel is a `weight` of two or four axes. */
const TORCH_NAMES: Readonly<Record<string, string>> = {
  bias: "bias",
  running_mean: "movingMean",
  running_var: "movingVariance",
};

const KERAS_NAMES: Readonly<Record<string, string>> = {
  kernel: "kernel",
  depthwise_kernel: "depthwiseKernel",
  pointwise_kernel: "pointwiseKernel",
  bias: "bias",
  gamma: "gamma",
  beta: "beta",
  moving_mean: "movingMean",
  moving_variance: "movingVariance",
};

/** For one layer's parameters. `flattened`: the image behind the vector that a dense layer reads. */
export function foreignWeights(
  framework: FrameworkName,
  parameters: readonly OwnedParameter[],
  flattened: Shape | undefined,
): ForeignWeight[] {
  const isNorm = parameters.some(({ name, shape }) => name === "weight" && shape.length === 1);
  return parameters.flatMap(({ name, path, shape }) => {
    const rank = shape.length;
    const weight = framework === "keras" ? KERAS_NAMES[name] : torchName(name, isNorm);
    if (weight === undefined) return [];
    const axes =
      framework === "torch" && weight === "kernel" ? turned(rank) : Array.from({ length: rank }, (_, axis) => axis);
    return [{ weight, name: path, axes, ...(flattened && weight === "kernel" && rank === 2 && { flattened }) }];
  });
}

function torchName(name: string, isNorm: boolean): string | undefined {
  if (name === "weight") return isNorm ? "gamma" : "kernel";
  return name === "bias" && isNorm ? "beta" : TORCH_NAMES[name];
}

/** [o, i, kh, kw] as [kh, kw, i, o], and [o, i] as [i, o]. A transposed convolution's [i, o, kh, kw] as [kh, kw, o, i] is the same turn. */
function turned(rank: number): number[] {
  return rank === 4 ? [2, 3, 1, 0] : [1, 0];
}
