/**
 * Remedies for a number of heads or groups that divides nothing and is written far from where it matters: in the calls by which a
 * model is built, or in what their names were assigned.
 */
import type { Site } from "../../../../python/site.ts";
import { type Proposal, sizeAt, type WrongStep } from "../proposal.ts";
import { bracketsOf, callsTo, literalsIn } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { assignmentsAround } from "../source/scope.ts";
import { numberOf, sizesGiven, writtenAt } from "../source/settings.ts";
import { matchesIn, rewritten, textAt, type Written } from "../source/written.ts";
import { GIVES } from "./layer-sizes.ts";

const DEEPEST = 6;
const MOST = 4;

export function divisorProposals(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const groups = numberOf(wrong, "groups") ?? numberOf(wrong, "num_groups");
  if (groups !== undefined) {
    const channels = ["in_channels", "out_channels", "num_channels"].flatMap((name) => numberOf(wrong, name) ?? []);
    const isDivisor = channels.every((all) => all % groups === 0);
    return divided(wrong.module?.site ?? wrong.site, isDivisor ? [] : [groups], channels);
  }
  if (!/^(view|reshape|unflatten)$/.test(wrong.type)) return [];
  const width = sizeAt(wrong.inputs[0], -1);
  const sizes = (sizesGiven(wrong) ?? []).filter((size) => typeof size === "number" && size > 1) as number[];
  const maker = before.find(({ step: { module } }) => module !== undefined)?.step.module;
  return width === undefined ? [] : divided(maker?.site, sizes, [width]);
}

const AS_MANY = -0.1;
/** How far the layer may be from where it is cut, and that from the mistake. */
const NEAR = 6;

/** `width * 3` of the layer that is cut into three pieces, where it is written as another number of times. */
export function pieceProposals(before: readonly Reached[]): Proposal[] {
  const near = before.filter(({ distance }) => distance <= NEAR);
  return near.flatMap(({ step }) => {
    const count = step.type === "chunk" ? numberOf(step, "chunks") : undefined;
    const width = sizeAt(step.inputs[0], -1);
    if (count === undefined || width === undefined) return [];
    return near.flatMap(({ step: giver, distance }) => {
      const name = GIVES.find((each) => numberOf(giver, each) === width);
      const written = name && writtenAt(giver, name);
      const times = written ? matchesIn(written, TIMES) : [];
      return times.flatMap(({ at }) =>
        textAt(at) === String(count) ? [] : [rewritten(at, String(count), AS_MANY + distance / 20)],
      );
    });
  });
}

/** The number of times in a calculation. */
const TIMES = /^\d+(?=\s*\*)|(?<=\*\s*)\d+$/g;

/** Numbers that may stand for one of `counts`, each as the nearest others that divide all of `wholes`. */
function divided(site: Site | undefined, counts: readonly number[], wholes: readonly number[]): Proposal[] {
  const divides = (count: number): boolean => wholes.every((whole) => whole % count === 0);
  return placesFrom(site).flatMap((place) =>
    literalsIn(place).flatMap(({ at, value }) => {
      if (!counts.includes(value)) return [];
      const usual = usualAt(at);
      return nearest(value, divides).map((next) =>
        rewritten(at, String(next), 0.6 + Math.abs(next - value) / 20 - (usual.has(next) ? 0.1 : 0)),
      );
    }),
  );
}

/** What an argument of this name has elsewhere in the file, as its default or in another call. */
function usualAt({ file: { text }, range }: Written): ReadonlySet<number> {
  const name = /\b([a-z_]\w*)\s*=\s*$/i.exec(text.slice(0, range.start))?.[1];
  if (name === undefined) return new Set();
  const others = text.matchAll(new RegExp(`\\b${name}\\b[^=,()\\n]*=\\s*(\\d+)(?![\\w.])`, "g"));
  return new Set([...others].map(([, digits]) => Number(digits)));
}

function nearest(value: number, divides: (count: number) => boolean): number[] {
  const near = Array.from({ length: 2 * value }, (_, index) => index + 1).filter(
    (next) => next > 1 && next !== value && divides(next),
  );
  return near.sort((a, b) => Math.abs(a - value) - Math.abs(b - value)).slice(0, MOST);
}

/** The arguments of the calls that led to a place, and what their names were assigned. */
function placesFrom(site: Site | undefined): Written[] {
  const calls = callsTo(site, DEEPEST).map(bracketsOf);
  const places = calls.flatMap((call) => [call, ...assignmentsAround(call)]);
  return [...new Map(places.map((place) => [place.range.start, place])).values()];
}
