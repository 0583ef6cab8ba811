/** Several numbers as one: sums and the like over axes, and the places of the largest. */
import { reduceAxes } from "../../../../python/tensors/axes.ts";
import { codes } from "../../../../python/tensors/codes.ts";
import { maximumOf, minimumOf } from "../../../../tensor/dim/order.ts";
import { addDims, multiplyDims } from "../../../../tensor/dim/sum.ts";
import { formatDim } from "../../../../tensor/dim/text.ts";
import type { Dim } from "../../../../tensor/dim.ts";
import { INT64 } from "../../element-types.ts";
import type { Call, Rule, Rules } from "../call.ts";
import type { Elements } from "../value.ts";
import { NotKnown, Wrong } from "../value.ts";
import { all } from "./elementwise.ts";

const folds: Readonly<Record<string, (a: Dim, b: Dim) => Dim>> = {
  ReduceProd: multiplyDims,
  ReduceSum: addDims,
  ReduceMax: maximumOf,
  ReduceMin: minimumOf,
};

/** Axes as an attribute, in later versions as an input; none are all, unless the node says that none is meant. */
const reduction: Rule = (call) => {
  const input = call.shape(0);
  const keeps = call.integer("keepdims", 1) === 1;
  if (call.attribute("axes") === undefined && call.has(1) && call.elements(1) === undefined)
    return openReduction(call, keeps);
  const written = call.integers("axes", 1);
  const isNone = written === undefined || written.length === 0;
  if (isNone && call.integer("noop_with_empty_axes", 0) === 1) return { shape: input };
  const axes = isNone ? input.map((_, axis) => axis) : call.axes(written, input.length);
  const isAll = axes.length === input.length;
  return { shape: reduceAxes(input, axes, keeps), elements: isAll ? reduced(call) : undefined };
};

/** Which axes go is in the data: their number remains if they stay with size 1. */
function openReduction(call: Call, keeps: boolean): ReturnType<Rule> {
  if (!keeps) throw new NotKnown(`the axes of ${call.node.name} are computed from data`);
  return { shape: call.shape(0).map(() => call.unknownSize(`the axes of ${call.node.name} are computed from data`)) };
}

function reduced(call: Call): Elements | undefined {
  const [fold, elements] = [folds[call.node.type], call.elements(0)];
  if (fold === undefined || !elements?.length || !elements.every((size) => size !== undefined)) return undefined;
  return [(elements as readonly Dim[]).reduce(fold)];
}

const placeOfLargest: Rule = (call) => {
  const input = call.shapeOfRank(0, 1);
  const axis = call.axis(call.integer("axis", 0), input.length);
  return { shape: reduceAxes(input, [axis], call.integer("keepdims", 1) === 1), type: INT64 };
};

/** How many, as an attribute up to version 9, then as an input. */
const largest: Rule = (call) => {
  const input = call.shapeOfRank(0, 1);
  const axis = call.axis(call.integer("axis", -1), input.length);
  const written = call.attribute("k") ?? call.sizes(1)?.[0];
  const count = typeof written === "number" ? written : (call.sizes(1)?.[0] ?? call.unknownSize());
  const size = input[axis] as Dim;
  if (typeof count === "number" && typeof size === "number" && count > size) {
    throw new Wrong(codes.index, `takes the largest ${count} of axis ${axis}, which has only ${formatDim(size)}.`);
  }
  const shape = input.with(axis, count);
  return [{ shape }, { shape, type: INT64 }];
};

export const reductionRules: Rules = {
  ...all(
    "ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare",
    reduction,
  ),
  ArgMax: placeOfLargest,
  ArgMin: placeOfLargest,
  TopK: largest,
};
