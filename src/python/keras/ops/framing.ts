/** Signals that are cut into frames, put together again, and compared with each other. */
import { addDims, subtractDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Shape } from "../../tensors/answer.ts";
import { axisFrom } from "../../tensors/sizes.ts";
import { frameCount, overlapped } from "../../tensors/spectra.ts";
import type { Value } from "../../value.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

/** The axes before the signal's, and how many frames it has; `pad_end`: also those that its end cuts. */
export function framesOf(
  { shapes: [shape = []], options }: OpCall,
  length: Value | undefined,
  step: Value | undefined,
): Shape | undefined {
  const [signal, isPadded] = [shape.at(-1), options.flag("pad_end", false)];
  if (signal === undefined || isPadded === undefined || typeof length !== "number" || typeof step !== "number")
    return undefined;
  const count = frameCount(signal, length, step, isPadded);
  return count === undefined ? undefined : [...shape.slice(0, -1), count];
}

export const framingOps: readonly TensorOp[] = [
  {
    names: { tf: ["frame"] },
    takes: "one",
    parameters: ["frame_length", "frame_step", "pad_end", "pad_value", "axis"],
    answers: (call) => {
      const [shape = []] = call.shapes;
      const length = call.options.present("frame_length");
      const axis = axisFrom(call.options.value("axis") ?? -1, shape.length);
      if (axis === undefined || typeof length !== "number") return [notKnown];
      const before = { ...call, shapes: [shape.slice(0, axis + 1)] };
      const frames = framesOf(before, length, call.options.present("frame_step"));
      return [frames === undefined ? notKnown : { shape: [...frames, length, ...shape.slice(axis + 1)] }];
    },
  },
  {
    names: { keras: ["extract_sequences"] },
    takes: "one",
    parameters: ["sequence_length", "sequence_stride"],
    answers: (call) => {
      const length = call.options.present("sequence_length");
      const frames = framesOf(call, length, call.options.present("sequence_stride"));
      return [frames === undefined ? notKnown : { shape: [...frames, length as number] }];
    },
  },
  {
    names: { tf: ["overlap_and_add"] },
    takes: "one",
    parameters: ["frame_step"],
    answers: ({ shapes: [shape = []], options }) => {
      const [frames, length] = shape.slice(-2);
      const step = options.present("frame_step");
      if (frames === undefined || length === undefined || typeof step !== "number") return [notKnown];
      return [{ shape: [...shape.slice(0, -2), overlapped(frames, length, step)] }];
    },
  },
  {
    names: { tf: ["dct", "idct"] },
    takes: "one",
    parameters: ["type", "n"],
    answers: ({ shapes: [shape = []], options }) => {
      const last = shape.at(-1);
      const size = last === undefined ? "refused" : options.size("n", last);
      return [size === "refused" ? notKnown : { shape: [...shape.slice(0, -1), size] }];
    },
  },
  {
    names: { tf: ["mdct"] },
    takes: "one",
    parameters: ["frame_length", "window_fn", "pad_end"],
    answers: (call) => {
      const length = call.options.present("frame_length");
      if (typeof length !== "number") return [notKnown];
      const frames = framesOf(call, length, length / 2);
      return [frames === undefined ? notKnown : { shape: [...frames, length / 2] }];
    },
  },
  {
    names: { keras: ["correlate"] },
    takes: "two",
    parameters: ["mode"],
    answers: ({ shapes: [left = [], right = []], options }) => {
      const [long, short] = [left[0], right[0]].toSorted((a, b) => Number(b) - Number(a));
      if (left.length !== 1 || right.length !== 1 || typeof long !== "number" || typeof short !== "number")
        return [notKnown];
      const mode = options.word("mode", "valid") ?? "";
      const sizes: Readonly<Record<string, Dim>> = {
        valid: addDims(subtractDims(long, short), 1),
        same: long,
        full: long + short - 1,
      };
      const size = sizes[mode];
      return [size === undefined ? notKnown : { shape: [size] }];
    },
  },
];
