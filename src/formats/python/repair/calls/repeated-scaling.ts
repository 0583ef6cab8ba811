/** A layer that enlarges or shrinks images once more: where they miss each other by its factor, one of several was left out. */
import { type Proposal, sizeAt, type WrongStep } from "../proposal.ts";
import { expectedShape } from "../sizes/model-inputs.ts";
import { callSite } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { numberOf } from "../source/settings.ts";
import { textAt } from "../source/written.ts";
import { layerBefore } from "./missing-layers.ts";

const SCALING = /^(?:UpSampling|(?:Max|Average)Pooling)\dD$/;
const CONVOLUTION = /^(?:Separable|Depthwise)?Conv\dD$/;
const USUAL = 2;
const COST = 0.75;
const MOST_TEXTS = 2;

export function repeatedScaling(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const [first, second] = wrong.inputs;
  const found = sizeAt(first, 1);
  const wanted = expectedShape(wrong)?.[0] ?? sizeAt(second, 1);
  if (found === undefined || wanted === undefined || (first?.shape?.length ?? 0) < 3) return [];
  const factor = Math.max(found, wanted) / Math.min(found, wanted);
  const scaling = before.filter(
    ({ step }) =>
      SCALING.test(step.type) && (numberOf(step, "size") ?? numberOf(step, "pool_size") ?? USUAL) === factor,
  );
  const texts = [...new Set(scaling.flatMap(({ step }) => callSite(step.module?.site) ?? []).map(textAt))];
  const convolutions = before.filter(({ step }) => CONVOLUTION.test(step.type));
  return texts
    .slice(0, MOST_TEXTS)
    .flatMap((text) =>
      convolutions.flatMap(({ step, distance }) => layerBefore(step, text, COST + distance / 20) ?? []),
    );
}
