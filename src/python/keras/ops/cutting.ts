/** Parts of tensors: patches of images, slices, crops, and what is written into a part. */
import { multiplyDims, subtractDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { mistaken, type ShapeAnswer } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { indexInto } from "../../tensors/index.ts";
import { Slice, Tuple, type Value } from "../../value.ts";
import { formatShape, sequenceOf } from "../sizes.ts";
import { targetFrom } from "./arranging.ts";
import { slid, spatialSizes } from "./sliding-windows.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

/** Each patch becomes the channels of one place; without strides patches lie side by side. */
const patches: TensorOp = {
  names: { keras: ["extract_patches"] },
  takes: "one",
  parameters: ["size", "strides", "dilation_rate", "padding", "data_format"],
  answers: (call) => [patchesOf(call, call.options.present("strides"))],
};

const tensorflowPatches: TensorOp = {
  names: { tf: ["extract_patches"] },
  takes: "one",
  parameters: ["sizes", "strides", "rates", "padding"],
  answers: (call) => {
    const strides = call.options.present("strides");
    const [shape = []] = call.shapes;
    if (shape.length !== 4)
      return [mistaken(codes.rank, `it takes images with 4 axes, and gets ${formatShape(shape)}.`)];
    return [strides === undefined ? notKnown : patchesOf(call, strides)];
  },
};

function patchesOf(call: OpCall, strides: Value | undefined): ShapeAnswer {
  const [shape = []] = call.shapes;
  const { options } = call;
  if (shape.length !== 3 && shape.length !== 4) return notKnown;
  const kernel = spatialSizes(call, options.present("size", "sizes"), 2);
  const steps = strides === undefined ? kernel : spatialSizes(call, strides, 2);
  const dilation = spatialSizes(call, options.present("dilation_rate", "rates") ?? 1, 2);
  const area = kernel?.reduce(multiplyDims, 1) ?? 1;
  return slid(call, { kernel, strides: steps, dilation }, (own) => multiplyDims(own, area));
}

/** `-1` in TensorFlow: all that is left from the start on. */
const slice: TensorOp = {
  names: { keras: ["slice"], tf: ["slice"], backend: ["slice"] },
  takes: "one",
  parameters: ["start_indices", "shape"],
  answers(call) {
    const [shape = []] = call.shapes;
    const size = targetFrom(call, call.options.present("shape", "size"));
    const start = targetFrom(call, call.options.present("start_indices", "begin", "start"));
    if (size?.length !== shape.length) return [notKnown];
    const left = (axis: number): Dim | undefined => {
      const from = start?.[axis];
      return from === undefined ? undefined : subtractDims(shape[axis] as Dim, from);
    };
    const sizes = size.map((length, axis) => (length === -1 ? left(axis) : length));
    return [sizes.every((length) => length !== undefined) ? { shape: sizes } : notKnown];
  },
};

/** As `x[begin:end:strides]` with an entry for each of the first axes; masks change what an entry means. */
const stridedSlice: TensorOp = {
  names: { tf: ["strided_slice"] },
  takes: "one",
  parameters: ["begin", "end", "strides"],
  answers({ run, shapes: [shape = []], options }) {
    const isMasked = ["begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask"].some(
      (mask) => options.present(mask) !== undefined && options.value(mask) !== 0,
    );
    const [begin, end] = [options.present("begin"), options.present("end")].map((value) => sequenceOf(value ?? null));
    const steps = options.present("strides");
    const strides = steps === undefined ? begin?.map(() => 1) : sequenceOf(steps);
    if (isMasked || begin === undefined || end === undefined || strides === undefined) return [notKnown];
    const key = begin.map((from, axis) => new Slice(from, end[axis] ?? null, strides[axis] ?? null));
    return [indexInto(run, shape, new Tuple(key))];
  },
};

/** What comes out has the shape of what is written into. */
const updates: TensorOp = {
  names: {
    keras: ["slice_update", "scatter_update"],
    tf: [
      "tensor_scatter_nd_update",
      "tensor_scatter_nd_add",
      "tensor_scatter_nd_sub",
      "tensor_scatter_nd_max",
      "tensor_scatter_nd_min",
    ],
  },
  takes: "one",
  parameters: [],
  answers: ({ shapes: [shape = []] }) => [{ shape }],
};

export const cuttingOps: readonly TensorOp[] = [patches, tensorflowPatches, slice, stridedSlice, updates];
