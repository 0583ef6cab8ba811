/** Remedies for channels that were lost on the way to a layer: tensors that were joined along another axis, an average over the channels. */
import { type Proposal, type Step, sizeAt, type WrongStep } from "../proposal.ts";
import type { Missed } from "../sizes/givers.ts";
import { takenBy } from "../sizes/layer-sizes.ts";
import { bracketsOf, callSite, type Literal, literalsIn } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { numberOf } from "../source/settings.ts";
import { rewritten } from "../source/written.ts";

const FARTHEST = 6;
const JOINED = -0.2;
const REDUCED = -0.2;

export function lostChannels(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const taken = takenBy(wrong);
  const [expected, found] = taken ? [numberOf(wrong, taken.name), sizeAt(wrong.inputs[0], taken.axis)] : [];
  if (expected === undefined || found === undefined || expected === found) return [];
  return before.flatMap(({ step, distance }) => {
    const call = distance <= FARTHEST && step.module === undefined ? callSite(step.site) : undefined;
    if (call === undefined || call.file.isDescribed) return [];
    const shape = step.inputs[0]?.shape ?? [];
    const axes = literalsIn(bracketsOf(call)).filter(({ value }) => Math.abs(value) <= shape.length);
    const proposals = isJoined(step, { expected, found }) ? joined(axes, shape.length) : averaged(step, axes, expected);
    return proposals.map(({ fix, cost }) => ({ fix, cost: cost + distance / 50 }));
  });
}

/** Along another axis as many channels would be there as a layer takes. */
function isJoined({ type, inputs }: Step, { expected, found }: Missed): boolean {
  if (!/^(?:cat|concat|concatenate)$/.test(type)) return false;
  const more = inputs.slice(1).flatMap(({ shape }) => shape ?? []);
  return expected === found * inputs.length || more.includes(expected - found);
}

function joined(axes: readonly Literal[], rank: number): Proposal[] {
  return axes
    .slice(-1)
    .flatMap(({ at, value }) =>
      others(rank, value).map((axis, place) => rewritten(at, String(axis), JOINED + place / 50, `Use axis ${axis}`)),
    );
}

/** Over the channels, which a layer takes. */
function averaged({ type, inputs: [first] }: Step, axes: readonly Literal[], expected: number): Proposal[] {
  const shape = first?.shape ?? [];
  if (!/^(?:mean|sum|amax|amin)$/.test(type) || shape[1] !== expected) return [];
  const named = axes.map(({ value }) => (value + shape.length) % shape.length);
  const channels = axes[named.indexOf(1)];
  const free = shape.map((_, axis) => axis).filter((axis) => axis > 0 && !named.includes(axis));
  return channels === undefined
    ? []
    : free.map((axis) => rewritten(channels.at, String(axis), REDUCED, `Average axis ${axis}`));
}

/** Channels come first, or last. */
function others(rank: number, value: number): number[] {
  const all = [1, rank - 1, ...Array.from({ length: rank }, (_, axis) => axis).slice(2, -1)];
  return all.filter((axis) => axis !== (value + rank) % rank);
}
