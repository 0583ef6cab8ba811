/** Forward and backward of layers that change no number: flatten, reshape, dropout outside training, activation's own step. */
import type { Kernels } from "../tensor/kernels.ts";
import type { BackwardPass, Pass } from "./layer.ts";

/** y = x. */
export function copyForward(_kernels: Kernels, pass: Pass): void {
  pass.output.set(pass.inputs[0].subarray(0, pass.output.length));
}

/** dx += dy. */
export function copyBackward(kernels: Kernels, pass: BackwardPass): void {
  if (pass.inputGradients[0]) kernels.accumulate(pass.outputGradient, pass.inputGradients[0]);
}
