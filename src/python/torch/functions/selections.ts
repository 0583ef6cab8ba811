/** Parts of a tensor: by an index, a range, a window, or numbers drawn from it. */

import { compareDims } from "../../../tensor/dim/order.ts";
import { addDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { slicePlaces } from "../../evaluate/slices.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { broadcast } from "../../tensors/broadcast.ts";
import { codes } from "../../tensors/codes.ts";
import { indexInto } from "../../tensors/index.ts";
import { sizeFrom } from "../../tensors/sizes.ts";
import { slideAlong } from "../../tensors/window.ts";
import { Slice, type Value } from "../../value.ts";
import { type Call, reasonOf } from "../call.ts";
import { named, type TorchFunction } from "../function.ts";
import { TorchTensor } from "../tensor.ts";
import { withAxis, withoutExcess } from "./axis.ts";
import { unique } from "./unique.ts";

const unknownSizes: ShapeAnswer = { unknown: "the sizes are not known" };

function select(call: Call): Value {
  return call.from("input", (shape) =>
    withAxis(call.get("dim"), shape, (axis) => {
      const index = call.get("index");
      const rest = shape.toSpliced(axis, 1);
      return typeof index === "number" && index >= 0 ? withoutExcess(index + 1, shape, axis, rest) : { shape: rest };
    }),
  );
}

function narrow(call: Call): Value {
  return call.from("input", (shape) =>
    withAxis(call.get("dim"), shape, (axis) => {
      const [length, start] = [sizeFrom(call.run, call.get("length")), call.get("start")];
      const end = typeof start === "number" && start > 0 ? addDims(length, start) : length;
      return withoutExcess(end, shape, axis, shape.with(axis, length));
    }),
  );
}

function indexSelect(call: Call): Value {
  const index = call.shape("index");
  return call.from("input", (shape) =>
    withAxis(call.get("dim"), shape, (axis) =>
      index ? indexedBy(index, shape, axis) : { unknown: reasonOf(call.get("index")) },
    ),
  );
}

function indexedBy(index: Shape, shape: Shape, axis: number): ShapeAnswer {
  if (index.length > 1) return mistaken(codes.rank, `its index must be a vector, and is ${formatShape(index)}.`);
  return { shape: shape.with(axis, index[0] ?? 1) };
}

/** As many as the indices along the axis, and as both are broadcast elsewhere. */
function takeAlong(call: Call): Value {
  return call.fromBoth("input", "indices", (shape, indices) => {
    if (call.get("dim") === null) return { shape: indices };
    if (indices.length !== shape.length)
      return mistaken(
        codes.rank,
        `its indices ${formatShape(indices)} have not as many axes as ${formatShape(shape)}.`,
      );
    return withAxis(call.get("dim"), shape, (axis) => {
      const together = broadcast(shape.with(axis, 1), indices.with(axis, 1));
      return "shape" in together ? { shape: together.shape.with(axis, indices[axis] as Dim) } : together;
    });
  });
}

function unfoldAxis(call: Call): Value {
  const [size, step] = [call.number("size"), call.number("step")];
  return call.from("input", (shape) =>
    withAxis(call.get("dimension"), shape, (axis) => {
      if (typeof size !== "number" || typeof step !== "number") return unknownSizes;
      const window = { kernel: size, stride: step, dilation: 1, before: 0, after: 0 };
      const places = slideAlong(shape[axis] as Dim, window);
      return withoutExcess(size, shape, axis, [...shape.with(axis, places), size]);
    }),
  );
}

function getItem(call: Call): Value {
  const key = call.get("key");
  // A loss had one axis before PyTorch 0.4, from which old code takes its number: `loss.data[0]`.
  const part = call.from("input", (shape) =>
    shape.length === 0 && key === 0 ? unknownSizes : indexInto(call.run, shape, key),
  );
  const content = partOf(call.tensor("input")?.content, key);
  return content ? new TorchTensor({ shape: part.shape, reason: part.reason, dtype: part.dtype, content }) : part;
}

/** The known numbers that a slice takes. */
function partOf(content: readonly Value[] | undefined, key: Value): readonly Value[] | undefined {
  const places = content && key instanceof Slice ? slicePlaces(key, content.length) : undefined;
  return places?.map((place) => content?.[place] as Value);
}

/** The index has the input's axes, and is longer than it in none but the one along which is gathered. */
function gather(call: Call): Value {
  const input = call.shape("input");
  return call.from("index", (shape) => {
    if (input === undefined) return { shape };
    return withAxis(call.get("dim"), input, (dim) => {
      const [own, other] = [formatShape(input), formatShape(shape)];
      if (shape.length !== input.length && shape.length > 0)
        return mistaken(codes.rank, `its index must have ${input.length} axes, as ${own} has, and is ${other}.`, shape);
      const isLonger = (size: Dim, axis: number) => axis !== dim && compareDims(">", size, input[axis] as Dim) === true;
      const longer = shape.findIndex(isLonger);
      if (longer < 0) return { shape };
      const message = `its index ${other} is longer than ${own} in axis ${longer}, and may be so in axis ${dim} alone.`;
      return mistaken(codes.index, message, shape);
    });
  });
}

export const selections: readonly TorchFunction[] = [
  ...named("select", "input, dim, index", select),
  ...named("narrow", "input, dim, start, length", narrow),
  ...named("index_select", "input, dim, index", indexSelect),
  ...named("gather", "input, dim, index", gather),
  ...named("take_along_dim", "input, indices, dim=None", takeAlong),
  ...named("unfold", "input, dimension, size, step", unfoldAxis),
  ...named("getitem", "input, key", getItem),
  ...named("multinomial", "input, num_samples, replacement=False", (call) =>
    call.from("input", (shape) => ({ shape: [...shape.slice(0, -1), sizeFrom(call.run, call.get("num_samples"))] })),
  ),
  ...named("masked_select nonzero", "input, mask=None", (call) => call.unknown("its size depends on the numbers")),
  ...unique,
];
