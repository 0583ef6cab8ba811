/** Remedies for numbers that must divide each other: groups and channels, heads and widths. */

import type { Proposal, Step } from "../proposal.ts";
import { argumentAt } from "../source/call-text.ts";
import { defaultOf } from "../source/scope.ts";
import { numberOf, proposeNumber } from "../source/settings.ts";
import { rewritten, textAt } from "../source/written.ts";
import { renamings } from "./takers.ts";

export function groupProposals(wrong: Step): Proposal[] {
  const channels = ["in_channels", "out_channels", "num_channels"].flatMap((name) => {
    const value = numberOf(wrong, name);
    return value === undefined ? [] : [{ name, value }];
  });
  const groups = ["groups", "num_groups"].find((name) => numberOf(wrong, name) !== undefined);
  if (groups !== undefined) {
    return [
      ...dividing(wrong, groups, channels),
      ...channels.flatMap(({ name }) => renamings(wrong, name)),
      ...asChannels(wrong, groups),
    ];
  }
  const width = numberOf(wrong, "embed_dim");
  return width === undefined ? [] : dividing(wrong, "num_heads", [{ name: "embed_dim", value: width }]);
}

const AS_CHANNELS = 0.3;

/** As many groups as channels come in, by the name that these have; or by another name. */
function asChannels(wrong: Step, groups: string): Proposal[] {
  const [own, channels] = [argumentAt(wrong, groups), argumentAt(wrong, "in_channels")];
  if (own === undefined || !/[a-z]/i.test(textAt(own))) return [];
  const text = channels && textAt(channels);
  const known = text === undefined || text === textAt(own) ? [] : [rewritten(own, text, AS_CHANNELS)];
  return [...known, ...renamings(wrong, groups)];
}

interface Channels {
  readonly name: string;
  readonly value: number;
}

/** Another divisor, a common one of all numbers, or the number's nearest multiple. */
function dividing(step: Step, divisor: string, channels: readonly Channels[]): Proposal[] {
  const current = numberOf(step, divisor);
  if (current === undefined || current < 1) return [];
  const divides = (count: number): boolean => count >= 1 && channels.every(({ value }) => value % count === 0);
  const below = Array.from({ length: current }, (_, index) => current - index - 1).find(divides);
  const above = Array.from({ length: current }, (_, index) => current + index + 1).find(divides);
  const isDepthwise = new Set(channels.map(({ value }) => value)).size === 1;
  const divisors: (readonly [number | undefined, number])[] = [
    [1, divisor === "groups" ? 0.5 : 1.4],
    [below, 0.6],
    [above, 0.7],
    [isDepthwise && divisor === "groups" ? channels[0]?.value : undefined, 0.8],
  ];
  const multiples = channels
    .filter(({ value }) => value % current !== 0)
    .map(({ name, value }) => proposeNumber(step, name, Math.max(1, Math.round(value / current)) * current, 0.9));
  // A default counts for every layer that takes it.
  const written = argumentAt(step, divisor, divisor === "num_groups" ? 0 : undefined);
  const usual = written && defaultOf(written);
  const defaults = divisors.flatMap(([count, cost]) =>
    count === undefined || usual === undefined || !/^\d+$/.test(textAt(usual))
      ? []
      : [rewritten(usual, String(count), cost, `Set ${divisor} to ${count}`)],
  );
  return [
    ...defaults,
    ...divisors.map(([count, cost]) => (count === undefined ? undefined : proposeNumber(step, divisor, count, cost))),
    ...multiples,
  ].flatMap((proposal) => proposal ?? []);
}
