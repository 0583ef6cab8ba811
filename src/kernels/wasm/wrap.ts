/**
 * The compiled kernels behind the `Kernels` interface: arrays become their addresses in the instance's memory. What is not
 * here has no fast twin; what a twin cannot do (another activation than ReLU, say) is handed on to the reference.
 */
import type { RoomSizes } from "../../tensor/backend.ts";
import type { Kernels } from "../../tensor/kernels.ts";
import { referenceKernels } from "../reference/kernels.ts";
import { type At, type Instance, openRooms } from "./instance-parts.ts";
import { wrapConvolutions } from "./wrap-convolutions.ts";
import { wrapDense } from "./wrap-dense.ts";

type Call = (...args: number[]) => number;

/** The exports of src/kernels/wasm/assembly/index.ts. */
export type CompiledKernels = Readonly<
  Record<
    | "setWindow"
    | "countNonZero"
    | "convolve"
    | "convolveTrimmed"
    | "useWideTiles"
    | "transformKernel"
    | "transformInput"
    | "transformOutput"
    | "transformKernelLarge"
    | "transformInputLarge"
    | "transformOutputLarge"
    | "transformKernelStrided"
    | "transformInputStrided"
    | "transformOutputStrided"
    | "multiplyPlanes"
    | "multiplyPlanesStrided"
    | "transformGradient"
    | "addTransformed"
    | "padSample"
    | "cropSample"
    | "clear"
    | "transposeTap"
    | "packPanel"
    | "matrixGradient"
    | "matrixGradientTrimmed"
    | "poolMap"
    | "maskByRelu"
    | "listByChannel"
    | "gatherKernel"
    | "turnKernel"
    | "addTurnedKernel"
    | "spreadPooled"
    | "depthwise"
    | "depthwiseInputGradient"
    | "depthwiseKernelGradient"
    | "denseOne"
    | "denseInputGradient"
    | "denseKernelGradientOne"
    | "denseStepOne"
    | "spreadSparse"
    | "kernelGradientSparse"
    | "addTurned"
    | "maxPool2d"
    | "maxPool2dInputGradient"
    | "addBias"
    | "biasGradient"
    | "relu"
    | "reluGradient"
    | "relu6"
    | "relu6Gradient"
    | "channelStatistics"
    | "normalizeChannels"
    | "normalizeChannelsGradient"
    | "multiply"
    | "multiplyAdd"
    | "accumulate"
    | "descend"
    | "adam",
    Call
  >
>;

/** `take` gives room in the instance's memory; it is asked rarely, and for more each time. */
export function openInstance(
  wasm: CompiledKernels,
  buffer: ArrayBufferLike,
  take: (length: number) => number,
  planned?: RoomSizes,
): Instance {
  const write = (at: number, numbers: readonly number[]): number => {
    new Int32Array(buffer, at, numbers.length).set(numbers);
    return at;
  };
  return {
    wasm,
    take,
    write,
    rooms: openRooms(take, write, planned),
    at(array) {
      if (array.buffer !== buffer) throw new RangeError("A fast kernel was given an array from outside of its arena.");
      return array.byteOffset;
    },
    setWindow({ h, w, kh, kw, sh, sw, rh, rw, top, left, oh, ow }) {
      wasm.setWindow(h, w, kh, kw, sh, sw, rh, rw, top, left, oh, ow);
    },
  };
}

export function wrapKernels(instance: Instance): Partial<Kernels> {
  const { wasm, at, setWindow } = instance;
  return {
    ...wrapConvolutions(instance),
    ...wrapDense(instance),
    ...elementwise(wasm, at),
    ...normalization(wasm, at),

    maxPool2d(x, y, argmax, { n, c, window }) {
      setWindow(window);
      wasm.maxPool2d(at(x), at(y), at(argmax), n, c);
    },
    maxPool2dInputGradient(dy, argmax, dx, { n, c, window: { h, w, oh, ow } }) {
      wasm.maxPool2dInputGradient(at(dy), at(argmax), at(dx), n, oh * ow * c, h * w * c);
    },
  };
}

function elementwise(wasm: CompiledKernels, at: At) {
  const kernels: Pick<
    Kernels,
    | "addBias"
    | "biasGradient"
    | "activate"
    | "activateGradient"
    | "multiply"
    | "multiplyGradient"
    | "accumulate"
    | "sgdUpdate"
    | "adamUpdate"
  > = {
    addBias: (y, b, { rows, columns }) => wasm.addBias(at(y), at(b), rows, columns),
    biasGradient: (dy, db, { rows, columns }) => wasm.biasGradient(at(dy), at(db), rows, columns),
    activate(activation, x, y, sizes) {
      if (activation.type === "relu") wasm.relu(at(x), at(y), x.length);
      else if (activation.type === "relu6") wasm.relu6(at(x), at(y), x.length);
      else referenceKernels.activate(activation, x, y, sizes);
    },
    activateGradient(activation, x, y, dy, dx, sizes) {
      if (activation.type === "relu") wasm.reluGradient(at(x), at(dy), at(dx), x.length);
      else if (activation.type === "relu6") wasm.relu6Gradient(at(x), at(dy), at(dx), x.length);
      else referenceKernels.activateGradient(activation, x, y, dy, dx, sizes);
    },
    multiply: (x, factor, y) => wasm.multiply(at(x), at(factor), at(y), y.length),
    multiplyGradient: (dy, factor, dx) => wasm.multiplyAdd(at(dy), at(factor), at(dx), dx.length),
    accumulate: (x, y) => wasm.accumulate(at(x), at(y), y.length),
    sgdUpdate(weight, gradient, velocity, step) {
      const plain = step.momentum === 0 && step.weightDecay === 0;
      if (plain) wasm.descend(at(weight), at(gradient), step.stepScale * step.gradientScale, weight.length);
      else referenceKernels.sgdUpdate(weight, gradient, velocity, step);
    },
    adamUpdate(weight, gradient, first, second, { beta1, beta2, weightDecay, stepSize, epsilon }) {
      const [w, g, m, v] = [at(weight), at(gradient), at(first), at(second)];
      wasm.adam(w, g, m, v, weight.length, beta1, beta2, 1 - beta1, 1 - beta2, weightDecay, stepSize, epsilon);
    },
  };
  return kernels;
}

function normalization(wasm: CompiledKernels, at: At) {
  const gradient =
    (own: boolean): Kernels["batchNormGradient"] =>
    (x, dy, { mean, variance, gamma, epsilon }, { dx, dgamma, dbeta }, { rows, columns }) => {
      const to = [dx ? at(dx) : 0, at(dgamma), at(dbeta)];
      const from = [at(x), at(dy), at(mean), at(variance), at(gamma)];
      wasm.normalizeChannelsGradient(...from, ...to, epsilon, rows, columns, own ? 1 : 0);
    };
  const kernels: Pick<
    Kernels,
    "channelStatistics" | "normalizeChannels" | "batchNormGradient" | "scaledShiftGradient"
  > = {
    channelStatistics(x, mean, variance, { rows, columns }) {
      wasm.channelStatistics(at(x), at(mean), at(variance), rows, columns);
    },
    normalizeChannels(x, { mean, variance, gamma, epsilon }, beta, y, { rows, columns }) {
      wasm.normalizeChannels(at(x), at(mean), at(variance), at(gamma), at(beta), at(y), epsilon, rows, columns);
    },
    batchNormGradient: gradient(true),
    scaledShiftGradient: gradient(false),
  };
  return kernels;
}
