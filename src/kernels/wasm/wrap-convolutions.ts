/** The convolution's three passes: which of the compiled loops serves which sizes and which data. */
import type { Floats } from "../../tensor/floats.ts";
import type { ConvSizes, Kernels } from "../../tensor/kernels.ts";
import { kernelExtent, type Window } from "../../tensor/window.ts";
import type { At, CompiledKernels } from "./wrap.ts";

interface Instance {
  readonly wasm: CompiledKernels;
  readonly at: At;
  setWindow(window: Window): void;
  /** More room in the arena, kept until its end. */
  scratch(length: number): Floats;
}

type Convolutions = Pick<Kernels, "conv2d" | "conv2dInputGradient" | "conv2dKernelGradient">;

/** Below this share of numbers that are not zero, visiting only those wins (measured: docs/performance.md). */
const sparseBelow = 0.4;

export function wrapConvolutions({ wasm, at, setWindow, scratch }: Instance): Convolutions {
  const turnedRoom = growing(scratch);
  const listRoom = growing(scratch);
  const paddedRoom = growing(scratch);

  /** Few enough to be worth a list; groups and a handful of channels are left to the dense loops. */
  function isSparse(dy: Floats, { ci, groups }: ConvSizes): boolean {
    return groups === 1 && ci >= 4 && wasm.countNonZero(at(dy), dy.length) < sparseBelow * dy.length;
  }

  /** Addresses in, sample by sample: a padded copy in the cache costs less than the border's places one by one. */
  function convolve(x: number, k: number, y: number, sizes: ConvSizes, accumulate: boolean): void {
    const { n, ci, co, groups, window } = sizes;
    const { h, w, top, right, bottom, left, oh, ow } = window;
    const [cig, cog] = [ci / groups, co / groups];
    const padded = top >= 0 && left >= 0 && Math.max(top, right, bottom, left) > 0;
    const [height, width] = [h + top + bottom, w + left + right];
    const copy = padded ? at(paddedRoom(height * width * ci)) : 0;
    setWindow(padded ? { ...window, h: height, w: width, top: 0, left: 0 } : window);
    const whole = padded ? n : 1;
    for (let sample = 0; sample < whole; sample++) {
      const image = x + 4 * sample * h * w * ci;
      const out = y + 4 * sample * oh * ow * co;
      if (padded) wasm.padSample(image, copy, h, w, ci, top, left, height, width);
      for (let g = 0; g < groups; g++) {
        const from = padded ? copy : image;
        wasm.conv2d(from, k, out, padded ? 1 : n, ci, g * cig, cig, co, g * cog, cog, accumulate ? 1 : 0);
      }
    }
  }

  return {
    conv2d(x, k, y, sizes) {
      const { n, ci, window } = sizes;
      setWindow(window);
      if (isDepthwise(sizes)) {
        wasm.depthwise(at(x), at(k), at(y), n, ci);
        return;
      }
      convolve(at(x), at(k), at(y), sizes, false);
    },

    conv2dInputGradient(dy, k, dx, sizes) {
      const { n, ci, co, groups, window } = sizes;
      setWindow(window);
      if (isDepthwise(sizes)) {
        wasm.depthwiseInputGradient(at(dy), at(k), at(dx), n, ci);
        return;
      }
      const turned = at(turnedRoom(k.length));
      const taps = window.kh * window.kw;
      const [cig, cog] = [ci / groups, co / groups];
      const sparse = isSparse(dy, sizes);
      const flip = !sparse && groups === 1 && isGathered(window);
      for (let g = 0; g < groups; g++) {
        wasm.transposeTaps(at(k), turned, taps, cig, co, g * cog, cog, flip ? 1 : 0);
        if (sparse) wasm.spreadSparse(at(dy), turned, at(dx), n, ci, co, at(listRoom(2 * co)));
        else if (!flip) wasm.spreadGradient(at(dy), turned, at(dx), n, ci, g * cig, cig, co, g * cog, cog);
      }
      if (!flip) return;
      convolve(at(dy), turned, at(dx), { n, ci: co, co: ci, groups, window: turnedRound(window) }, true);
    },

    conv2dKernelGradient(x, dy, dk, sizes) {
      const { n, ci, co, groups, window } = sizes;
      setWindow(window);
      if (isDepthwise(sizes)) {
        wasm.depthwiseKernelGradient(at(x), at(dy), at(dk), n, ci);
        return;
      }
      if (isSparse(dy, sizes)) {
        const turned = at(turnedRoom(dk.length));
        wasm.kernelGradientSparse(at(x), at(dy), turned, n, ci, co, at(listRoom(4 * window.oh * window.ow)));
        wasm.addTurned(turned, at(dk), window.kh * window.kw, ci, co);
        return;
      }
      const [cig, cog] = [ci / groups, co / groups];
      for (let g = 0; g < groups; g++)
        wasm.kernelGradient(at(x), at(dy), at(dk), n, ci, g * cig, cig, co, g * cog, cog);
    },
  };
}

/** With stride 1 the spread gradient is the gradient itself, and its way back a convolution with the kernel turned by 180 degrees. */
function isGathered({ sh, sw }: Window): boolean {
  return sh === 1 && sw === 1;
}

/** The window of that convolution: over the output's gradient, padded by the kernel's extent less one less the pad. */
function turnedRound({ h, w, kh, kw, rh, rw, top, left, oh, ow, ...rest }: Window): Window {
  const [down, side] = [kernelExtent(kh, rh) - 1, kernelExtent(kw, rw) - 1];
  const pads = { top: down - top, left: side - left, bottom: h - oh + top, right: w - ow + left };
  return { ...rest, ...pads, kh, kw, rh, rw, h: oh, w: ow, oh: h, ow: w };
}

/** Room that is asked for anew only when it has become too small. */
function growing(scratch: (length: number) => Floats): (length: number) => Floats {
  let room: Floats | undefined;
  return (length) => {
    if (room === undefined || room.length < length) room = scratch(length);
    return room;
  };
}

/** One kernel for each channel, which has loops of its own. */
function isDepthwise({ ci, co, groups }: ConvSizes): boolean {
  return groups > 1 && groups === ci && co === ci;
}
