/** A network's weights or gradients as one row of numbers, one weight after the other. */
import type { Network } from "../engine/network.ts";

/** Writes the weights into the row. */
export function copyWeightsOut(network: Network, row: Float32Array): void {
  let at = 0;
  for (const { value } of network.weights) {
    row.set(value, at);
    at += value.length;
  }
}

/** Takes the weights from the row. */
export function copyWeightsIn(network: Network, row: Float32Array): void {
  let at = 0;
  for (const { value } of network.weights) {
    value.set(row.subarray(at, at + value.length));
    at += value.length;
  }
}

/** Writes the gradients into the row; a weight without one leaves its place alone. */
export function copyGradientsOut(network: Network, row: Float32Array): void {
  let at = 0;
  for (const { value, gradient } of network.weights) {
    if (gradient) row.set(gradient, at);
    at += value.length;
  }
}

/** Gives a function that adds such a row to the gradients. The row goes through the network's arena, where kernels can add. */
export function createGradientSum({ arena, weights }: Network): (row: Float32Array) => void {
  const brought = arena.floats(weights.reduce((sum, { value }) => sum + value.length, 0));
  let at = 0;
  const pairs = weights.flatMap(({ value, gradient }) => {
    const part = brought.subarray(at, at + value.length);
    at += value.length;
    return gradient ? [{ part, gradient }] : [];
  });
  return (row) => {
    brought.set(row);
    for (const { part, gradient } of pairs) arena.kernels.accumulate(part, gradient);
  };
}
