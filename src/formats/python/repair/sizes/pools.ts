/** Remedies for pools: another window or step, and another size to which images are pooled. */
import { type Proposal, propose, type Step, sizeAt } from "../proposal.ts";
import type { Reached } from "../source/reach.ts";
import { numberOf, proposeNumber, setTo, writtenAt } from "../source/settings.ts";
import { takenBy } from "./layer-sizes.ts";

/** Pools are as far apart as they are wide, or keep the size. */
const AS_WIDE = 0.3;
const APART = 0.5;
const FARTHEST_POOL = 4;
/** Who wrote the features of one cell may have forgotten the others; nobody writes those of other sides by chance. */
const POOLED = { toOne: 0.1, square: -0.05, unlike: -0.1 } as const;

/** A pool to a size that is given, of which a layer behind takes another number of cells. */
export function pooledSizes(wrong: Step, before: readonly Reached[]): Proposal[] {
  const taken = takenBy(wrong);
  const [expected, found] = taken ? [numberOf(wrong, taken.name), sizeAt(wrong.inputs[0], taken.axis)] : [];
  if (expected === undefined || found === undefined) return [];
  return before.flatMap(({ step, distance }) => {
    const [channels, ...sizes] = step.outputs[0]?.shape?.slice(1) ?? [];
    if (!/^adaptive/i.test(step.type) || distance > FARTHEST_POOL || typeof channels !== "number") return [];
    const side = (expected / channels) ** (1 / sizes.length);
    const isOther = sizes.some((size) => size !== side);
    if (!Number.isInteger(side) || !isOther) return [];
    const cost = sizes.some((size) => size !== sizes[0]) ? POOLED.unlike : side === 1 ? POOLED.toOne : POOLED.square;
    return propose(setTo(step, "output_size", String(side)), cost + distance / 100) ?? [];
  });
}

/** A window as wide as its step, the other way round, or a step of one where the window keeps the size. */
export function poolChanges(step: Step, kernel: number | undefined): (Proposal | undefined)[] {
  const [stride, padding] = [numberOf(step, "stride"), numberOf(step, "padding")];
  if (kernel === undefined) return [];
  const isKept = writtenAt(step, "stride") === undefined && padding !== undefined && 2 * padding + 1 === kernel;
  if (isKept) return [proposeNumber(step, "stride", 1, APART)];
  const name = step.settings?.("kernel_size") === undefined ? "pool_size" : "kernel_size";
  return stride === undefined || stride === kernel
    ? []
    : [proposeNumber(step, name, stride, AS_WIDE), proposeNumber(step, "stride", kernel, APART)];
}
