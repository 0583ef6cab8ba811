/**
 * A separable convolution as the two convolutions that it is, with the image between them: the engine computes both at once, so
 * the maps between them, and what comes back to these, are worked out here.
 */
import { imageSizes, type Shape } from "../../src/tensor/shape.ts";
import { windowOf } from "../../src/tensor/window.ts";
import { readLanes, readTaps, sumLanes } from "./arithmetic.ts";
import { type Convolution, kernelOf, type Separable } from "./calculation.ts";
import { type Inspected, readCells } from "./inspected.ts";

export interface SeparableHalves {
  readonly depthwise: Convolution;
  /** Of kernel size 1, over the depthwise maps. */
  readonly pointwise: Convolution;
  /** The depthwise maps [oh, ow, maps], and the gradient of the loss by them. */
  readonly middle: Inspected;
  readonly middleGradient: Inspected;
}

/** `gradient` is the loss's by the sums, before the activation. `undefined` for images that came in pieces. */
export function separableHalves(
  { depthwise, kernel, pointwise, bias }: Separable,
  input: Inspected,
  gradient: Inspected,
): SeparableHalves | undefined {
  if (input.pieces !== undefined || gradient.pieces !== undefined) return undefined;
  const { window, placeChannels: maps } = depthwise;
  const { oh, ow } = window;
  const axis = (size: number) => ({
    input: size,
    kernel: 1,
    stride: 1,
    dilation: 1,
    before: 0,
    after: 0,
    output: size,
  });
  const filters = imageSizes(gradient.shape)?.c ?? 1;
  const shape: Shape = [oh, ow, maps];
  const image = (data: Float32Array): Inspected => ({ shape, data, pieces: undefined });
  return {
    depthwise: { kind: "convolution", reversed: false, connection: depthwise, kernel, bias: undefined },
    pointwise: {
      kind: "convolution",
      reversed: false,
      connection: { window: windowOf(axis(oh), axis(ow)), imageChannels: maps, placeChannels: filters, groups: 1 },
      kernel: pointwise,
      bias,
    },
    middle: image(middleOf(depthwise, kernelOf(depthwise, kernel.value), input)),
    middleGradient: image(backThrough(pointwise.value, gradient.data, maps, filters)),
  };
}

function middleOf(
  connection: Separable["depthwise"],
  kernel: ReturnType<typeof kernelOf>,
  input: Inspected,
): Float32Array {
  const { window, placeChannels } = connection;
  const lanes = Array.from({ length: placeChannels }, (_, map) => readLanes(connection, map)).flat();
  const read = readCells(input);
  const middle = new Float32Array(window.oh * window.ow * placeChannels);
  for (let place = 0; place < window.oh * window.ow; place++) {
    const grid = readTaps(window, { row: Math.floor(place / window.ow), column: place % window.ow });
    middle.set(sumLanes(grid, lanes, read, kernel), place * placeChannels);
  }
  return middle;
}

/** dm[place, map] = sum over filters of g[place, filter] * pointwise[map, filter]. */
function backThrough(pointwise: ArrayLike<number>, g: Float32Array, maps: number, filters: number): Float32Array {
  const sent = new Float32Array((g.length / filters) * maps);
  for (let i = 0; i < sent.length; i++) {
    const [place, map] = [Math.floor(i / maps), i % maps];
    let sum = 0;
    for (let filter = 0; filter < filters; filter++) {
      sum += (g[place * filters + filter] as number) * (pointwise[map * filters + filter] as number);
    }
    sent[i] = sum;
  }
  return sent;
}
