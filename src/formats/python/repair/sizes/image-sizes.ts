/** Remedies for an image size that a file states and that is not that of the images which it feeds its model with. */
import { type Proposal, sizeAt, type WrongStep } from "../proposal.ts";
import type { Reached } from "../source/reach.ts";
import { matchesIn, rewritten, textAt } from "../source/written.ts";

const COST = 0.6;
const MOST = 4;
/** `image_size=224`, as a default or in a call. */
const STATED =
  /(?<=\b(?:img|image|input|in)_?(?:size|res|resolution|h|w|height|width)\s*(?::\s*int\s*)?=\s*)\d+(?![\w.])/gi;

export function imageSizeProposals({ site: { file } }: WrongStep, before: readonly Reached[]): Proposal[] {
  const image = before.findLast(({ step }) => step.inputs[0]?.shape?.length === 4)?.step.inputs[0];
  const size = sizeAt(image, 2);
  if (size === undefined || file.isDescribed) return [];
  const stated = matchesIn({ file, range: { start: 0, end: file.text.length } }, STATED);
  const others = stated.filter(({ at }) => textAt(at) !== String(size)).slice(0, MOST);
  return others.map(({ at }) => rewritten(at, String(size), COST));
}
