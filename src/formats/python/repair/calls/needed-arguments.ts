/** Remedies for the number that a layer needs, where another argument of the same call has it: each in the other's place. */
import { codes } from "../../../../python/tensors/codes.ts";
import { type Proposal, sizeAt, type WrongStep } from "../proposal.ts";
import { takenBy } from "../sizes/layer-sizes.ts";
import { argumentAt, argumentsIn, bracketsOf, callSite, valueIn } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { numberOf } from "../source/settings.ts";
import { textAt, type Written } from "../source/written.ts";
import { exchanged } from "./exchanges.ts";

const NEEDED = -0.25;
/** What comes in is just what the call says that it gives. */
const TURNED = -0.65;
const GROUPED = 0.02;
const OF_GIVER = 0;
const FARTHEST = 2;
const SETTINGS = ["out_channels", "out_features", "kernel_size", "stride", "padding", "hidden_size"];

/** Of what gives a number that another of its arguments should be. */
function neededOfGivers(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const taken = takenBy(wrong);
  const [expected, found] = [taken && numberOf(wrong, taken.name), taken && sizeAt(wrong.inputs[0], taken.axis)];
  const givers = before.filter(
    ({ step, distance }) => distance <= FARTHEST && numberOf(step, "out_channels") === found,
  );
  return givers.flatMap(({ step }) => {
    const own = argumentAt(step, "out_channels", 1);
    return ["kernel_size", "stride", "padding"].flatMap((name) => {
      const other = numberOf(step, name) === expected ? argumentAt(step, name, PLACES[name]) : undefined;
      return own && other ? [exchanged(own, other, OF_GIVER)] : [];
    });
  });
}

export function neededArguments(code: string, wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const call = callSite(wrong.module?.site);
  if (call === undefined || call.file.isDescribed) return [];
  const values = argumentsIn(bracketsOf(call)).map(valueIn);
  if (code === codes.groups) return pairsOf(values.slice(0, 3)).map(([a, b]) => exchanged(a, b, GROUPED));
  const taken = takenBy(wrong);
  const own = taken && argumentAt(wrong, taken.name);
  const found = taken && sizeAt(wrong.inputs[0], taken.axis);
  if (own === undefined || found === undefined) return neededOfGivers(wrong, before);
  const needed = SETTINGS.flatMap((name) => {
    const place = numberOf(wrong, name) === found ? argumentAt(wrong, name, PLACES[name]) : undefined;
    const isOddWindow = name === "kernel_size" && (numberOf(wrong, taken?.name ?? "") ?? 1) % 2 === 0;
    return place &&
      !isOddWindow &&
      isNamed(place) === isNamed(own) &&
      place.range.start !== own.range.start &&
      textAt(place) !== textAt(own)
      ? [exchanged(own, place, /^out_/.test(name) ? TURNED : NEEDED)]
      : [];
  });
  return [...needed, ...neededOfGivers(wrong, before)];
}

const PLACES: Readonly<Record<string, number>> = {
  out_channels: 1,
  out_features: 1,
  hidden_size: 1,
  kernel_size: 2,
  stride: 3,
  padding: 4,
};

/** Whether a value stands behind a name: nobody mistakes it for one that is given by its place. */
function isNamed({ file: { text }, range }: Written): boolean {
  return /\w\s*=\s*$/.test(text.slice(0, range.start));
}

function pairsOf(values: readonly Written[]): (readonly [Written, Written])[] {
  return values.flatMap((first, place) =>
    values.slice(place + 1).flatMap((second) => (textAt(first) === textAt(second) ? [] : [[first, second] as const])),
  );
}
