/** Remedies for tensors that are joined or split without an axis, which PyTorch takes for the first one, that of the samples. */
import type { Proposal, Step, WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, callSite } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { rewritten, textAt } from "../source/written.ts";

const FARTHEST = 6;
/** Samples are hardly ever joined within a model, and images least; how much less likely an axis is than the channels. */
const FORGOTTEN = -0.1;
const OF_IMAGES = -0.6;
const OTHER_AXIS = 0.05;

export function missingAxes(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const steps = [{ step: wrong, distance: 0 }, ...before];
  return steps.flatMap(({ step, distance }) => {
    const call = distance <= FARTHEST ? callWithoutAxis(step) : undefined;
    if (call === undefined) return [];
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

/** What is written there where no axis is. */
function callWithoutAxis({ type, site }: Step): ReturnType<typeof callSite> {
  const isSplit = /^(chunk|split)$/.test(type);
  const call = isSplit || /^(cat|concat|concatenate)$/.test(type) ? callSite(site) : undefined;
  if (call === undefined || call.file.isDescribed) return undefined;
  const others = isSplit && /^torch\s*\.\s*\w+\s*\(/.test(textAt(call)) ? 2 : 1;
  return argumentsIn(bracketsOf(call)).length === others ? call : undefined;
}
