/** Fourier transforms: TensorFlow's give complex numbers, Keras's a pair of real and imaginary ones. */
import { addDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { frameCount, half, type LastAxis, mirrored, overlapped, whole } from "../../tensors/spectra.ts";
import { targetFrom } from "./arranging.ts";
import { framesOf } from "./framing.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

/** Along the last `count` axes, of which so many values as `fft_length` says. */
function transformed(call: OpCall, count: number, last: LastAxis): ShapeAnswer {
  const [shape = []] = call.shapes;
  const written = call.options.present("fft_length");
  const wanted = written === undefined ? [] : targetFrom(call, written);
  const places = shape.slice(shape.length - count);
  if (wanted === undefined || places.length < count || (written !== undefined && wanted.length !== count))
    return notKnown;
  const sizes = places.map((size, index) => (index === count - 1 ? last : whole)(size, wanted[index]));
  return sizes.includes(undefined)
    ? notKnown
    : { shape: [...shape.slice(0, shape.length - count), ...(sizes as Dim[])] };
}

function complex(names: readonly string[], count: number, last: LastAxis, dtype?: string): TensorOp {
  return {
    names: { tf: names },
    takes: "one",
    parameters: ["fft_length"],
    ...(dtype !== undefined && { dtype }),
    answers: (call) => [transformed(call, count, last)],
  };
}

/** Of one tensor, or of a pair, a pair or one tensor. */
function paired(names: readonly string[], takes: "one" | "list", gives: 1 | 2, rule: (call: OpCall) => ShapeAnswer) {
  return {
    names: { keras: names },
    takes,
    parameters: ["fft_length"],
    ...(gives === 2 && { several: true as const }),
    answers: (call: OpCall) => Array.from({ length: gives }, () => rule(call)),
  } satisfies TensorOp;
}

const SIGNAL = ["sequence_length", "sequence_stride", "fft_length"];

/** Padded on both sides by half of a transform's length, unless it is told not to. */
function shortTime(call: OpCall): ShapeAnswer {
  const [shape = []] = call.shapes;
  const [length, step, signal] = [
    call.options.number("fft_length", 0),
    call.options.present("sequence_stride"),
    shape.at(-1),
  ];
  const isCentered = call.options.flag("center", true);
  if (!length || typeof step !== "number" || signal === undefined || isCentered === undefined) return notKnown;
  const padded = isCentered ? addDims(signal, 2 * Math.floor(length / 2)) : signal;
  const frames = frameCount(padded, length, step, false);
  return frames === undefined ? notKnown : { shape: [...shape.slice(0, -1), frames, Math.floor(length / 2) + 1] };
}

function fromShortTime(call: OpCall): ShapeAnswer {
  const [shape = []] = call.shapes;
  const [length, step, frames] = [
    call.options.number("fft_length", 0),
    call.options.present("sequence_stride"),
    shape.at(-2),
  ];
  const [asked, isCentered] = [call.options.present("length"), call.options.flag("center", true)];
  if (!length || typeof step !== "number" || frames === undefined || isCentered === undefined) return notKnown;
  const covered = overlapped(frames, length, step);
  const own = isCentered ? addDims(covered, -2 * Math.floor(length / 2)) : covered;
  const size = asked === undefined ? own : call.options.number("length", 0);
  return size === undefined ? notKnown : { shape: [...shape.slice(0, -2), size] };
}

/** Keras pads the signal on both sides unless it is told not to, TensorFlow at its end if it is told to. */
const tensorflowShortTime: readonly TensorOp[] = [
  {
    names: { tf: ["stft"] },
    takes: "one",
    parameters: ["frame_length", "frame_step", "fft_length", "window_fn", "pad_end"],
    dtype: "complex64",
    answers: (call) => {
      const frames = framesOf(call, call.options.present("frame_length"), call.options.present("frame_step"));
      const length = call.options.present("fft_length") ?? nextPower(call.options.present("frame_length"));
      if (frames === undefined || typeof length !== "number") return [notKnown];
      return [{ shape: [...frames, Math.floor(length / 2) + 1] }];
    },
  },
  {
    names: { tf: ["inverse_stft"] },
    takes: "one",
    parameters: ["frame_length", "frame_step", "fft_length"],
    dtype: "float32",
    answers: ({ shapes: [shape = []], options }) => {
      const [length, step, frames] = [options.present("frame_length"), options.present("frame_step"), shape.at(-2)];
      if (typeof length !== "number" || typeof step !== "number" || frames === undefined) return [notKnown];
      return [{ shape: [...shape.slice(0, -2), overlapped(frames, length, step)] }];
    },
  },
];

function nextPower(length: unknown): number | undefined {
  return typeof length === "number" ? 2 ** Math.ceil(Math.log2(length)) : undefined;
}

const same = ({ shapes: [shape = []] }: OpCall): ShapeAnswer => ({ shape });

function complexParts(change: (shape: Shape) => Shape, name: string): TensorOp {
  return {
    names: { keras: [name] },
    takes: "one",
    parameters: [],
    answers: ({ shapes: [shape = []] }) => [{ shape: change(shape) }],
  };
}

export const spectralOps: readonly TensorOp[] = [
  complex(["fft", "ifft", "fft2d", "ifft2d", "fft3d", "ifft3d", "fftshift", "ifftshift"], 0, whole, "complex64"),
  complex(["rfft"], 1, half, "complex64"),
  complex(["rfft2d"], 2, half, "complex64"),
  complex(["irfft"], 1, mirrored, "float32"),
  complex(["irfft2d"], 2, mirrored, "float32"),
  paired(["rfft"], "one", 2, (call) => transformed(call, 1, half)),
  paired(["irfft"], "list", 1, (call) => transformed(call, 1, mirrored)),
  paired(["fft", "ifft", "fft2", "ifft2"], "list", 2, same),
  { ...paired(["stft"], "one", 2, shortTime), parameters: SIGNAL },
  { ...paired(["istft"], "list", 1, fromShortTime), parameters: [...SIGNAL, "length"] },
  complexParts((shape) => shape.slice(0, -1), "view_as_complex"),
  complexParts((shape) => [...shape, 2], "view_as_real"),
  ...tensorflowShortTime,
];
