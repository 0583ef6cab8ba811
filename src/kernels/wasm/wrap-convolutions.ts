/** The convolution's three passes: which of the compiled loops serves which sizes and which data. */
import type { Floats } from "../../tensor/floats.ts";
import type { ConvSizes, Kernels } from "../../tensor/kernels.ts";
import type { Window } from "../../tensor/window.ts";
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

  /** Few enough to be worth a list; groups and a handful of channels are left to the dense loops. */
  function isSparse(dy: Floats, { ci, groups }: ConvSizes): boolean {
    return groups === 1 && ci >= 4 && wasm.countNonZero(at(dy), dy.length) < sparseBelow * dy.length;
  }

  return {
    conv2d(x, k, y, sizes) {
      const { n, ci, co, groups, window } = sizes;
      setWindow(window);
      if (isDepthwise(sizes)) {
        wasm.depthwise(at(x), at(k), at(y), n, ci);
        return;
      }
      const [cig, cog] = [ci / groups, co / groups];
      for (let g = 0; g < groups; g++) wasm.conv2d(at(x), at(k), at(y), n, ci, g * cig, cig, co, g * cog, cog);
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
      for (let g = 0; g < groups; g++) {
        wasm.transposeTaps(at(k), turned, taps, cig, co, g * cog, cog);
        if (sparse) wasm.spreadSparse(at(dy), turned, at(dx), n, ci, co, at(listRoom(2 * co)));
        else wasm.spreadGradient(at(dy), turned, at(dx), n, ci, g * cig, cig, co, g * cog, cog);
      }
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
