/** Rows and values that are taken by whole numbers. */
import { mistaken } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { axisFrom } from "../../tensors/sizes.ts";
import { formatShape } from "../sizes.ts";
import { differ } from "./losses.ts";
import { notKnown, type TensorOp } from "./tensor-op.ts";

export const gatheringOps: readonly TensorOp[] = [
  {
    names: { keras: ["take"], array: ["take"] },
    takes: "two",
    parameters: ["axis"],
    answers({ shapes: [shape = [], indices = []], options }) {
      const written = options.present("axis");
      if (written === undefined) return [{ shape: indices }];
      const axis = axisFrom(written, shape.length);
      return [axis === undefined ? notKnown : { shape: shape.toSpliced(axis, 1, ...indices) }];
    },
  },
  {
    names: { all: ["gather"] },
    takes: "two",
    parameters: ["axis"],
    answers({ shapes: [shape = [], indices = []], options }) {
      const shared = options.present("batch_dims") ?? 0;
      const axis = axisFrom(options.value("axis") ?? shared, shape.length);
      if (axis === undefined || typeof shared !== "number" || shared < 0) return [notKnown];
      if (shared > axis || shared > indices.length) {
        const limit = Math.min(axis, indices.length);
        return [mistaken(codes.axis, `batch_dims is ${shared} and can be at most ${limit} for ${formatShape(shape)}.`)];
      }
      const batches = [shape.slice(0, shared), indices.slice(0, shared)] as const;
      if (differ(...batches)) {
        const shapes = `${formatShape(shape)} and ${formatShape(indices)}`;
        return [
          mistaken(codes.axis, `batch_dims is ${shared}, but the first ${shared} axes of ${shapes} are not the same.`),
        ];
      }
      return [{ shape: [...shape.slice(0, axis), ...indices.slice(shared), ...shape.slice(axis + 1)] }];
    },
  },
  {
    names: { tf: ["embedding_lookup"] },
    takes: "two",
    parameters: [],
    answers: ({ shapes: [table = [], ids = []] }) => [{ shape: [...ids, ...table.slice(1)] }],
  },
  {
    names: { tf: ["gather_nd"] },
    takes: "two",
    parameters: ["batch_dims"],
    answers({ shapes: [shape = [], indices = []], options }) {
      const [shared, depth] = [options.present("batch_dims") ?? 0, indices.at(-1)];
      if (typeof shared !== "number" || typeof depth !== "number") return [notKnown];
      return [{ shape: [...indices.slice(0, -1), ...shape.slice(shared + depth)] }];
    },
  },
  {
    names: { all: ["one_hot"] },
    takes: "one",
    adds: true,
    parameters: ["num_classes", "axis"],
    answers({ shapes: [shape = []], options }) {
      const depth = options.present("num_classes", "depth");
      const axis = axisFrom(options.present("axis") ?? -1, shape.length + 1);
      return [typeof depth !== "number" || axis === undefined ? notKnown : { shape: shape.toSpliced(axis, 0, depth) }];
    },
  },
];
