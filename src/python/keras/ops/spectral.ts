/** Fourier transforms, and signals cut into frames. */
import { floorDivideDims } from "../../../tensor/dim/divide.ts";
import { addDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { slideAlong } from "../../tensors/window.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

/** Without a length of its own a transform keeps that of its input. */
const complex: TensorOp = {
  names: { tf: ["fft", "ifft", "fft2d", "ifft2d", "fft3d", "ifft3d", "fftshift", "ifftshift"] },
  takes: "one",
  parameters: ["axes"],
  dtype: "complex64",
  answers: ({ shapes: [shape = []] }) => [{ shape }],
};

/** Of real numbers half of the spectrum says everything. */
const real: TensorOp = {
  names: { tf: ["rfft"] },
  takes: "one",
  parameters: ["fft_length"],
  dtype: "complex64",
  answers: ({ shapes: [shape = []], options }) => {
    const half = shape.length === 0 || options.argument("fft_length") ? undefined : halfOf(shape.at(-1) as Dim);
    return [half === undefined ? notKnown : { shape: [...shape.slice(0, -1), half] }];
  },
};

function halfOf(length: Dim): Dim | undefined {
  const half = floorDivideDims(length, 2);
  return half === undefined ? undefined : addDims(half, 1);
}

/** Keras pads the signal on both sides unless it is told not to, so that only TensorFlow's is followed. */
const shortTime: TensorOp = {
  names: { tf: ["stft"] },
  takes: "one",
  parameters: ["frame_length", "frame_step", "fft_length", "window_fn", "pad_end"],
  dtype: "complex64",
  answers: (call) => {
    const frames = framesOf(call);
    const length = call.options.present("fft_length") ?? nextPower(call.options.present("frame_length"));
    if (frames === undefined || typeof length !== "number") return [notKnown];
    return [{ shape: [...frames, Math.floor(length / 2) + 1] }];
  },
};

function nextPower(length: unknown): number | undefined {
  return typeof length === "number" ? 2 ** Math.ceil(Math.log2(length)) : undefined;
}

const framing: TensorOp = {
  names: { tf: ["frame"] },
  takes: "one",
  parameters: ["frame_length", "frame_step", "pad_end", "pad_value", "axis"],
  answers: (call): readonly ShapeAnswer[] => {
    const length = call.options.size("frame_length", 1);
    const frames = call.options.argument("axis") || length === "refused" ? undefined : framesOf(call);
    return [frames === undefined ? notKnown : { shape: [...frames, length as Dim] }];
  },
};

/** The axes before the signal's, and how many frames it has. */
function framesOf({ shapes: [shape = []], options }: OpCall): Shape | undefined {
  const [kernel, stride] = [options.present("frame_length"), options.present("frame_step")];
  const signal = shape.at(-1);
  if (signal === undefined || typeof kernel !== "number" || typeof stride !== "number" || stride < 1) return undefined;
  if (options.flag("pad_end", false) !== false) return undefined;
  const count = slideAlong(signal, { kernel, stride, dilation: 1, before: 0, after: 0 });
  return count === undefined || (typeof count === "number" && count < 0) ? undefined : [...shape.slice(0, -1), count];
}

export const spectralOps: readonly TensorOp[] = [complex, real, shortTime, framing];
