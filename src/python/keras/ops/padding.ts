/** Rows of nothing, or of what is there, around the axes. */
import { addDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { ShapeAnswer } from "../../tensors/answer.ts";
import type { Value } from "../../value.ts";
import { sequenceOf, sizeFrom } from "../sizes.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

/** A pair for each axis; one pair alone, or one number, for all. */
function padded({ run, shapes: [shape = []] }: OpCall, written: Value | undefined): ShapeAnswer {
  const items = sequenceOf(written ?? null);
  if (items === undefined) return notKnown;
  const flatPair = items.every((item) => sequenceOf(item) === undefined);
  const pairs = flatPair ? shape.map(() => items) : items.map((item) => sequenceOf(item) ?? []);
  if (pairs.length !== shape.length) return notKnown;
  const sizes = shape.map((size, axis) => {
    const [before, after] = (pairs[axis] ?? []).map((side) => sizeFrom(run, side));
    return before === undefined || after === undefined ? undefined : addDims(size, addDims(before, after));
  });
  return sizes.every((size) => size !== undefined) ? { shape: sizes } : notKnown;
}

export const paddingOps: readonly TensorOp[] = [
  {
    names: { all: ["pad"] },
    takes: "one",
    parameters: ["pad_width", "mode"],
    answers: (call) => [padded(call, call.options.present("pad_width", "paddings"))],
  },
  {
    names: { backend: ["spatial_2d_padding"] },
    takes: "one",
    parameters: ["padding"],
    answers({ run, shapes: [shape = []], options }) {
      const [vertical, horizontal] = (sequenceOf(options.value("padding") ?? null) ?? []).map((side) =>
        (sequenceOf(side) ?? []).map((size) => sizeFrom(run, size) ?? 0).reduce(addDims, 0),
      );
      const [batch, h, w, c] = shape;
      if (vertical === undefined || horizontal === undefined || c === undefined) return [notKnown];
      return [{ shape: [batch as Dim, addDims(h as Dim, vertical), addDims(w as Dim, horizontal), c] }];
    },
  },
];
