/** The bias that convolutions and dense layers share: one number for each filter, or one for each place of the output. */
import type { Kernels, MatrixSizes } from "../tensor/kernels.ts";
import { channelsOf, type Shape, sizeOf } from "../tensor/shape.ts";
import type { Bias } from "./attribute.ts";
import type { BackwardPass, Pass, WeightSpec } from "./layer.ts";

type Biased = { readonly bias: Bias };

/** [filters], or [oh, ow, filters] for `"perPosition"`; nothing without a bias. `output` is the layer's output shape. */
export function biasWeights(bias: Bias, output: Shape): WeightSpec[] {
  if (bias === false) return [];
  const shape = bias === "perPosition" ? output : [channelsOf(output)];
  return [{ name: "bias", shape, fanIn: 1, fanOut: 1, initializer: "zeros", trainable: true }];
}

export function addBias(kernels: Kernels, pass: Pass<Biased>): void {
  if (pass.attributes.bias !== false) kernels.addBias(pass.output, pass.weight("bias"), rowsOf(pass));
}

export function addBiasGradient(kernels: Kernels, pass: BackwardPass<Biased>): void {
  if (pass.attributes.bias !== false)
    kernels.biasGradient(pass.outputGradient, pass.weightGradient("bias"), rowsOf(pass));
}

/** The output as rows that each take the whole bias: one for each place, or one for each sample. */
function rowsOf(pass: Pass<Biased>): MatrixSizes {
  const { output } = pass.shape;
  const columns = pass.attributes.bias === "perPosition" ? sizeOf(output) : channelsOf(output);
  return { rows: (pass.n * sizeOf(output)) / columns, columns };
}
