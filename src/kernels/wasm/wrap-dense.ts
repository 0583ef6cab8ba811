/** A dense layer's three passes, as single calls and as a network's layer uses them. */
import type { DenseSizes, Kernels } from "../../tensor/kernels.ts";
import type { Instance } from "./instance-parts.ts";

/** Addresses of the inputs, the weights, the bias or 0, and the outputs. */
export interface DenseArrays {
  readonly x: number;
  readonly k: number;
  readonly bias: number;
  readonly y: number;
}

/** Below this many samples the tiles, which run over four of them, serve a dense layer badly. */
const leastTiled = 4;

/** For several samples a dense layer is a 1 x 1 convolution over a row of n places, so that its tiles run over the batch. */
export function densePass(
  instance: Instance,
  { x, k, bias, y }: DenseArrays,
  { n, i, o }: DenseSizes,
  how: number,
): void {
  const { wasm } = instance;
  if (n >= leastTiled) {
    wasm.convolve(x, k, bias, y, 1, n, 0, 4 * i, 0, 4 * o, 4 * o, o, instance.rooms.ramp(1), 1, i, how);
    return;
  }
  for (let row = 0; row < n; row++) wasm.denseOne(x + 4 * row * i, k, bias, y + 4 * row * o, i, o, how);
}

/** dk [i, o] += x transposed times dy. */
export function denseKernelPass(instance: Instance, x: number, dy: number, dk: number, { n, i, o }: DenseSizes): void {
  const { wasm, rooms } = instance;
  if (n < 3) {
    for (let row = 0; row < n; row++) wasm.denseKernelGradientOne(x + 4 * row * i, dy + 4 * row * o, dk, i, o);
    return;
  }
  const rows = rooms.ramp(i);
  wasm.matrixGradient(x, dy, dk, 1, n, 0, 0, 4 * i, 4 * o, rows, i, 4 * o, o, 1);
}

/** dx [n, i] = dy times k transposed, or += it. */
export function denseInputPass(
  { wasm, rooms }: Instance,
  { dy, k, dx }: { readonly dy: number; readonly k: number; readonly dx: number },
  { n, i, o }: DenseSizes,
  how: number,
): void {
  wasm.denseInputGradient(dy, k, dx, n, i, o, rooms.lists(o + 4), how);
}

/**
 * Both of the two above, into the weights k themselves, where one pass over them does: false where it does not, and nothing
 * has happened.
 */
export function denseStep(
  { wasm, rooms }: Instance,
  { x, dy, k, dx }: { readonly x: number; readonly dy: number; readonly k: number; readonly dx: number },
  { n, i, o }: DenseSizes,
  how: number,
): boolean {
  if (n !== 1 || o % 2 === 1) return false;
  wasm.denseStepOne(x, dy, k, dx, i, o, rooms.lists(2 * o), how);
  return true;
}

export function wrapDense(instance: Instance): Pick<Kernels, "dense" | "denseInputGradient" | "denseKernelGradient"> {
  const { at } = instance;
  return {
    dense: (x, k, y, sizes) => densePass(instance, { x: at(x), k: at(k), bias: 0, y: at(y) }, sizes, 0),
    denseInputGradient: (dy, k, dx, sizes) => denseInputPass(instance, { dy: at(dy), k: at(k), dx: at(dx) }, sizes, 1),
    denseKernelGradient: (x, dy, dk, sizes) => denseKernelPass(instance, at(x), at(dy), at(dk), sizes),
  };
}
