/** Several tensors as one, and one as several. */

import { compareDims } from "../../../tensor/dim/order.ts";
import { productOfDims, subtractDims, sumOfDims } from "../../../tensor/dim/sum.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { formatShape, type Mistake, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { broadcastAll } from "../../tensors/broadcast.ts";
import { codes } from "../../tensors/codes.ts";
import { chunkInto, concatenate, splitEvenly, splitEvery, stack } from "../../tensors/join.ts";
import { dimFrom, itemsOf, shapeFrom } from "../../tensors/sizes.ts";
import { Unknown, type Value } from "../../value.ts";
import { type Call, listOf, reasonOf } from "../call.ts";
import { named, type Rule, type TorchFunction } from "../function.ts";
import { TorchTensor } from "../tensor.ts";
import { withAxis } from "./axis.ts";
import { withDepth, withRank } from "./views.ts";

type JoinRule = (shapes: readonly [Shape, ...Shape[]], axis: number) => ShapeAnswer;

const join = (call: Call, rule: JoinRule, room: number): Value => joinAlong(call, rule, { dim: call.get("dim"), room });

interface Joining {
  readonly dim: Value;
  /** One for a new axis. */
  readonly room: number;
  /** What each tensor is made to before. */
  readonly prepared?: (shape: Shape) => Shape;
}

function joinAlong(call: Call, rule: JoinRule, { dim, room, prepared = (shape) => shape }: Joining): Value {
  const given = call.get("tensors");
  // What a model is handed is taken for a tensor, and may be a list of them.
  if (given instanceof TorchTensor)
    return given.shape === undefined ? call.unknown(reasonOf(given)) : call.complain(oneTensor(given.shape));
  const tensors = call.run.iterate(given, call.site);
  if (tensors === undefined) return call.unknown(reasonOf(given));
  const shapes = tensors.map((tensor) => (tensor instanceof TorchTensor ? tensor.shape : undefined));
  const unknown = tensors[shapes.indexOf(undefined)];
  if (shapes.includes(undefined) || shapes.length === 0)
    return call.unknown(unknown === undefined ? "it joins nothing" : reasonOf(unknown));
  // PyTorch leaves out empty vectors, with which loops begin.
  const real = (shapes as Shape[]).filter((shape) => room === 1 || !(shape.length === 1 && shape[0] === 0));
  const known = (real.length === 0 ? (shapes as Shape[]) : real).map(prepared) as [Shape, ...Shape[]];
  const dtype = tensors.find((tensor) => tensor instanceof TorchTensor)?.dtype;
  if (room === 0 && known.some((shape) => shape.length === 0))
    return call.complain(
      mistaken(codes.rank, "a single number cannot be joined along an axis; stack makes one.").mistake,
    );
  return call.give(
    withAxis(dim, known[0], (axis) => rule(known, axis), room),
    dtype,
  );
}

function oneTensor(shape: Shape): Mistake {
  const message = `joins the tensors of a list or tuple, and gets one tensor, ${formatShape(shape)}. Hand it a list.`;
  return mistaken(codes.concatenate, message).mistake;
}

/** Along one axis of tensors that have as many axes as it needs. */
function joinedAs(dim: number, prepared: (shape: Shape) => Shape): Rule {
  return (call) => joinAlong(call, concatenate, { dim, room: 0, prepared });
}

/** Vectors lengthwise, all else along the second axis. */
function besideEachOther(call: Call): Value {
  const [first] = itemsOf(call.get("tensors")) ?? [];
  const rank = first instanceof TorchTensor ? (first.shape?.length ?? 2) : 2;
  return joinedAs(rank < 2 ? 0 : 1, (shape) => withRank(shape, 1))(call);
}

/** One tensor for each size along the axis. */
function pieces(call: Call, sizes: (length: Dim) => readonly Dim[] | ShapeAnswer | undefined): Value {
  const shape = call.shape("input");
  if (shape === undefined) return new Unknown(reasonOf(call.get("input")));
  let parts: readonly TorchTensor[] | undefined;
  const { dtype, content } = call.tensor("input") as TorchTensor;
  const whole = call.give(
    withAxis(call.get("dim"), shape, (axis) => {
      const found = sizes(shape[axis] as Dim);
      if (found === undefined) return { unknown: "how many pieces it is cut into is not known" };
      if (!Array.isArray(found)) return found as ShapeAnswer;
      const cut = content && cutContent(content, found);
      parts = found.map(
        (size, place) => new TorchTensor({ shape: shape.with(axis, size), dtype, content: cut?.[place] }),
      );
      return { shape };
    }),
  );
  return parts ? listOf(parts) : new Unknown(whole.reason ?? "there is a mistake above");
}

/** The known numbers of each piece of a row. */
function cutContent(content: readonly Value[], sizes: readonly Dim[]): readonly (readonly Value[])[] | undefined {
  if (!sizes.every((size) => typeof size === "number")) return undefined;
  let start = 0;
  return sizes.map((size) => {
    start += size;
    return content.slice(start - size, start);
  });
}

