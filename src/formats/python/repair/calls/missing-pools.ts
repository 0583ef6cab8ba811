/** Remedies for images that come to a linear layer of as many features as they have channels: each channel's mean is meant. */
import type { Site } from "../../../../python/site.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, callSite } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { numberOf } from "../source/settings.ts";
import { rewritten, textAt, type Written, within } from "../source/written.ts";

const AS_MEAN = -0.1;
const POOLED = 0.5;
const NAME = /^[\w.]+$/;

export function missingPools(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  if (wrong.type !== "Linear") return [];
  const features = numberOf(wrong, "in_features");
  const handed = wrong.handed ?? handedTo(wrong.site);
  if (handed && isImageOf(features, wrong) && NAME.test(textAt(handed)))
    return [rewritten(handed, `${textAt(handed)}.mean((2, 3))`, AS_MEAN)];
  return before.flatMap(({ step, distance }) => {
    const image = step.type.toLowerCase() === "flatten" && distance === 0 && isImageOf(features, step);
    const flattened = image ? flattenedBy(step) : undefined;
    if (flattened === undefined || !NAME.test(textAt(flattened))) return [];
    return [rewritten(flattened, `${functionalIn(flattened)}.adaptive_avg_pool2d(${textAt(flattened)}, 1)`, POOLED)];
  });
}

/** What a container is handed that calls the layer. */
function handedTo(site: Site): Written | undefined {
  const call = callSite(site);
  const given =
    call && !call.file.isDescribed && /^self\.\w+\(/.test(textAt(call)) ? argumentsIn(bracketsOf(call)) : [];
  return given.length === 1 ? given[0] : undefined;
}

function isImageOf(features: number | undefined, { inputs: [input] }: Pick<WrongStep, "inputs">): boolean {
  const [, channels, ...sizes] = input?.shape ?? [];
  return channels === features && sizes.length === 2 && sizes.some((size) => size !== 1);
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
