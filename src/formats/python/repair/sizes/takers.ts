/**
 * Remedies at the layer that takes another number than comes: what comes, the text that the giver has written for it, a part of
 * what is written, or another name.
 */

import { sizeOf } from "../../../../tensor/shape.ts";
import { type Proposal, propose, type Step, sizeAt } from "../proposal.ts";
import { argumentAt } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { meansTheSame, operandsOf, parametersAround } from "../source/scope.ts";
import { numberOf, setTo, writtenAt } from "../source/settings.ts";
import { wayGiven } from "../source/where-given.ts";
import { isInside, matchesIn, rewritten, textAt, type Written } from "../source/written.ts";
import { GIVES, MISPLACED, misplacedAxis, NORMS, PAIRED, takenBy, unevenness } from "./layer-sizes.ts";
import { overwriting, wordings } from "./wordings.ts";

const FAR = 0.75;
const UNFLATTENED = 0.8;
const ITS_PARAMETER = 0.7;
/** Who wrote the same number twice rather meant it. */
const KEPT = 0.1;
/** The number belongs to a layer not far from the one that takes it. */
const FARTHEST = 6;

export function takerProposals(wrong: Step, before: readonly Reached[]): Proposal[] {
  const taken = takenBy(wrong);
  const found = taken && sizeAt(wrong.inputs[0], taken.axis);
  if (taken === undefined || found === undefined) return [];
  const { name } = taken;
  const near = before.filter(({ distance }) => distance <= FARTHEST);
  return [
    ...settings(wrong, name, found, near),
    ...ownTexts(wrong, name, found, near),
    ...renamings(wrong, name, found),
  ];
}

/** Where the setting is written, which may be far from the layer. */
function settings(wrong: Step, name: string, found: number, near: readonly Reached[]): Proposal[] {
  const written = writtenAt(wrong, name);
  const current = numberOf(wrong, name);
  const direct = propose(
    setTo(wrong, name, String(found)),
    0.2 + rarityOf(wrong) + unevenness(current, found) + costOfPlace(wrong, written),
  );
  const given = near.flatMap(({ step, distance }) =>
    written === undefined
      ? []
      : textsGiven(step, found, written, writtenAt).flatMap(
          (text) =>
            propose(setTo(wrong, name, text), 0.4 + distance / 20 + rarityOf(wrong) + unevenness(current, found)) ?? [],
        ),
  );
  return [...(direct ? [direct] : []), ...given];
}

/** How unlikely it is that the number is wrong: another axis has it, or all axes together, or the layer gives as many. */
function rarityOf(wrong: Step): number {
  if (misplacedAxis(wrong)) return MISPLACED;
  const [, ...sizes] = wrong.inputs[0]?.shape ?? [];
  const isKept = PAIRED.test(wrong.type) && numberOf(wrong, "in_channels") === (numberOf(wrong, "out_channels") ?? 0);
  const isRow = wrong.type === "Linear" && sizes.length > 1 && areNumbers(sizes);
  return isRow && sizeOf(sizes) === numberOf(wrong, "in_features") ? UNFLATTENED : isKept ? KEPT : 0;
}

function areNumbers(sizes: readonly unknown[]): sizes is number[] {
  return sizes.every((size) => typeof size === "number");
}

/** A number that is written far from the layer may be meant for others too. */
function costOfPlace({ module }: Step, written: Written | undefined): number {
  if (written === undefined) return 0;
  const isWithin = module !== undefined && isInside(written, module.site);
  return overwriting(written) + (isWithin ? 0 : FAR);
}

