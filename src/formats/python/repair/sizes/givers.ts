/** Remedies at the layers before, each of which would have to give another number, with the norms between that count the same. */
import { KerasTensor } from "../../../../python/keras/keras-tensor.ts";
import type { SourceFix } from "../../../../python/trace.ts";
import { type Proposal, propose, type Step } from "../proposal.ts";
import { argumentAt, argumentsIn, bracketsOf, callSite, callsTo } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { functionText, meansTheSame, operandsOf, parametersAround } from "../source/scope.ts";
import { numberOf, setTo, writtenAt } from "../source/settings.ts";
import { wayGiven } from "../source/where-given.ts";
import { rewritten, textAt, type Written } from "../source/written.ts";
import { GIVES, isOutOfOrder, NORMS, PAIRED, unevenness } from "./layer-sizes.ts";
import { recalculated, rewritings } from "./rewriting.ts";
import { knownWordings } from "./wordings.ts";

/** The numbers of channels that should have met. */
export interface Missed {
  readonly expected: number;
  readonly found: number;
  /** The layer that takes the number. */
  readonly taker?: Step;
}

/** The taker is rather mistaken than the giver; the costs of wordings are on top of `giver`. */
const costs = {
  asTaken: 0.05,
  asTwin: 0.5,
  number: 1,
  giver: 0.9,
  name: 0.3,
  again: 0.15,
  overwritten: 0.4,
  evened: -0.6,
  takenOften: 0.25,
  kept: -0.1,
  outOfOrder: 0.05,
} as const;

/** Farther ones are not given other names. */
const FARTHEST_NAME = 4;
const RECURRENT = /^(?:LSTM|GRU|RNN)$/;
const BOTH_WAYS = "bidirectional=True";
/** With a norm and an activation between. */
const NEXT = 3;

export function giverProposals(before: readonly Reached[], missed: Missed, taken?: Written): Proposal[] {
  const norms: SourceFix[] = [];
  return before.flatMap((reached) => {
    const norm = NORMS.find((name) => numberOf(reached.step, name) === missed.found);
    const fix = norm && setTo(reached.step, norm, String(missed.expected));
    if (fix) norms.push(fix);
    return GIVES.flatMap((name) => {
      const current = numberOf(reached.step, name);
      if (current === undefined) return [];
      const giver = { ...reached, name, current };
      return [
        ...(taken ? asTaken(giver, missed, taken) : []),
        ...asTwins(giver, before, missed),
        ...changesOf(giver, missed, norms),
      ];
    });
  });
}

/** `width * factor` as the taker has it, where the giver has a part of that: rather one was left out than one was added. */
function asTaken({ step, distance, name, current }: Giver, { found }: Missed, taken: Written): Proposal[] {
  const own = argumentAt(step, name, PAIRED.test(step.type) ? 1 : undefined);
  if (own === undefined || current !== found || distance > FARTHEST_NAME || !meansTheSame(taken, own)) return [];
  const text = textAt(taken);
  if (!operandsOf(text).includes(textAt(own))) return [];
  if (RECURRENT.test(step.type) && /^2\s*\*|\*\s*2$/.test(text)) return bothWays(step, costs.asTaken + distance / 20);
  return [rewritten(own, text, costs.asTaken + distance / 20, `Set ${name} to ${text}`)];
}

/** Who counts the steps of a sequence twice has it read from both ends. */
function bothWays({ module }: Step, cost: number): Proposal[] {
  const call = callSite(module?.site);
  const given = call ? argumentsIn(bracketsOf(call)) : [];
  const last = given.at(-1);
  if (last === undefined || given.some((argument) => /^(?:bidirectional\b|\*)/.test(textAt(argument)))) return [];
  const place = { file: last.file, range: { start: last.range.end, end: last.range.end } };
  return [rewritten(place, `, ${BOTH_WAYS}`, cost, `Add ${BOTH_WAYS}`)];
}

/** Of layers that are joined, as the other one of its kind has it: they are often as wide. */
function asTwins({ step, distance, name, current }: Giver, before: readonly Reached[], missed: Missed): Proposal[] {
  const own = writtenAt(step, name);
  const isJoined = current !== missed.found;
  if (own === undefined || !isJoined || distance > FARTHEST_NAME || step.outputs[0] instanceof KerasTensor) return [];
  const wanted = numbersWanted(current, missed);
  const twins = before.filter(
    (other) =>
      other.step.type === step.type &&
      other.distance === distance &&
      wanted.includes(numberOf(other.step, name) ?? current),
  );
  const texts = new Set(twins.flatMap((twin) => writtenAt(twin.step, name) ?? []).map(textAt));
  texts.delete(textAt(own));
  return [...texts].map((text) => rewritten(own, text, costs.asTwin + distance / 20, `Set ${name} to ${text}`));
}

/** A step that gives `current` channels, as its setting `name` says. */
interface Giver extends Reached {
  readonly name: string;
  readonly current: number;
}

function changesOf(giver: Giver, missed: Missed, norms: readonly SourceFix[]): Proposal[] {
  const { step, distance, name, current } = giver;
  const isKeras = step.outputs[0] instanceof KerasTensor;
  const numbers = numbersWanted(current, missed).flatMap((wanted) =>
    isKeras && isCalculated(step, name)
      ? rewrittenNumber(giver, wanted, missed)
      : otherNumber(giver, wanted, missed, norms),
  );
  return [
    ...numbers,
    ...withoutFactor(step, name, (isKeras ? 1 : 1.3) + distance / 10),
    ...(distance > FARTHEST_NAME ? [] : otherTexts(giver, missed, isKeras)),
  ];
}

