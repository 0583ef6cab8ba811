/** Remedies for a shape that does not hold as many values as come: one of its sizes, or what the layer before gives. */
import { tupleText } from "../../../python/tuple-text.ts";
import { Tuple } from "../../../python/value.ts";
import { sizeOf } from "../../../tensor/shape.ts";
import { setTo, textAt, writtenAt } from "./edits.ts";
import { type Proposal, propose, type Step, sizeAt } from "./proposal.ts";
import type { Reached } from "./reach.ts";

/** What `Reshape` should hold and what comes, where both are known; without the batch. */
export function valuesOf(wrong: Step): { readonly target: number; readonly found: number } | undefined {
  const sizes = targetOf(wrong);
  const shape = wrong.inputs[0]?.shape?.slice(1);
  if (sizes === undefined || shape === undefined || !shape.every((size) => typeof size === "number")) return undefined;
  return { target: sizeOf(sizes), found: sizeOf(shape as readonly number[]) };
}

export function reshapeProposals(wrong: Step): Proposal[] {
  const [sizes, values] = [targetOf(wrong), valuesOf(wrong)];
  if (sizes === undefined || values === undefined) return [];
  return sizes.flatMap((size, index) => {
    const wanted = (size * values.found) / values.target;
    if (!Number.isInteger(wanted) || wanted < 1) return [];
    const changed = sizes.with(index, wanted);
    // People write square images: the size that makes two sides equal is the likeliest.
    const isSquare = changed[0] === changed[1];
    const written = writtenAt(wrong, "target_shape");
    const isCalculated = written !== undefined && /[-+*/]/.test(textAt(written));
    const isLikely = isSquare || wanted % 8 === 0 || wanted < 8;
    const cost = (isSquare ? 0.3 : 0.9) + (isCalculated && !isLikely ? 0.6 : 0);
    return propose(setTo(wrong, "target_shape", tupleText(changed)), cost) ?? [];
  });
}

/** Where reshaped tensors are joined with others: the sizes of those in their targets. */
export function joinedReshapes({ inputs }: Pick<Step, "inputs">, before: readonly Reached[]): Proposal[] {
  return before.flatMap(({ step, distance }) => {
    const target = distance === 0 ? writtenTarget(step) : undefined;
    const shape = step.outputs[0]?.shape;
    const others = inputs.filter((input) => !step.outputs.includes(input) && input.shape?.length === shape?.length);
    return (target ?? []).flatMap((size, index) => {
      const wanted = new Set(others.map((other) => sizeAt(other, index + 1)));
      const [only] = wanted;
      if (size < 1 || wanted.size !== 1 || only === undefined || only === size) return [];
      return propose(setTo(step, "target_shape", tupleText(target?.with(index, only) ?? [])), 0.4) ?? [];
    });
  });
}

/** The sizes of Keras's layer, all of them numbers of values. */
function targetOf(wrong: Step): readonly number[] | undefined {
  const target = writtenTarget(wrong);
  return target?.every((size) => size > 0) ? target : undefined;
}

/** One of them may be -1. */
function writtenTarget({ type, settings }: Step): readonly number[] | undefined {
  const target = type === "Reshape" ? settings?.("target_shape")?.value : undefined;
  const items = target instanceof Tuple ? target.items : undefined;
  return items?.every((item) => typeof item === "number") ? (items as readonly number[]) : undefined;
}
