/** Sums, means, maxima and the like, over some axes or all. */

import { minimumOf } from "../../../tensor/dim/order.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { reduceAxes } from "../../tensors/axes.ts";
import { broadcast } from "../../tensors/broadcast.ts";
import { codes } from "../../tensors/codes.ts";
import { sizeFrom } from "../../tensors/sizes.ts";
import { Float, namedParts, type TupleKind, type Value } from "../../value.ts";
import { type Call, listOf, reasonOf, withPlaces } from "../call.ts";
import { named, type TorchFunction } from "../function.ts";
import { TorchTensor } from "../tensor.ts";
import { axesIn, withAxes, withAxis, withoutExcess } from "./axis.ts";

export function reduce(call: Call, dtype?: string): TorchTensor {
  const reduced = call.from("input", (shape) => {
    const dim = call.get("dim");
    const keep = call.run.truth(call.get("keepdim"));
    if (keep === undefined) return { unknown: "keepdim is not known" };
    const every = dim === null || axesIn(dim).length === 0;
    if (every) return { shape: keep ? shape.map(() => 1) : [] };
    return withAxes(axesIn(dim), shape, (axes) => {
      const again = axes.find((axis, place) => axes.indexOf(axis) !== place);
      if (again !== undefined) return mistaken(codes.axis, `axis ${again} of ${formatShape(shape)} is named twice.`);
      return { shape: reduceAxes(shape, axes, keep) };
    });
  });
  return dtype === undefined ? reduced : new TorchTensor({ shape: reduced.shape, reason: reduced.reason, dtype });
}

/** One answer, or one for each of the given shares in an axis in front. */
function quantile(call: Call): TorchTensor {
  const reduced = reduce(call);
  const shares = call.get("q");
  if (shares instanceof Float || typeof shares === "number" || reduced.shape === undefined) return reduced;
  const many = call.shape("q");
  if (many === undefined) return call.unknown(reasonOf(shares));
  return call.give({ shape: [...many, ...reduced.shape] }, reduced.dtype);
}

/** `max` and its like: of everything, with another tensor, or along an axis with the places where the values stood. */
function extreme(call: Call): Value {
  const dim = call.get("dim");
  if (dim instanceof TorchTensor) return withOther(call, dim);
  const values = reduce(call);
  if (dim === null) return values;
  return withPlaces(values);
}

/** `max(a, b)`, number by number. */
function withOther(call: Call, { shape: other, reason }: TorchTensor): TorchTensor {
  return call.from("input", (shape) => (other ? broadcast(shape, other) : { unknown: reason ?? "" }));
}

function twice(call: Call, kind?: TupleKind): Value {
  const one = reduce(call);
  return listOf([one, new TorchTensor({ shape: one.shape, reason: one.reason, dtype: one.dtype })], kind);
}

function both(call: Call, rule: (call: Call) => TorchTensor): Value {
  return withPlaces(rule(call));
}

function topk(call: Call): TorchTensor {
  return call.from("input", (shape) =>
    withAxis(call.get("dim"), shape, (axis): ShapeAnswer => {
      const k = sizeFrom(call.run, call.get("k"));
      const least = typeof k === "number" ? k : minimumOf(k, shape[axis] as Dim);
      return withoutExcess(k, shape, axis, shape.with(axis, least));
    }),
  );
}

/** Two tensors compared along an axis, in every pair that broadcasting makes of them. */
export function similarity(call: Call, dim: Value): TorchTensor {
  return compared(call, (shape) => withAxis(dim, shape, (axis) => ({ shape: shape.toSpliced(axis, 1) })));
}

/** Along the last axis. */
export function distance(call: Call, keepdim: Value): TorchTensor {
  const keeps = call.run.truth(keepdim);
  if (keeps === undefined) return call.unknown("keepdim is not known");
  return compared(call, (shape) => ({ shape: [...shape.slice(0, -1), ...(keeps ? [1] : [])] }));
}

function compared(call: Call, rule: (shape: Shape) => ShapeAnswer): TorchTensor {
  return call.fromBoth("x1", "x2", (left, right) => {
    const together = broadcast(left, right);
    return "shape" in together ? rule(together.shape) : together;
  });
}

const keep = (call: Call) => call.from("input", (shape) => ({ shape }));

export const reductions: readonly TorchFunction[] = [
  ...named("sum mean nansum nanmean prod logsumexp amax amin", "input, dim=None, keepdim=False", (call) =>
    reduce(call),
  ),
  ...named("std var", "input, dim=None, unbiased=True, keepdim=False", (call) => reduce(call)),
  ...named("all any", "input, dim=None, keepdim=False", (call) => reduce(call, "bool")),
  ...named("argmax argmin count_nonzero", "input, dim=None, keepdim=False", (call) => reduce(call, "int64")),
  ...named("norm", "input, p='fro', dim=None, keepdim=False", (call) => reduce(call)),
  ...named("vector_norm", "input, ord=2, dim=None, keepdim=False", (call) => reduce(call)),
  ...named("quantile nanquantile", "input, q, dim=None, keepdim=False", quantile),
  ...named("trapz trapezoid", "input, x=None, *, dim=-1, keepdim=False", (call) => reduce(call)),
  ...named("var_mean std_mean", "input, dim=None, unbiased=True, keepdim=False", (call) => twice(call)),
  ...named("max min median nanmedian", "input, dim=None, keepdim=False", extreme),
  ...named("mode", "input, dim=-1, keepdim=False", extreme),
  ...named("kthvalue", "input, k, dim=-1, keepdim=False", extreme),
  ...named("aminmax", "input, *, dim=None, keepdim=False", (call) => twice(call, namedParts(["min", "max"]))),
  ...named("sort", "input, dim=-1, descending=False", (call) => both(call, keep)),
  ...named("cummax cummin", "input, dim", (call) => both(call, keep)),
  ...named("topk", "input, k, dim=-1", (call) => both(call, topk)),
  ...named("argsort", "input, dim=-1", keep),
  ...named("cosine_similarity", "x1, x2, dim=1", (call) => similarity(call, call.get("dim"))),
  ...named("pairwise_distance", "x1, x2, p=2, eps=0, keepdim=False", (call) => distance(call, call.get("keepdim"))),
];
