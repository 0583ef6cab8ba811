/** Operations value by value: the shape stays, or two shapes are broadcast. */
import { divideExactly } from "../../../tensor/dim/divide.ts";
import { compareDims } from "../../../tensor/dim/order.ts";
import { productOfDims, scaleDim } from "../../../tensor/dim/sum.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { broadcast, broadcastAll } from "../../tensors/broadcast.ts";
import { codes } from "../../tensors/codes.ts";
import { missingAxis } from "../../tensors/missing-axis.ts";
import { axisFrom } from "../../tensors/sizes.ts";
import { Unknown, type Value } from "../../value.ts";
import { tensorsIn } from "../nested.ts";
import type { Options } from "../options.ts";
import { formatShape } from "../sizes.ts";
import { alongAxis, binary, unary } from "./elementwise-names.ts";
import { notKnown, type TensorOp } from "./tensor-op.ts";

const comparisons: ReadonlyMap<string, (left: number, right: number) => boolean> = new Map([
  ["equal", (left, right) => left === right],
  ["not_equal", (left, right) => left !== right],
  ["greater", (left, right) => left > right],
  ["greater_equal", (left, right) => left >= right],
  ["less", (left, right) => left < right],
  ["less_equal", (left, right) => left <= right],
]);

export const elementwiseOps: readonly TensorOp[] = [
  {
    names: {
      all: unary,
      keras: ["isin"],
      backend: ["bias_add"],
      array: ["astype", "clip", "copy", "round"],
    },
    takes: "one",
    parameters: ["alpha", "axis"],
    answers: ({ shapes: [shape = []] }) => [{ shape }],
  },
  {
    names: {
      all: alongAxis,
      keras: ["normalize"],
      tf: ["normalize", "cumsum", "cumprod", "cumulative_logsumexp", "sort", "argsort"],
      backend: ["cumsum", "cumprod"],
    },
    takes: "one",
    parameters: ["axis"],
    answers: ({ shapes: [shape = []], options }) => [along(shape, options.present("axis", "dim"))],
  },
  {
    names: { all: binary },
    takes: "two",
    parameters: [],
    answers: ({ shapes: [left = [], right = []] }) => [broadcast(left, right)],
    ofNumbers: (name, left, right) => comparisons.get(name)?.(left, right),
  },
  choosing({ keras: ["where"], array: ["where"] }, ["condition", "x1", "x2"]),
  choosing({ tf: ["where"], backend: ["where"] }, ["condition", "x", "y"]),
  choosing({ backend: ["switch"] }, ["condition", "then_expression", "else_expression"]),
  {
    names: { keras: ["select"] },
    takes: "list",
    parameters: ["choicelist", "default"],
    answers({ shapes, options }) {
      const chosen = tensorsIn(options.present("choicelist")).map(({ shape }) => shape);
      return [chosen.includes(undefined) ? notKnown : broadcastAll([...shapes, ...(chosen as Shape[])])];
    },
  },
  {
    names: { tf: ["bias_add"] },
    takes: "two",
    parameters: ["data_format"],
    answers: ({ shapes: [shape = [], bias = []], options }) => [withBias(shape, bias, options)],
  },
  flatteningOf(["cumsum", "cumprod", "nancumsum"], null),
  flatteningOf(["sort", "argsort"], -1),
  halved("glu", (size) => divideExactly(size, 2)),
  halved("crelu", (size) => scaleDim(size, 2)),
  {
    names: { tf: ["add_n", "accumulate_n"] },
    takes: "list",
    parameters: [],
    answers: ({ shapes }): readonly ShapeAnswer[] => [broadcastAll(shapes)],
  },
];

/** The shape stays, and its axis has to be there. */
export function along(shape: Shape, axis: Value | undefined): ShapeAnswer {
  return missingAxis(axis, shape, { meant: shape, format: formatShape }) ?? { shape };
}

/** Of the condition alone it is known only when it runs how many values are true. */
function choosing(names: TensorOp["names"], takes: readonly string[]): TensorOp {
  return { names, takes, parameters: [], answers: ({ shapes }) => [broadcastAll(shapes)] };
}

/** Without an axis keras.ops takes all values in a row. */
function flatteningOf(names: readonly string[], usual: number | null): TensorOp {
  return {
    names: { keras: names },
    takes: "one",
    parameters: ["axis"],
    answers({ shapes: [shape = []], options }) {
      const axis = options.value("axis");
      if (axis instanceof Unknown) return [notKnown];
      return [(axis === undefined ? usual : axis) === null ? { shape: [productOfDims(shape)] } : along(shape, axis)];
    },
  };
}

/** Gates take half of an axis; both halves of a rectifier stand side by side. */
function halved(name: string, change: (size: Dim) => Dim | undefined): TensorOp {
  return {
    names: { all: [name] },
    takes: "one",
    parameters: ["axis"],
    answers({ shapes: [shape = []], options }) {
      const axis = axisFrom(options.value("axis") ?? -1, shape.length);
      const size = axis === undefined ? undefined : change(shape[axis] as Dim);
      return [axis === undefined || size === undefined ? notKnown : { shape: shape.with(axis, size) }];
    },
  };
}

/** One number for each channel. */
function withBias(shape: Shape, bias: Shape, options: Options): ShapeAnswer {
  const format = options.word("data_format", "n...c");
  const channels = format?.startsWith("nc") ? shape[1] : shape.at(-1);
  const [count] = bias;
  if (format === undefined || channels === undefined || count === undefined || bias.length !== 1) return notKnown;
  if (compareDims("==", channels, count) !== false) return { shape };
  const message = `its bias has ${formatDim(count)} numbers and ${formatShape(shape)} has ${formatDim(channels)} channels.`;
  return mistaken(codes.broadcast, message, shape);
}
