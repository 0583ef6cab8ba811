/** Remedies for a prediction and a target of which a loss cannot be computed: axes of one, tensors to flatten. */

import type { Proposal, WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, callSite } from "../source/call-text.ts";
import { rewritten, shortened, textAt, type Written } from "../source/written.ts";

type Sizes = readonly unknown[];

export function lossProposals({ site, inputs: [prediction, target] }: WrongStep): Proposal[] {
  const call = callSite(site);
  const given = call ? argumentsIn(bracketsOf(call)) : [];
  const [first, second] = given;
  if (first === undefined || second === undefined || !prediction?.shape || !target?.shape) return [];
  return [
    ...followed(second, squeezed(target.shape, prediction.shape)),
    ...followed(first, squeezed(prediction.shape, target.shape)),
    ...followed(second, opened(target.shape, prediction.shape)),
    ...followed(second, rows(target.shape, prediction.shape)),
  ];
}

function followed(place: Written, steps: readonly (readonly [added: string, cost: number])[]): Proposal[] {
  const text = textAt(place);
  if (!/^[\w.]+(\(.*\)|\[.*\])*$/s.test(text)) return [];
  return steps.map(([added, cost]) => rewritten(place, text + added, cost, `Write ${shortened(text)}${added}`));
}

/** Axes of one that the other does not have. */
function squeezed(shape: Sizes, other: Sizes): (readonly [string, number])[] {
  const ones = shape.flatMap((size, axis) => (axis > 0 && size === 1 ? [axis] : []));
  // Of classes the prediction has an axis that the target lacks.
  const wanted = [other.join(), other.toSpliced(1, 1).join()];
  const isFlat = ones.length > 1 && ones.length === shape.length - 1 && wanted.includes(String(shape[0]));
  const single = ones.filter((axis) => wanted.includes(shape.toSpliced(axis, 1).join()));
  return [
    ...(isFlat ? [[".view(-1)", 0.25] as const] : []),
    ...single.map((axis) => [`.squeeze(${axis})`, 0.3] as const),
  ];
}

/** An axis of one that the prediction has. */
function opened(shape: Sizes, other: Sizes): (readonly [string, number])[] {
  const missing = other.findIndex((size, axis) => axis > 0 && size === 1);
  return missing > 0 && shape.toSpliced(missing, 0, 1).join() === other.join() ? [[`.unsqueeze(${missing})`, 0.4]] : [];
}

/** Of as many samples as the prediction has, in rows of their own. */
function rows(shape: Sizes, [samples]: Sizes): (readonly [string, number])[] {
  const total = shape.reduce<number>((product, size) => product * Number(size), 1);
  return shape.length > 1 && total === samples ? [[".view(-1)", 0.3]] : [];
}
