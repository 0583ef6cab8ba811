/**
 * Which parts of an image a class's score rests on, by its gradient. The score y is the class's logit: the value before a
 * softmax at the end, else the output itself.
 *
 * Gradient times input, as in Shrikumar et al., "Not Just a Black Box" (2016), https://arxiv.org/abs/1605.01713, summed over
 * the image's channels k:
 *
 *     M_ij = sum_k x_ijk dy/dx_ijk
 *
 * Grad-CAM, Selvaraju et al. (2017), https://arxiv.org/abs/1610.02391, over the maps A of a layer with Z places each:
 *
 *     alpha_k = 1/Z sum_ij dy/dA_ijk        L_ij = max(0, sum_k alpha_k A_ijk)
 *
 * Both are local: they say what a small change would do, and nothing about what the network would do without the part.
 */
import type { Floats } from "../tensor/floats.ts";
import { imageSizes, sizeOf } from "../tensor/shape.ts";
import { EngineError } from "./engine-error.ts";
import type { GradientStart, Network } from "./network.ts";

/** Values row by row, one for each place. */
export interface PlaceMap {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

export interface GradCam extends PlaceMap {
  /** One for each map. */
  readonly alphas: Float32Array;
}

/** One score for each class, of the last pass's first sample: a view. */
export function scoresOf(network: Network): Floats {
  const { output } = network.plan;
  const shape = output.shape.output;
  if (shape.length !== 1) {
    throw new EngineError(
      `${output.name} gives [${shape.join(", ")}], and saliency needs one score for each class. ` +
        "Let the model end with a dense layer.",
    );
  }
  const values = startOf(network) === "output" ? network.output(output.index) : network.beforeActivation(output.index);
  return values.subarray(0, sizeOf(shape));
}

function startOf({ plan }: Network): GradientStart {
  const type = plan.output.activation?.type;
  return type === "softmax" || type === "logSoftmax" ? "beforeActivation" : "output";
}

/** Fills all gradients of the last pass, of one sample, with those of the class's score. Those of a loss are gone then. */
export function backwardFromClass(network: Network, target: number): void {
  if (!(target in scoresOf(network))) {
    throw new EngineError(`There is no class ${target}: the model gives ${scoresOf(network).length} scores.`);
  }
  network.clearGradients();
  const start = startOf(network);
  network.gradientAt(start)[target] = 1;
  network.backward(start);
}

/** Of the last `backwardFromClass`, in a network with input gradients. */
export function gradientTimesInput(network: Network): PlaceMap {
  const shape = network.plan.inputs[0]?.shape ?? [];
  const { h, w, c } = imageSizes(shape) ?? { h: 1, w: sizeOf(shape), c: 1 };
  const [x, dx] = [network.inputs[0] ?? [], network.inputGradient(0)];
  const data = new Float32Array(h * w);
  for (let place = 0; place < data.length; place++) {
    let sum = 0;
    for (let k = place * c; k < (place + 1) * c; k++) sum += (x[k] as number) * (dx[k] as number);
    data[place] = sum;
  }
  return { rows: h, columns: w, data };
}

/** Of the last `backwardFromClass`, over the output of the node. */
export function gradCam(network: Network, node: number): GradCam {
  const plan = network.plan.nodes.find(({ index }) => index === node);
  const sizes = plan && imageSizes(plan.shape.output);
  if (plan === undefined || sizes === undefined) {
    throw new EngineError(
      `Grad-CAM looks at feature maps, and ${plan?.name ?? "that layer"} has none. Choose another.`,
    );
  }
  const { h, w, c } = sizes;
  const [maps, gradient] = [network.output(node), network.outputGradient(node)];
  const alphas = new Float32Array(c);
  for (let i = 0; i < h * w * c; i++) alphas[i % c] = (alphas[i % c] as number) + (gradient[i] as number) / (h * w);
  const data = Float32Array.from({ length: h * w }, (_, place) => Math.max(0, weighted(maps, alphas, place)));
  return { rows: h, columns: w, data, alphas };
}

function weighted(maps: Floats, alphas: Float32Array, place: number): number {
  return alphas.reduce((sum, alpha, k) => sum + alpha * (maps[place * alphas.length + k] as number), 0);
}
