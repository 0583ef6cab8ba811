/** Everything that might mend a mistake, the likeliest first. */
import { codes } from "../../../python/tensors/codes.ts";
import { channelProposals } from "./channels.ts";
import { groupProposals } from "./groups.ts";
import { layoutProposals, missingSteps } from "./layout.ts";
import { type Mistake, type Proposal, wrongStep } from "./proposal.ts";
import { stepsBefore } from "./reach.ts";
import { reshapeProposals } from "./reshapes.ts";
import { windowProposals } from "./windows.ts";

/** Mistakes of sizes, for which the image may be at fault. */
const OF_SIZES: readonly string[] = [
  codes.broadcast,
  codes.concatenate,
  codes.kernelTooLarge,
  codes.inFeatures,
  codes.reshape,
  codes.poolPadding,
  codes.padding,
  "shape/model-input",
];

export function proposalsFor(mistake: Mistake): Proposal[] {
  const { problem } = mistake;
  const own = problem.fix ? [{ fix: problem.fix, cost: problem.code === codes.kernelTooLarge ? 1.2 : 0 }] : [];
  const wrong = wrongStep(mistake);
  if (wrong === undefined) return own;
  const before = stepsBefore(wrong.inputs, mistake.operations);
  const all = [
    ...own,
    ...channelProposals(wrong, before),
    ...groupProposals(wrong),
    ...layoutProposals(wrong, before),
    ...missingSteps(wrong),
    ...reshapeProposals(wrong),
    ...(OF_SIZES.includes(problem.code) ? windowProposals(wrong, before) : []),
  ];
  return distinct(all).sort((a, b) => a.cost - b.cost);
}

/** Of several proposals of the same text the likeliest. */
function distinct(proposals: readonly Proposal[]): Proposal[] {
  const byText = new Map<string, Proposal>();
  for (const proposal of proposals) {
    const key = JSON.stringify(
      proposal.fix.edits.map(({ file, range, text }) => [file.path, range.start, range.end, text]),
    );
    const known = byText.get(key);
    if (known === undefined || proposal.cost < known.cost) byText.set(key, proposal);
  }
  return [...byText.values()];
}