function split(call: Call): Value {
  const written = call.get("split_size_or_sections");
  const sections = itemsOf(written) ? shapeFrom(call.run, [written]) : undefined;
  if (sections === undefined) {
    const size = dimFrom(written);
    return pieces(call, (length) => (size === undefined ? undefined : splitEvery(length, size)));
  }
  return pieces(call, (length) => {
    const total = sumOfDims(sections);
    if (compareDims("==", total, length) !== false) return sections;
    const message = `the pieces ${formatShape(sections)} are ${formatDim(total)} long together, but the axis is ${formatDim(length)}.`;
    return mistaken(codes.split, message);
  });
}

/** Into so many pieces, or cut before the given places. */
function tensorSplit(call: Call): Value {
  const named = ["indices", "sections", "indices_or_sections"].find((name) => call.bound.has(name));
  const written = call.get(named ?? "indices_or_sections");
  const places = itemsOf(written) && shapeFrom(call.run, [written]);
  return pieces(call, (length) => {
    if (places) return cutAt(length, places);
    const count = dimFrom(written);
    return typeof count === "number" ? splitEvenly(length, count) : undefined;
  });
}

function cutAt(length: Dim, places: readonly Dim[]): readonly Dim[] | undefined {
  const inside = places.every(
    (place) => typeof place === "number" && place >= 0 && compareDims("<=", place, length) !== false,
  );
  const bounds = [0, ...places, length];
  return inside ? bounds.slice(1).map((bound, index) => subtractDims(bound, bounds[index] as Dim)) : undefined;
}

function unbind(call: Call): Value {
  const shape = call.shape("input");
  if (shape === undefined) return new Unknown(reasonOf(call.get("input")));
  let count: Dim | undefined;
  const one = call.give(
    withAxis(call.get("dim"), shape, (axis) => {
      count = shape[axis];
      return { shape: shape.toSpliced(axis, 1) };
    }),
  );
  if (typeof count !== "number" || count > 10_000) return new Unknown("how many tensors it is cut into is not known");
  return listOf(
    Array.from({ length: count }, () => new TorchTensor({ shape: one.shape, dtype: call.tensor("input")?.dtype })),
  );
}

/** All of them with the shape that they have together. */
function broadcastTogether(call: Call): Value {
  const tensors = itemsOf(call.get("tensors")) ?? [];
  const shapes = tensors.map((tensor) => (tensor instanceof TorchTensor ? tensor.shape : undefined));
  if (shapes.includes(undefined)) return new Unknown("the shape of one of them is not known");
  const together = call.give(broadcastAll(shapes as Shape[]));
  return listOf(tensors.map(() => together));
}

/** Every pair of what stands in vectors: one row each. */
function pairs(call: Call): Value {
  const tensors = itemsOf(call.get("tensors")) ?? [];
  const sizes = tensors.map((tensor) => (tensor instanceof TorchTensor ? tensor.shape?.[0] : undefined));
  if (sizes.includes(undefined)) return call.unknown("the length of one of them is not known");
  const rows = productOfDims(sizes as Dim[]);
  return call.give({ shape: sizes.length === 1 ? [rows] : [rows, sizes.length] });
}

function meshgrid(call: Call): Value {
  const given = itemsOf(call.get("tensors")) ?? [];
  const tensors = given.length === 1 ? (itemsOf(given[0]) ?? given) : given;
  const sizes = tensors.map((tensor) =>
    tensor instanceof TorchTensor ? (tensor.shape?.length === 0 ? 1 : tensor.shape?.[0]) : undefined,
  );
  if (sizes.includes(undefined)) return new Unknown("a size of the grid is not known");
  const wide = tensors.find((tensor) => tensor instanceof TorchTensor && (tensor.shape?.length ?? 0) > 1);
  if (wide instanceof TorchTensor && wide.shape)
    return call.complain(mistaken(codes.rank, `takes vectors, and gets ${formatShape(wide.shape)}.`).mistake);
  const grid = sizes as Dim[];
  const [a, b, ...rest] = grid;
  const shape = call.get("indexing") === "xy" && a !== undefined && b !== undefined ? [b, a, ...rest] : grid;
  return listOf(grid.map(() => new TorchTensor({ shape })));
}

export const joins: readonly TorchFunction[] = [
  ...named("cat concat concatenate", "tensors, dim=0", (call) => join(call, concatenate, 0)),
  ...named("stack", "tensors, dim=0", (call) => join(call, stack, 1)),
  ...named("hstack", "tensors", besideEachOther),
  ...named(
    "vstack row_stack",
    "tensors",
    joinedAs(0, (shape) => withRank(shape, 2)),
  ),
  ...named("dstack", "tensors", joinedAs(2, withDepth)),
  ...named(
    "column_stack",
    "tensors",
    joinedAs(1, (shape) => (shape.length < 2 ? [shape[0] ?? 1, 1] : shape)),
  ),
  ...named("split", "input, split_size_or_sections, dim=0", split),
  ...named("split_with_sizes", "input, split_size_or_sections, dim=0", split),
  ...named("chunk", "input, chunks, dim=0", (call) => {
    const count = call.number("chunks");
    return pieces(call, (length) => (typeof count === "number" ? chunkInto(length, count) : undefined));
  }),
  ...named("tensor_split", "input, indices_or_sections, dim=0, *, indices=None, sections=None", tensorSplit),
  ...named("unbind", "input, dim=0", unbind),
  ...named("broadcast_tensors", "*tensors", broadcastTogether),
  ...named("cartesian_prod", "*tensors", pairs),
  ...named("meshgrid", "*tensors, indexing='ij'", meshgrid),
];