/** Where a name or a calculation is written: in the module's own construction, or where the number comes from. */
function ownTexts(wrong: Step, name: string, found: number, near: readonly Reached[]): Proposal[] {
  const own = ownArgument(wrong, name);
  const source = writtenAt(wrong, name);
  const current = numberOf(wrong, name);
  if (current === undefined) return [];
  const given = near.flatMap(({ step, distance }) =>
    own === undefined || /^\d+$/.test(textAt(own))
      ? []
      : textsGiven(step, found, own, constructed)
          .filter((text) => !/^\d+$/.test(text) || (distance === 0 && /Norm/.test(wrong.type)))
          .map((text) => ({ at: own, text, cost: 0.1 + distance / 20 })),
  );
  const places = [own, source].filter((place) => place !== undefined);
  const distinct = [...new Map(places.map((place) => [place.range.start, place])).values()];
  const worth = { from: current, to: found };
  return [...given, ...distinct.flatMap((place) => wordings(place, current, found))].flatMap(({ at, text, cost }) =>
    replacements(
      at,
      name,
      text,
      cost + rarityOf(wrong) + (overwritesParameter(name, at, text) ? ITS_PARAMETER : 0),
    ).map((proposal): Proposal => ({ ...proposal, isName: true, ...(at === own && { worth }) })),
  );
}

/** `in_channels * 2` or a number for the parameter that is called as what it is handed to: who hands over the number is wrong, as a rule. */
function overwritesParameter(name: string, at: Written, text: string): boolean {
  return textAt(at) === name && (/^\d+$/.test(text) || text.startsWith(`${name} `));
}

/** A part of what is written, or another name that the function around it is given; `wanted`: what it must be worth, if that is known. */
export function renamings(wrong: Step, name: string, wanted?: number): Proposal[] {
  const own = ownArgument(wrong, name);
  const written = own ?? writtenAt(wrong, name);
  if (written === undefined) return [];
  const current = numberOf(wrong, name);
  const isAsked = own !== undefined && current !== undefined && wanted !== undefined;
  const worth = isAsked ? { worth: { from: current, to: wanted } } : {};
  const handed = isAsked ? wayGiven(own, wrong.module?.site) : [];
  return [
    ...operandsOf(textAt(written)).flatMap((text) => replacements(written, name, text, 0.15)),
    ...(isAsked ? [own, ...handed] : [])
      .flatMap((place) => renamedWithin(place, name))
      .map((proposal) => ({ ...proposal, ...worth })),
    ...[written, ...handed].flatMap((place) =>
      parametersAround(place)
        .flatMap((text) => replacements(place, name, text, 0.8))
        .map((proposal): Proposal => ({ ...proposal, isName: true, ...worth })),
    ),
  ];
}

/** Another name in a calculation or a choice. */
function renamedWithin(own: Written, name: string): Proposal[] {
  const text = textAt(own);
  if (/^[\w.]*$/.test(text)) return [];
  const names = parametersAround(own);
  return matchesIn(own, /(?<![\w.])[a-z_]\w*(?![\w(.]|\s*=)/gi)
    .filter(({ at }) => !/^(?:if|else|not|and|or|in|is|for|None|True|False|self)$/.test(textAt(at)))
    .flatMap(({ at }) =>
      names.flatMap((other): Proposal[] => {
        if (other === textAt(at)) return [];
        const start = at.range.start - own.range.start;
        const next = text.slice(0, start) + other + text.slice(start + textAt(at).length);
        return replacements(own, name, next, 0.8).map((each) => ({ ...each, isName: true, isRenamed: true }));
      }),
    );
}

function ownArgument(wrong: Step, name: string): Written | undefined {
  return argumentAt(wrong, name, name === "num_channels" ? 1 : undefined);
}

function replacements(at: Written, name: string, text: string, cost: number): Proposal[] {
  return text === textAt(at) ? [] : [rewritten(at, text, cost, `Set ${name} to ${text}`)];
}

/** What a step that gives so many channels has written for that, if it means the same at another place. */
function textsGiven(
  step: Step,
  found: number,
  place: Written,
  writtenFor: (step: Step, name: string) => Written | undefined,
): string[] {
  return [...GIVES, ...NORMS].flatMap((name) => {
    const written = numberOf(step, name) === found ? writtenFor(step, name) : undefined;
    return written && meansTheSame(written, place) ? [textAt(written)] : [];
  });
}

/** In the step's own construction. */
function constructed(step: Step, name: string): Written | undefined {
  const isGiven = (GIVES as readonly string[]).includes(name);
  return argumentAt(step, name, PAIRED.test(step.type) && isGiven ? 1 : undefined);
}
