/** Remedies for tensors that are joined without an axis, which PyTorch takes for the first one, that of the samples. */
import type { Proposal, WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, callSite } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { rewritten } from "../source/written.ts";

const FARTHEST = 3;
/** Samples are hardly ever joined within a model, and images least; how much less likely an axis is than the channels. */
const FORGOTTEN = -0.1;
const OF_IMAGES = -0.6;
const OTHER_AXIS = 0.05;

export function missingAxes(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const steps = [{ step: wrong, distance: 0 }, ...before];
  return steps.flatMap(({ step, distance }) => {
    const call = /^(cat|concat|concatenate)$/.test(step.type) && distance <= FARTHEST ? callSite(step.site) : undefined;
    if (call === undefined || call.file.isDescribed || argumentsIn(bracketsOf(call)).length !== 1) return [];
    const rank = step.inputs[0]?.shape?.length ?? 0;
    const end = { file: call.file, range: { start: call.range.end - 1, end: call.range.end - 1 } };
    const axes = rank === 3 ? [-1, 1] : rank > 1 ? [1] : [];
    return axes.map((axis, place) =>
      rewritten(
        end,
        `, dim=${axis}`,
        (rank > 3 ? OF_IMAGES : FORGOTTEN) + distance / 20 + place * OTHER_AXIS,
        `Add dim=${axis}`,
      ),
    );
  });
}
