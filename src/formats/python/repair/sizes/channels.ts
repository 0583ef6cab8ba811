/**
 * Remedies for numbers of channels and features that do not meet: at the layer that takes them, at those that give them, and
 * arguments in the wrong order.
 */
import { TorchTensor } from "../../../../python/torch/tensor.ts";
import { exchangedFirst } from "../calls/exchanges.ts";
import { type Proposal, type Step, sizeAt } from "../proposal.ts";
import { argumentAt } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { numberOf } from "../source/settings.ts";
import { giverProposals } from "./givers.ts";
import { GIVES, PAIRED, takenBy } from "./layer-sizes.ts";
import { isAlong } from "./meeting.ts";
import { expectedShape } from "./model-inputs.ts";
import { valuesOf, valuesOfUnpacking, valuesOfView } from "./reshapes.ts";
import { takerProposals } from "./takers.ts";

export function channelProposals(wrong: Step, before: readonly Reached[]): Proposal[] {
  const taken = takenBy(wrong);
  const found = taken && sizeAt(wrong.inputs[0], taken.axis);
  const expects = taken && numberOf(wrong, taken.name);
  if (expects !== undefined && expects === found) return [];
  const missed = taken ? [[expects, found] as const] : differences(wrong);
  if (missed.length === 0) return [];
  const own = taken && argumentAt(wrong, taken.name);
  const givers = missed.flatMap(([expected, found]) =>
    expected === undefined || found === undefined
      ? []
      : giverProposals(before, { expected, found, ...(taken && { taker: wrong }) }, own),
  );
  return [...takerProposals(wrong, before), ...givers, ...exchanges(wrong, found, before)];
}

/** Axes of two tensors that are added or joined, and of two that are multiplied as matrices. */
const MEETING = [
  [1, 1],
  [-1, -1],
] as const;
const INNER = [
  [-1, -2],
  [-1, -1],
] as const;

/** Two tensors that should have met, each way: the sizes of their channels and of their last axes. */
function differences(wrong: Step): (readonly [expected: number | undefined, found: number | undefined])[] {
  const values = valuesOf(wrong) ?? valuesOfView(wrong) ?? valuesOfUnpacking(wrong);
  if (values) return [[values.target, values.found]];
  const [first, ...rest] = wrong.inputs;
  const expected = expectedShape(wrong);
  if (expected) return [[expected.at(-1), sizeAt(first, -1)]];
  const isProduct = /^(mat|batch_)?(mul|dot)|^bmm$/i.test(wrong.type);
  const axes = isProduct ? INNER : MEETING.filter(([axis]) => !isAlong(wrong, axis) && !isSpatial(wrong, axis));
  return rest.flatMap((other) =>
    axes.flatMap(([axis, otherAxis]) => {
      const [a, b] = [sizeAt(first, axis), sizeAt(other, otherAxis)];
      return a === b ? [] : [[a, b] as const, [b, a] as const];
    }),
  );
}

/** Of PyTorch's images the last axis is no layer's number of features. */
function isSpatial({ inputs: [first] }: Step, axis: number): boolean {
  return first instanceof TorchTensor && first.shape?.length === 4 && axis === -1;
}

/** Arguments in the wrong order, of the call that goes wrong and of what gives it its channels. */
function exchanges(wrong: Step, found: number | undefined, before: readonly Reached[]): Proposal[] {
  const gives = (step: Step, holds: (given: number) => boolean): boolean =>
    GIVES.some((name) => {
      const given = numberOf(step, name);
      return given !== undefined && holds(given);
    });
  const near = before.filter(({ step }) => gives(step, () => true)).slice(0, 3);
  return [{ step: wrong, distance: 0 }, ...near].flatMap(({ step, distance }, place) => {
    // What comes in is just what the call says that it gives.
    const isSwapped = place === 0 && gives(step, (given) => given === found);
    const cost = (isSwapped ? -0.5 : place === 0 ? 0.1 : 0.8) + distance / 10;
    return (PAIRED.test(step.type) ? exchangedFirst(step, cost) : undefined) ?? [];
  });
}