function isCalculated(step: Step, name: string): boolean {
  const written = writtenAt(step, name);
  return written !== undefined && !/^\d+$/.test(textAt(written));
}

/** Whether several calls around a layer are handed the number first that it should give: one of them alone may be wrong. */
function isTakenOften({ step }: Giver, wanted: number): boolean {
  const built = callsTo(step.module?.site).map(functionText);
  return built.some((body) => {
    const takers = body && textAt(body).match(new RegExp(`\\w\\(\\s*${wanted}\\s*,`, "g"));
    return (takers?.length ?? 0) > 1;
  });
}

/** Whether it would give as many as it takes, as layers between wider ones do. */
function isKept({ step }: Giver, wanted: number): boolean {
  return ["in_channels", "in_features"].some((name) => numberOf(step, name) === wanted);
}

function costOf(giver: Giver, wanted: number, missed: Missed): number {
  const { distance, current } = giver;
  const { found, taker } = missed;
  if (current === found && distance <= NEXT && taker && isOutOfOrder(giver.step, taker))
    return costs.outOfOrder + distance / 10 + unevenness(current, wanted);
  if (current === found && distance <= NEXT && isTakenOften(giver, wanted))
    return costs.takenOften + distance / 10 + unevenness(current, wanted) + (isKept(giver, wanted) ? costs.kept : 0);
  // Whoever gives more than one channel hardly meant one.
  const single = wanted === 1 ? 0.6 : 0;
  const odd = unevenness(wanted, current) > 0 && current > 16 ? costs.evened : 0;
  return costs.number + distance / 10 + (current === found ? 0 : 0.5) + single + unevenness(current, wanted) + odd;
}

function rewrittenNumber(giver: Giver, wanted: number, missed: Missed): Proposal[] {
  const written = writtenAt(giver.step, giver.name);
  const base = costOf(giver, wanted, missed);
  const others = written ? rewritings(giver.name, written, giver.current, wanted) : [];
  return others.map(({ fix, cost }) => ({ fix, cost: cost + base }));
}

function otherNumber(giver: Giver, wanted: number, missed: Missed, norms: readonly SourceFix[]): Proposal[] {
  const { step, name, current } = giver;
  // Who wrote a name or a calculation meant its number.
  const cost = costOf(giver, wanted, missed) + (isCalculated(step, name) ? costs.overwritten : 0);
  const fix = setTo(step, name, String(wanted));
  return [
    propose(fix, cost),
    propose(fix && withNorms(fix, norms), cost + 0.4 + norms.length / 10),
    ...recalculated(writtenAt(step, name), current, wanted, cost + 0.2),
  ].flatMap((proposal) => proposal ?? []);
}

/** As many times less or more; or so many less or more, where others are joined to it. */
function numbersWanted(current: number, { expected, found }: Missed): number[] {
  const wanted = [(current * expected) / found, current + expected - found];
  return [...new Set(wanted)].filter((number) => Number.isInteger(number) && number > 0 && number !== current);
}

function withNorms(fix: SourceFix, norms: readonly SourceFix[]): SourceFix | undefined {
  const [norm] = norms;
  return (
    norm && { title: `${fix.title}, and the norms behind it`, edits: [fix, ...norms].flatMap(({ edits }) => edits) }
  );
}

/** Where among its arguments a layer of Keras says how much it gives. */
const PLACES_IN_KERAS: Readonly<Record<string, number>> = { filters: 0, units: 0, output_dim: 1 };

function placeInTorch({ type, module }: Step): number | undefined {
  return PAIRED.test(type) || module?.cls.written ? 1 : undefined;
}

/** Another wording, or another name that is handed over, where the step's own construction writes one. */
function otherTexts(
  { step, distance, name, current }: Giver,
  { expected, found }: Missed,
  isKeras: boolean,
): Proposal[] {
  const own = argumentAt(step, name, isKeras ? PLACES_IN_KERAS[name] : placeInTorch(step));
  if (own === undefined || /^\d+$/.test(textAt(own))) return [];
  const wanted = (current * expected) / found;
  const call = callSite(step.module?.site);
  const given = call ? argumentsIn(bracketsOf(call)).map((at) => textAt(at).replace(/^\w+=/, "")) : [];
  const names = parametersAround(own).map((text) => ({
    at: own,
    text,
    cost: costs.name + (given.includes(text) ? costs.again : 0),
  }));
  const handed = isKeras || !Number.isInteger(wanted) ? [] : wayGiven(own, step.module?.site);
  const onTheWay = handed.flatMap((at) =>
    /^[a-z_]\w*$/i.test(textAt(at)) ? parametersAround(at).map((text) => ({ at, text, cost: costs.name })) : [],
  );
  return [...names, ...onTheWay, ...(Number.isInteger(wanted) && !isKeras ? knownWordings(own, current, wanted) : [])]
    .filter(({ at, text }) => text !== textAt(at))
    .map(({ at, text, cost }) => ({
      ...rewritten(at, text, cost + costs.giver + distance / 10, `Set ${name} to ${text}`),
      isName: true,
      ...((at === own || handed.includes(at)) && Number.isInteger(wanted) && { worth: { from: current, to: wanted } }),
    }));
}

/** Without a factor too much, which stands in one place however often its block is built. */
function withoutFactor(step: Step, name: string, cost: number): Proposal[] {
  const written = writtenAt(step, name);
  const factors = written ? operandsOf(textAt(written)) : [];
  return factors.flatMap((text) => (written ? rewritten(written, text, cost, `Set ${name} to ${text}`) : []));
}
