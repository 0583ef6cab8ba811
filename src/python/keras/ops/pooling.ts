/** Pooling as functions: by windows, to a size that is said, and attention, which weighs what it sums. */
import type { Dim } from "../../../tensor/dim.ts";
import type { ShapeAnswer } from "../../tensors/answer.ts";
import { slid, spatialSizes, spreadOf } from "./sliding-windows.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

/** A window as large as its steps unless they are given. */
function pooled(call: OpCall, usual?: 1): ShapeAnswer {
  const { options } = call;
  const rank = (call.shapes[0]?.length ?? 0) - 2;
  const kernel = spatialSizes(call, options.present("pool_size", "ksize", "window_shape"), rank);
  const strides = options.present("strides") ?? usual;
  const steps = strides === undefined ? kernel : spatialSizes(call, strides, rank);
  const dilation = spatialSizes(call, options.present("dilations") ?? 1, rank);
  return slid(call, { kernel, strides: steps, dilation }, (own) => own);
}

const PARAMETERS = ["pool_size", "strides", "padding", "data_format"];

export const poolingOps: readonly TensorOp[] = [
  {
    names: {
      tf: ["max_pool", "avg_pool", "max_pool1d", "avg_pool1d", "max_pool2d", "avg_pool2d", "max_pool3d", "avg_pool3d"],
      keras: ["max_pool", "average_pool"],
      backend: ["pool2d", "pool3d"],
    },
    takes: "one",
    parameters: PARAMETERS,
    answers: (call) => [pooled(call)],
  },
  {
    names: { tf: ["max_pool_with_argmax"] },
    takes: "one",
    parameters: PARAMETERS,
    several: true,
    parts: ["output", "argmax"],
    answers: (call) => [pooled(call), pooled(call)],
  },
  {
    names: { tf: ["pool"] },
    takes: "one",
    parameters: ["window_shape", "pooling_type", "strides", "padding"],
    answers: (call) => [pooled(call, 1)],
  },
  {
    names: { keras: ["adaptive_average_pool", "adaptive_max_pool"] },
    takes: "one",
    parameters: ["output_size", "data_format"],
    answers(call) {
      const spread = spreadOf(call);
      const sizes = spatialSizes(call, call.options.present("output_size"), spread?.spatial.length ?? 0);
      return [spread === undefined || sizes === undefined ? notKnown : { shape: spread.arrange(sizes, spread.own) }];
    },
  },
  {
    names: { keras: ["dot_product_attention"] },
    takes: ["query", "key", "value"],
    parameters: [],
    answers({ shapes: [query = [], , value = []] }) {
      const isKnown = query.length === 4 && value.length === 4;
      return [isKnown ? { shape: [...query.slice(0, -1), value.at(-1) as Dim] } : notKnown];
    },
  },
];
