/** Remedies for a shape that does not hold as many values as come: one of its sizes, or what the layer before gives. */
import { tupleText } from "../../../python/tuple-text.ts";
import { Tuple } from "../../../python/value.ts";
import { sizeOf } from "../../../tensor/shape.ts";
import { setTo, textAt, writtenAt } from "./edits.ts";
import { type Proposal, propose, type Step } from "./proposal.ts";

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

/** The sizes of Keras's layer. */
function targetOf(wrong: Step): readonly number[] | undefined {
  if (wrong.type !== "Reshape") return undefined;
  const target = wrong.settings?.("target_shape")?.value;
  const items = target instanceof Tuple ? target.items : undefined;
  return items?.every((item) => typeof item === "number" && item > 0) ? (items as readonly number[]) : undefined;
}
