/** The convolution's three passes as single calls: which of the compiled loops serves which sizes and which data. */
import type { Floats } from "../../tensor/floats.ts";
import type { ConvSizes, Kernels } from "../../tensor/kernels.ts";
import type { Instance } from "./instance-parts.ts";
import {
  accumulate,
  frameSample,
  inputPass,
  kernelPass,
  planBackward,
  planForward,
  planKernelGradient,
  turnTaps,
} from "./passes.ts";
import { choosePass, transformedLength, winogradFits, winogradPays } from "./winograd.ts";

type Convolutions = Pick<Kernels, "conv2d" | "conv2dInputGradient" | "conv2dKernelGradient">;

/** Below this share of numbers that are not zero, visiting only those wins (measured: docs/performance.md). */
const sparseBelow = 0.4;

export function wrapConvolutions(instance: Instance): Convolutions {
  const { wasm, at, setWindow, rooms, write } = instance;
  const table = (offsets: readonly number[]): number => write(rooms.table(offsets.length), offsets);

  /** Few enough to be worth a list; groups and a handful of channels are left to the dense loops. */
  function isSparse(dy: Floats, { ci, groups }: ConvSizes): boolean {
    return groups === 1 && ci >= 4 && wasm.countNonZero(at(dy), dy.length) < sparseBelow * dy.length;
  }

  return {
    conv2d(x, k, y, sizes) {
      const { n, ci, co, window } = sizes;
      const { h, w, oh, ow } = window;
      if (isDepthwise(sizes)) {
        setWindow(window);
        wasm.depthwise(at(x), at(k), at(y), n, ci);
        return;
      }
      const forward = planForward(sizes, table);
      const { frame } = forward.walk;
      const tiled = winogradFits(sizes, frame.width) && winogradPays(sizes, n);
      const transformed = tiled ? rooms.turned(transformedLength(sizes)) : 0;
      const { pass, kernel } = choosePass(instance, sizes, at(k), transformed, n);
      for (let sample = 0; sample < n; sample++) {
        const image = at(x) + 4 * sample * h * w * ci;
        const from = frameSample(instance, image, { h, w, c: ci }, frame, rooms.sample);
        const to = at(y) + 4 * sample * oh * ow * co;
        pass(instance, forward, { x: from, k: kernel, bias: 0 }, { y: to, channels: co, how: 0 });
      }
    },

    conv2dInputGradient(dy, k, dx, sizes) {
      const { n, ci, co, window } = sizes;
      const { h, w, oh, ow } = window;
      const turned = rooms.turned(k.length);
      if (isDepthwise(sizes)) {
        setWindow(window);
        wasm.depthwiseInputGradient(at(dy), at(k), at(dx), n, ci);
      } else if (isSparse(dy, sizes)) {
        setWindow(window);
        for (let tap = 0; tap < window.kh * window.kw; tap++)
          wasm.transposeTap(at(k), turned + 4 * tap * ci * co, tap, ci, co, 0, co);
        wasm.spreadSparse(at(dy), turned, at(dx), n, ci, co, rooms.lists(2 * co));
      } else {
        const pass = planBackward(sizes, table);
        turnTaps(instance, pass, at(k), turned);
        for (let sample = 0; sample < n; sample++) {
          const gradient = at(dy) + 4 * sample * oh * ow * co;
          const from = frameSample(instance, gradient, { h: oh, w: ow, c: co }, pass.walk.frame, rooms.gradient);
          inputPass(instance, pass, { dy: from, turned, dx: at(dx) + 4 * sample * h * w * ci }, accumulate);
        }
      }
    },

    conv2dKernelGradient(x, dy, dk, sizes) {
      const { n, ci, co, window } = sizes;
      const { h, w, oh, ow } = window;
      if (isDepthwise(sizes)) {
        setWindow(window);
        wasm.depthwiseKernelGradient(at(x), at(dy), at(dk), n, ci);
      } else if (isSparse(dy, sizes)) {
        setWindow(window);
        const turned = rooms.turned(dk.length);
        wasm.kernelGradientSparse(at(x), at(dy), turned, n, ci, co, rooms.lists(4 * oh * ow));
        wasm.addTurned(turned, at(dk), window.kh * window.kw, ci, co);
      } else {
        const pass = planKernelGradient(sizes, table);
        for (let sample = 0; sample < n; sample++) {
          const image = at(x) + 4 * sample * h * w * ci;
          const from = frameSample(instance, image, { h, w, c: ci }, pass.walk.frame, rooms.sample);
          kernelPass(instance, pass, { x: from, dy: at(dy) + 4 * sample * oh * ow * co, dk: at(dk) }, true);
        }
      }
    },
  };
}

/** One kernel for each channel, which has loops of its own. */
function isDepthwise({ ci, co, groups }: ConvSizes): boolean {
  return groups > 1 && groups === ci && co === ci;
}
