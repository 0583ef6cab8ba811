/** The same numbers seen otherwise: reshaped, with axes moved, added, removed, cut and repeated. */

import { productOfDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { insertAxis, moveAxes, permuteAxes, removeAxes, swapAxes } from "../../tensors/axes.ts";
import { codes } from "../../tensors/codes.ts";
import { expandTo, repeatAxes, reshape, unflattenAxis } from "../../tensors/reshape.ts";
import { dimFrom, itemsOf, shapeFrom, wrongSizes } from "../../tensors/sizes.ts";
import { Tuple, Unknown, type Value } from "../../value.ts";
import { type Call, reasonOf } from "../call.ts";
import { TorchType } from "../dtype.ts";
import { named, type TorchFunction } from "../function.ts";
import { cutsAcross } from "../layout.ts";
import { fixReshape } from "../repairs.ts";
import { TorchTensor } from "../tensor.ts";
import { axesIn, flattenBetween, withAxes, withAxis } from "./axis.ts";

const unknownSizes: ShapeAnswer = { unknown: "the sizes are not known" };

/** The rest of the arguments as a shape, in any of the ways in which Python writes one. */
function restShape(call: Call, name: string): Shape | undefined {
  const value = call.get(name);
  if (value instanceof Unknown) return undefined;
  return shapeFrom(call.run, itemsOf(value) ?? [value]);
}

/** Sizes that are no whole numbers: those of `x.view(n, width / 2)`. */
function refusedSizes(call: Call, name: string): ShapeAnswer | undefined {
  const value = call.get(name);
  const given = itemsOf(value) ?? [value];
  const [wrong] = value instanceof Unknown ? [] : [...wrongSizes(given), ...given.flatMap(severalNumbers)];
  return wrong === undefined
    ? undefined
    : mistaken(codes.size, `its sizes must be whole numbers, and one is ${wrong}.`);
}

/** A tensor that holds no single number. */
function severalNumbers(value: Value): string[] {
  const sizes = value instanceof TorchTensor ? value.shape : undefined;
  return sizes?.some((size) => typeof size === "number" && size > 1) ? [`a tensor ${formatShape(sizes)}`] : [];
}

function shaped(call: Call, name: string): Value {
  const target = restShape(call, name);
  return call.from("input", (shape) => {
    const refused = refusedSizes(call, name);
    if (refused) return refused;
    if (target === undefined) return unknownSizes;
    const answer = reshape(shape, target);
    if ("mistake" in answer) return fixReshape(call, shape, target, answer);
    if (call.name === "view" && "shape" in answer && cutsAcross(call.tensor("input"), answer.shape))
      return acrossMemory(call, shape, answer.shape);
    return answer;
  });
}

/** Axes that were exchanged lie in memory as they did before. */
function acrossMemory({ site: { file, anchor } }: Call, shape: Shape, meant: Shape): ShapeAnswer {
  const message = `${formatShape(shape)} does not lie in memory in the order of its axes, so that a view cannot be ${formatShape(meant)}. Use reshape, or call contiguous() before.`;
  const isNamed = file.text.slice(anchor.start, anchor.end) === "view";
  const fix = { title: "Use reshape", edits: [{ file, range: anchor, text: "reshape" }] };
  return { mistake: { code: codes.contiguous, message, meant, ...(isNamed && { fix }) } };
}

function likeOther(call: Call, rule: (shape: Shape, other: Shape) => ShapeAnswer): Value {
  return call.fromBoth("input", "other", rule);
}

function view(call: Call): Value {
  const [first] = itemsOf(call.get("shape")) ?? [];
  if (first instanceof TorchType) {
    const { shape, reason } = call.from("input", (own) => ({ shape: own }));
    return new TorchTensor({ shape, reason, dtype: first.name });
  }
  return shaped(call, "shape");
}

function squeeze(call: Call): Value {
  return call.from("input", (shape) => {
    const dim = call.get("dim");
    const remove = (axes: readonly number[]): ShapeAnswer => {
      const left = removeAxes(shape, axes);
      return left ? { shape: left } : { unknown: "whether an axis has size 1 is not known" };
    };
    return dim === null ? remove(shape.map((_, axis) => axis)) : withAxes(axesIn(dim), shape, remove);
  });
}

function permute(call: Call): Value {
  const rest = itemsOf(call.get("dims")) ?? [];
  const order = rest.length === 1 ? (itemsOf(rest[0]) ?? rest) : rest;
  return call.from("input", (shape) =>
    withAxes(order, shape, (axes) => {
      const permuted = permuteAxes(shape, axes);
      if (permuted) return { shape: permuted };
      return mistaken(
        codes.axis,
        `${order.length} axes do not put ${formatShape(shape)} in order: each of its ${shape.length} must be named once.`,
      );
    }),
  );
}

function flatten(call: Call): Value {
  return call.from("input", (shape) => {
    return flattenBetween(call.get("start_dim"), call.get("end_dim"), shape);
  });
}

/** Unlike `tile` it needs a number for each axis. */
function repeated(call: Call): Value {
  const times = restShape(call, "repeats");
  return call.from("input", (shape) => {
    if (times === undefined) return unknownSizes;
    const refused = refusedSizes(call, "repeats");
    if (refused) return refused;
    if (times.length >= shape.length) return { shape: repeatAxes(shape, times) };
    const message = `${formatShape(shape)} has ${shape.length} axes, and ${times.length} of them are given a number of repeats.`;
    return mistaken(codes.rank, message, repeatAxes(shape, times));
  });
}

function repeatInterleave(call: Call): Value {
  const times = call.number("repeats");
  return call.from("input", (shape) => {
    if (times === undefined) return { unknown: "how often it repeats is not known" };
    const flat = call.get("dim") === null ? [productOfDims(shape)] : shape;
    const dim = call.get("dim") ?? 0;
    return withAxis(dim, flat, (axis) => ({ shape: flat.with(axis, productOfDims([flat[axis] as Dim, times])) }));
  });
}

function moveDim(call: Call): Value {
  const [from, to] = [axesIn(call.get("source")), axesIn(call.get("destination"))];
  return call.from("input", (shape) =>
    withAxes([...from, ...to], shape, (axes) => ({
      shape: moveAxes(shape, axes.slice(0, from.length), axes.slice(from.length)),
    })),
  );
}

function size(call: Call): Value {
  const shape = call.shape("input");
  if (shape === undefined) return new Unknown(reasonOf(call.get("input")));
  if (call.get("dim") === null) return new Tuple(shape);
  const axis = dimFrom(call.get("dim"));
  const found = typeof axis === "number" ? shape.at(axis) : undefined;
  if (found !== undefined) return found;
  if (typeof axis === "number") call.give(withAxis(axis, shape, () => ({ shape })));
  return new Unknown("the axis is not known");
}

function quarterTurns(call: Call): Value {
  const times = call.get("k");
  const [first = null, second = null] = itemsOf(call.get("dims")) ?? [0, 1];
  return call.from("input", (shape) =>
    withAxes([first, second], shape, ([a, b]) => {
      if (typeof times !== "number") return { unknown: "how often it is turned is not known" };
      return { shape: times % 2 === 0 ? shape : swapAxes(shape, a as number, b as number) };
    }),
  );
}

/** With axes of one before it, until it has so many. */
export function withRank(shape: Shape, rank: number): Shape {
  return [...Array.from({ length: Math.max(0, rank - shape.length) }, () => 1), ...shape];
}

/** An image without channels gets one behind. */
export function withDepth(shape: Shape): Shape {
  return shape.length < 3 ? [...withRank(shape, 2), 1] : shape;
}

function unflatten(call: Call): Value {
  const sizes = shapeFrom(call.run, [call.get("sizes")]);
  return call.from("input", (shape) =>
    withAxis(call.get("dim"), shape, (axis) => (sizes ? unflattenAxis(shape, axis, sizes) : unknownSizes)),
  );
}

export const views: readonly TorchFunction[] = [
  ...named("view", "input, *shape", view),
  ...named("reshape", "input, *shape", (call) => shaped(call, "shape")),
  ...named("view_as reshape_as", "input, other", (call) => likeOther(call, reshape)),
  ...named("expand", "input, *size", (call) => {
    const target = restShape(call, "size");
    return call.from(
      "input",
      (shape) => refusedSizes(call, "size") ?? (target ? expandTo(shape, target) : unknownSizes),
    );
  }),
  ...named("broadcast_to", "input, size", (call) => {
    const target = restShape(call, "size");
    return call.from("input", (shape) => (target ? expandTo(shape, target) : unknownSizes));
  }),
  ...named("expand_as", "input, other", (call) => likeOther(call, expandTo)),
  ...named("repeat", "input, *repeats", repeated),
  ...named("tile", "input, *dims", (call) => {
    const times = restShape(call, "dims");
    return call.from("input", (shape) => (times ? { shape: repeatAxes(shape, times) } : unknownSizes));
  }),
  ...named("permute", "input, *dims", permute),
  ...named("flatten", "input, start_dim=0, end_dim=-1", flatten),
  ...named("ravel", "input", (call) => call.from("input", (shape) => ({ shape: [productOfDims(shape)] }))),
  ...named("unflatten", "input, dim, sizes", unflatten),
  ...named("squeeze", "input, dim=None", squeeze),
  ...named("unsqueeze", "input, dim", (call) =>
    call.from("input", (shape) => withAxis(call.get("dim"), shape, (axis) => ({ shape: insertAxis(shape, axis) }), 1)),
  ),
  ...named("transpose swapaxes swapdims", "input, dim0, dim1", (call) =>
    call.from("input", (shape) =>
      withAxes([call.get("dim0"), call.get("dim1")], shape, ([a, b]) => ({
        shape: swapAxes(shape, a as number, b as number),
      })),
    ),
  ),
  ...named("t", "input", (call) =>
    call.from("input", (shape) =>
      shape.length > 2
        ? mistaken(codes.rank, `turns a matrix round, and gets ${formatShape(shape)}. transpose swaps two of its axes.`)
        : { shape: shape.toReversed() },
    ),
  ),
  ...named("movedim moveaxis", "input, source, destination", moveDim),
  ...named("repeat_interleave", "input, repeats, dim=None", repeatInterleave),
  ...named("sum_to_size", "input, *size", (call) => {
    const target = restShape(call, "size");
    return call.from("input", () => (target ? { shape: target } : unknownSizes));
  }),
  ...named("rot90", "input, k=1, dims=None", quarterTurns),
  ...named("atleast_1d", "input", (call) => call.from("input", (shape) => ({ shape: withRank(shape, 1) }))),
  ...named("atleast_2d", "input", (call) => call.from("input", (shape) => ({ shape: withRank(shape, 2) }))),
  ...named("atleast_3d", "input", (call) => call.from("input", (shape) => ({ shape: withDepth(shape) }))),
  ...named("size", "input, dim=None", size, { silent: true }),
];
