/**
 * Remedies for `*` in the place of `//` or `+` and the like, in the calculations by which sizes come about: of what a layer takes or
 * gives, through the calls that hand it on, and of what a view holds.
 */
import type { Proposal, WrongStep } from "../proposal.ts";
import { argumentAt, argumentsIn, bracketsOf, callSite } from "../source/call-text.ts";
import { linesOf } from "../source/lines.ts";
import type { Reached } from "../source/reach.ts";
import { assignmentsAround, functionText } from "../source/scope.ts";
import { numberOf } from "../source/settings.ts";
import { likeliestFirst, mayStand } from "../source/signs.ts";
import { wayGiven } from "../source/where-given.ts";
import { matchesIn, rewritten, textAt, type Written } from "../source/written.ts";
import { GIVES, takenBy } from "./layer-sizes.ts";

const FARTHEST = 6;
const MOST = 16;
const costs = {
  sized: -0.05,
  grouped: 0.05,
  timesGroups: -0.15,
  viewed: 0.05,
  attribute: 0.1,
  divided: 0.05,
  step: 0.02,
} as const;

const OTHERS: Readonly<Record<string, readonly string[]>> = {
  "*": ["//", "+"],
  "//": ["*"],
  "/": ["*"],
  "+": ["*", "-", "//"],
  "-": ["+", "*", "//"],
  "%": ["//"],
};

export function flippedSigns(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  return [
    ...ofConstruction(wrong),
    ...ofPadding(wrong),
    ...ofChannels(wrong, before),
    ...ofGroups(wrong),
    ...ofView(wrong),
    ...ofAttributes(wrong),
  ].slice(0, MOST);
}

/** Each sign of a calculation as another one; nobody multiplies by one. */
function flipped(at: Written, cost: number): Proposal[] {
  return matchesIn(at, /(?<=[\w)\]]\s*)(?:\/\/|\*(?!\*)|\/|\+|-|%)(?=\s*[\w(])/g).flatMap(({ at: sign }) =>
    othersOf(sign).map((other, place) => rewritten(sign, other, cost + place / 20)),
  );
}

function othersOf(sign: Written): readonly string[] {
  const others = likeliestFirst(OTHERS[textAt(sign)] ?? [], sign);
  const isOne = /^\s*1\b(?!\.)/.test(sign.file.text.slice(sign.range.end));
  return others.filter((other) => mayStand(other, sign) && (!isOne || /^[-+]$/.test(other)));
}

/** Where a number is written, and where what hands it on calculates it. */
function calculations(at: Written | undefined, wrong: Pick<WrongStep, "module">): Written[] {
  const way = at === undefined ? [] : [at, ...wayGiven(at, wrong.module?.site)];
  return way.filter((place) => /[*/+%-]/.test(textAt(place)));
}

function ofChannels(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const taken = takenBy(wrong);
  const isMet = taken !== undefined || wrong.inputs.length > 1;
  if (!isMet) return [];
  const places = [
    ...(taken === undefined ? [] : calculations(argumentAt(wrong, taken.name), wrong)),
    ...before
      .filter(({ step, distance }) => distance <= FARTHEST && GIVES.some((name) => numberOf(step, name) !== undefined))
      .flatMap(({ step }) =>
        GIVES.flatMap((name) =>
          calculations(numberOf(step, name) === undefined ? undefined : argumentAt(step, name, 1), step),
        ),
      ),
  ];
  return places.flatMap((place, index) => flipped(place, costs.sized + index * costs.step));
}

/** Of channels that the groups do not divide. */
function ofGroups(wrong: WrongStep): Proposal[] {
  const names =
    takenBy(wrong) === undefined || numberOf(wrong, "groups") === undefined ? [] : ["in_channels", "out_channels"];
  const places = names.flatMap((name, place) => calculations(argumentAt(wrong, name, place), wrong));
  return places.flatMap((place) => [...flipped(place, costs.grouped), ...timesGroups(place)]);
}

/** What is so many times the groups is divided by them. */
function timesGroups(place: Written): Proposal[] {
  const signs = matchesIn(place, /(?<=\bgroups\s*)[-+/%]+(?=\s*[\w(])|(?<=[\w)\]]\s*)[-+/%]+(?=\s*groups\b)/g);
  return signs.map(({ at }) => rewritten(at, "*", costs.timesGroups));
}

/** Of a layer that cannot be built: what it is handed, and what that was given. */
function ofConstruction({ inputs, site }: WrongStep): Proposal[] {
  const call = inputs.length === 0 ? callSite(site) : undefined;
  if (call === undefined || call.file.isDescribed) return [];
  const given = argumentsIn(bracketsOf(call));
  const places = [...given, ...given.flatMap(assignmentsAround)].filter((place) => /[*/+%-]/.test(textAt(place)));
  return places.flatMap((place) => flipped(place, costs.viewed));
}

/** Of a border that is less than none. */
function ofPadding(wrong: WrongStep): Proposal[] {
  const padding = numberOf(wrong, "padding");
  const written = padding !== undefined && padding < 0 ? argumentAt(wrong, "padding", 4) : undefined;
  return calculations(written, wrong).flatMap((place) => flipped(place, costs.viewed));
}

/** In its sizes, and in what their names were given. */
function ofView({ type, site }: WrongStep): Proposal[] {
  const call = /^(?:view|reshape)$/.test(type) ? callSite(site) : undefined;
  if (call === undefined || call.file.isDescribed) return [];
  const sizes = argumentsIn(bracketsOf(call));
  const places = [...sizes, ...sizes.flatMap(assignmentsAround)].filter((place) => /[*/+%-]/.test(textAt(place)));
  return places.flatMap((place) => flipped(place, costs.viewed));
}

/** `self.name = one * other` */
const SIMPLE = /^self\.\w+ = [\w.]+ ?[-+*/]+ ?[\w.]+$/;

/** What a view needs of two numbers is how often one is in the other, as a rule. */
const DIVIDES = /^Write \/\/ /;

/** Behind a view: in what the attributes that its function reads were given. */
function ofAttributes({ type, site }: WrongStep): Proposal[] {
  const body = /^(?:view|reshape)$/.test(type) ? functionText(site) : undefined;
  const read = new Set(body && textAt(body).match(/\bself\.\w+\b(?!\s*[(=])/g));
  return [...read].flatMap((name) =>
    linesOf(site.file)
      .filter((line) => textAt(line).startsWith(`${name} =`) && SIMPLE.test(textAt(line)))
      .flatMap((line) => flipped(line, costs.attribute))
      .map((proposal) => (DIVIDES.test(proposal.fix.title) ? { ...proposal, cost: costs.divided } : proposal)),
  );
}
