/** Remedies for images that come to a linear layer of as many features as they have channels, or of so many for each of a few cells: they are to be pooled. */
import type { Site } from "../../../../python/site.ts";
import { sameDim } from "../../../../tensor/dim/sum.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, callSite } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { numberOf, writtenAt } from "../source/settings.ts";
import { rewritten, textAt, type Written, within } from "../source/written.ts";

const AS_MEAN = -0.1;
/** Who wrote a name for the channels meant them, and who wrote a number may have forgotten the cells. */
const POOLED = { byName: -0.1, byNumber: 0.5, toCells: -0.05 } as const;
const NAME = /^[\w.]+$/;

export function missingPools(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  if (wrong.type !== "Linear") return [];
  const features = numberOf(wrong, "in_features");
  const handed = wrong.handed ?? handedTo(wrong.site);
  if (handed && sideOf(features, wrong) === 1 && NAME.test(textAt(handed)))
    return [rewritten(handed, `${textAt(handed)}.mean((2, 3))`, AS_MEAN)];
  const flatten = before.find(({ step }) => !isElementwise(step))?.step;
  const side = flatten?.type.toLowerCase() === "flatten" ? sideOf(features, flatten) : undefined;
  const flattened = flatten && side ? flattenedBy(flatten) : undefined;
  // Cells are counted for windows as well, which files without such a pool have.
  if (flattened === undefined || !NAME.test(textAt(flattened)) || (side !== 1 && !POOLS.test(flattened.file.text)))
    return [];
  const cost = side !== 1 ? POOLED.toCells : isNamed(wrong) ? POOLED.byName : POOLED.byNumber;
  return [rewritten(flattened, `${functionalIn(flattened)}.adaptive_avg_pool2d(${textAt(flattened)}, ${side})`, cost)];
}

const POOLS = /adaptive_?avg_?pool/i;

function isElementwise({ inputs: [input], outputs: [output] }: Reached["step"]): boolean {
  const [before, after] = [input?.shape, output?.shape];
  return before?.length === after?.length && before?.every((size, axis) => sameDim(size, after?.[axis] ?? -1)) === true;
}

function isNamed(wrong: WrongStep): boolean {
  const written = writtenAt(wrong, "in_features");
  return written !== undefined && NAME.test(textAt(written)) && !/^\d/.test(textAt(written));
}

/** What a container is handed that calls the layer. */
function handedTo(site: Site): Written | undefined {
  const call = callSite(site);
  const given =
    call && !call.file.isDescribed && /^self\.\w+\(/.test(textAt(call)) ? argumentsIn(bracketsOf(call)) : [];
  return given.length === 1 ? given[0] : undefined;
}

/** How many cells wide an image with these features would be; `undefined`: it is that already, or would be none. */
function sideOf(features: number | undefined, { inputs: [input] }: Pick<WrongStep, "inputs">): number | undefined {
  const [, channels, ...sizes] = input?.shape ?? [];
  if (features === undefined || typeof channels !== "number" || sizes.length !== 2) return undefined;
  const side = Math.sqrt(features / channels);
  return Number.isInteger(side) && side > 0 && sizes.some((size) => size !== side) ? side : undefined;
}

/** What a call is given first, or whose method it is. */
function flattenedBy({ site, module }: Reached["step"]): Written | undefined {
  const call = callSite(site);
  if (call === undefined || call.file.isDescribed) return undefined;
  const receiver = { start: 0, end: call.anchor.start - 1 - call.range.start };
  const owner = module === undefined && receiver.end > 0 ? within(call, receiver) : undefined;
  return owner && !/^(?:torch|F|nn\.functional)$/.test(textAt(owner)) ? owner : argumentsIn(bracketsOf(call))[0];
}

function functionalIn({ file: { text } }: Written): string {
  return /^import torch\.nn\.functional as (\w+)/m.exec(text)?.[1] ?? (/\bF\./.test(text) ? "F" : "nn.functional");
}
