/** The convolution's three passes as single calls: which of the compiled loops serves which sizes and which data. */
import type { Floats } from "../../tensor/floats.ts";
import type { ConvSizes, Kernels } from "../../tensor/kernels.ts";
import { chooseForward, chooseInputPass, chooseKernelPass } from "./choose-pass.ts";
import type { Instance } from "./instance-parts.ts";
import { accumulate, frameSample, planBackward, planForward, planKernelGradient } from "./passes.ts";

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
      const pass = chooseForward(instance, forward, { k: at(k), winograd: true, bias: 0 });
      for (let sample = 0; sample < n; sample++) {
        const image = at(x) + 4 * sample * h * w * ci;
        const from = frameSample(instance, image, { h, w, c: ci }, pass.frame, rooms.sample);
        pass.run(from, { y: at(y) + 4 * sample * oh * ow * co, channels: co, how: 0 });
      }
    },

    conv2dInputGradient(dy, k, dx, sizes) {
      const { n, ci, co, window } = sizes;
      const { h, w, oh, ow } = window;
      if (isDepthwise(sizes)) {
        setWindow(window);
        wasm.depthwiseInputGradient(at(dy), at(k), at(dx), n, ci);
      } else if (isSparse(dy, sizes)) {
        setWindow(window);
        const turned = rooms.turned(k.length);
        for (let tap = 0; tap < window.kh * window.kw; tap++)
          wasm.transposeTap(at(k), turned + 4 * tap * ci * co, tap, ci, co, 0, co);
        wasm.spreadSparse(at(dy), turned, at(dx), n, ci, co, rooms.lists(2 * co));
      } else {
        const plan = planBackward(sizes, table);
        const pass = chooseInputPass(instance, plan, { k: at(k), winograd: true });
        for (let sample = 0; sample < n; sample++) {
          const gradient = at(dy) + 4 * sample * oh * ow * co;
          const from = frameSample(instance, gradient, { h: oh, w: ow, c: co }, pass.frame, rooms.gradient);
          pass.run(from, at(dx) + 4 * sample * h * w * ci, accumulate);
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
        const plan = planKernelGradient(sizes, table);
        const pass = chooseKernelPass(instance, plan, { dk: at(dk), inBlocks: true, winograd: true });
        for (let sample = 0; sample < n; sample++) {
          const image = at(x) + 4 * sample * h * w * ci;
          const from = frameSample(instance, image, { h, w, c: ci }, pass.frame, rooms.sample);
          pass.add(from, at(dy) + 4 * sample * oh * ow * co);
        }
        pass.finish();
      }
    },
  };
}

/** One kernel for each channel, which has loops of its own. */
function isDepthwise({ ci, co, groups }: ConvSizes): boolean {
  return groups > 1 && groups === ci && co === ci;
}
