/** Images that are cut, padded and given other colors. */
import { addDims, subtractDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { ShapeAnswer } from "../../tensors/answer.ts";
import { targetFrom } from "./arranging.ts";
import { spreadOf } from "./sliding-windows.ts";
import { notKnown, numberIn, type OpCall, type TensorOp } from "./tensor-op.ts";

/** To a height and a width, or by pixels at each side. */
const changes: readonly TensorOp[] = [
  {
    names: { tf: ["crop_to_bounding_box", "pad_to_bounding_box"] },
    takes: "one",
    parameters: ["offset_height", "offset_width", "target_height", "target_width"],
    answers: (call) => [withSides(call, ["target_height", "target_width"])],
  },
  {
    names: { tf: ["random_crop", "stateless_random_crop"] },
    takes: "one",
    parameters: ["size"],
    answers(call) {
      const size = targetFrom(call, call.options.present("size"));
      return [size === undefined ? notKnown : { shape: size }];
    },
  },
  bySides("crop_images", "cropping", subtractDims),
  bySides("pad_images", "padding", addDims),
  colors("rgb_to_grayscale", 1),
  colors("grayscale_to_rgb", 3),
  colors("rgb_to_hsv", 3),
  colors("hsv_to_rgb", 3),
];

function withSides({ shapes: [shape = []], options }: OpCall, names: readonly [string, string]): ShapeAnswer {
  const [height, width] = names.map((name) =>
    options.present(name) === undefined ? "refused" : options.size(name, 1),
  );
  if (height === undefined || width === undefined || height === "refused" || width === "refused") return notKnown;
  return shape.length < 3 ? notKnown : { shape: [...shape.slice(0, -3), height, width, shape.at(-1) as Dim] };
}

function colors(name: string, count: number): TensorOp {
  return {
    names: { tf: [name], keras: [name] },
    takes: "one",
    parameters: ["data_format"],
    answers: (call) => {
      const spread = spreadOf(call, 2);
      return [spread === undefined ? notKnown : { shape: spread.arrange(spread.spatial, count) }];
    },
  };
}

/** Rows that are cut off or added on each side, or a height and a width that stay in the end. */
function bySides(name: string, side: string, change: (size: Dim, rows: Dim) => Dim): TensorOp {
  const sides = ["top", "left", "bottom", "right"].map((word) => `${word}_${side}`);
  return {
    names: { keras: [name] },
    takes: "one",
    parameters: [...sides, "target_height", "target_width", "data_format"],
    answers: (call) => {
      const spread = spreadOf(call, 2);
      const sizes = spread?.spatial.map((size, axis): Dim | undefined => {
        const target = axis === 0 ? "target_height" : "target_width";
        const given = [target, sides[axis], sides[axis + 2]].map((each) =>
          each === undefined || call.options.present(each) === undefined ? undefined : call.options.size(each, 0),
        );
        if (given.includes("refused")) return undefined;
        const [asked, before, after] = given as (Dim | undefined)[];
        if (asked !== undefined) return asked;
        return before === undefined || after === undefined ? undefined : change(size, addDims(before, after));
      });
      if (spread === undefined || sizes === undefined || sizes.includes(undefined)) return [notKnown];
      return [{ shape: spread.arrange(sizes as Dim[], spread.own) }];
    },
  };
}

/** What lies around the middle goes, as many rows on both sides. */
const centralCrop: TensorOp = {
  names: { tf: ["central_crop"] },
  takes: "one",
  parameters: ["central_fraction"],
  answers: (call) => {
    const [spread, fraction] = [spreadOf(call, 2), numberIn(call.options.value("central_fraction"))];
    if (spread === undefined || fraction === undefined) return [notKnown];
    const sizes = spread.spatial.map((size) =>
      typeof size === "number" ? size - 2 * Math.trunc((size - size * fraction) / 2) : undefined,
    );
    return [sizes.includes(undefined) ? notKnown : { shape: spread.arrange(sizes as Dim[], spread.own) }];
  },
};

const measures: readonly TensorOp[] = [
  {
    names: { tf: ["total_variation"] },
    takes: "one",
    parameters: [],
    answers: ({ shapes: [shape = []] }) => [shape.length < 3 ? notKnown : { shape: shape.slice(0, -3) }],
  },
  {
    names: { tf: ["sobel_edges"], keras: ["sobel_edges"] },
    takes: "one",
    parameters: ["data_format"],
    answers: ({ shapes: [shape = []], options }) => [
      options.present("data_format") === "channels_first" ? notKnown : { shape: [...shape, 2] },
    ],
  },
  {
    names: { tf: ["image_gradients"] },
    takes: "one",
    parameters: [],
    several: true,
    answers: ({ shapes: [shape = []] }) => [{ shape }, { shape }],
  },
];

export const croppingOps: readonly TensorOp[] = [...changes, centralCrop, ...measures];
