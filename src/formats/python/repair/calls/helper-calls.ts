/**
 * Remedies in the calls of a user's function that builds layers: an argument by name that the function's other calls have, or one
 * that only this call has.
 */

import { KerasTensor } from "../../../../python/keras/keras-tensor.ts";
import type { Site } from "../../../../python/site.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, calleeOf, callsTo, isByPlace } from "../source/call-text.ts";
import { lineAt, linesOf } from "../source/lines.ts";
import type { Reached } from "../source/reach.ts";
import { meansTheSame } from "../source/scope.ts";
import { rewritten, textAt, type Written, within } from "../source/written.ts";

const DEEPEST = 3;
const FARTHEST = 8;
const LIKELY = 0.7;
const BESIDE = -0.3;

export function helperCallProposals(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const steps = [{ step: wrong, distance: 0 }, ...before].filter(({ distance }) => distance <= FARTHEST);
  const isKeras = wrong.inputs[0] instanceof KerasTensor;
  const seen = new Set<number>();
  return steps.flatMap(({ step, distance }) => {
    const made = step.module?.site ?? step.site;
    // What is written in PyTorch's own call of a layer may be forgotten too.
    return callsTo(isKeras ? made?.caller : made, DEEPEST).flatMap((call) => {
      if (seen.has(call.range.start)) return [];
      seen.add(call.range.start);
      return changesOf(call, isKeras).map(({ fix, cost }) => ({ fix, cost: cost + LIKELY + distance / 20 }));
    });
  });
}

interface Named {
  readonly name: string;
  readonly value: string;
  readonly at: Written;
}

function changesOf(call: Site, isKeras: boolean): Proposal[] {
  const callee = calleeOf(call);
  if (!/^(\w+|nn\.\w+)$/.test(callee)) return [];
  const own = namedIn(bracketsOf(call), true);
  const lists = othersOf(call);
  const others = lists.flatMap((list) => namedIn(list, meansTheSame(list, call)));
  if (!isKeras) return [...added(call, others), ...withoutLast(call, lists)];
  return [...added(call, others), ...own.flatMap((each) => changed(each, others)), ...own.flatMap(removed)];
}

function added(call: Site, others: readonly Named[]): Proposal[] {
  const { file, range } = call;
  const end = { file, range: { start: range.end - 1, end: range.end - 1 } };
  const given = new Set(argumentsIn(bracketsOf(call)).map((argument) => /^\w+(?=\s*=)/.exec(textAt(argument))?.[0]));
  const missing = others.filter(({ name }) => !given.has(name));
  const beside = besideIn(call);
  const rarity = (text: string) =>
    beside.filter((line) => line.includes(text)).length === 2 ? BESIDE : /\d/.test(text) ? 0.4 : 0;
  return distinctTexts(missing).map((text) => rewritten(end, `, ${text}`, rarity(text), `Add ${text}`));
}

/** The lines before and behind, where they call the same. */
function besideIn(call: Site): string[] {
  const lines = linesOf(call.file);
  const place = lines.indexOf(lineAt(call) as Written);
  const beside = [lines[place - 1], lines[place + 1]].flatMap((line) => (line ? textAt(line) : []));
  return beside.filter((text) => text.includes(`${calleeOf(call)}(`));
}

function changed({ name, value, at }: Named, others: readonly Named[]): Proposal[] {
  const different = others.filter((each) => each.name === name && each.value !== value);
  const values = new Set(different.map((each) => each.value));
  return [...values].map((text) => rewritten(at, text, 0.1, `Set ${name} to ${text}`));
}

/** An argument by place that other calls do without. */
function withoutLast(call: Site, lists: readonly Written[]): Proposal[] {
  const given = argumentsIn(bracketsOf(call));
  const [before, last] = given.slice(-2);
  const isLonger = lists.some((list) => argumentsIn(list).length === given.length - 1);
  if (before === undefined || last === undefined || !isLonger || !isByPlace(textAt(last))) return [];
  const all = { file: last.file, range: { start: before.range.end, end: last.range.end } };
  return [rewritten(all, "", 0.3, `Take out ${textAt(last)}`)];
}

function removed({ name, at: { file, range } }: Named): Proposal[] {
  const lead = /,\s*\w+\s*=\s*$/.exec(file.text.slice(0, range.start))?.[0];
  if (lead === undefined) return [];
  const all = { file, range: { start: range.start - lead.length, end: range.end } };
  return [rewritten(all, "", 0.3, `Take out ${name}`)];
}

/** The argument lists of the function's other calls in the file. */
function othersOf(call: Site): Written[] {
  const { file, range } = call;
  const callee = calleeOf(call).replace(".", "\\.");
  const calls = [...file.text.matchAll(new RegExp(`(?<!def )(?<![\\w.])${callee}(?=\\()`, "g"))];
  return calls.flatMap(({ index }) => {
    if (index === range.start) return [];
    const start = index + calleeOf(call).length;
    return [{ file, range: { start, end: Math.min(file.text.length, start + 400) } }].filter(
      (list) => calleeOf(call) === callee || meansTheSame(list, call),
    );
  });
}

/** Names and numbers that mean the same everywhere, and words. */
const PLAIN = /^(["'].*["']|[\d., ()]+|True|False|None)$/;
/** What a name means in the same function. */
const LOCAL = /^[a-z_]\w*$/i;

function namedIn(brackets: Written, isHere: boolean): Named[] {
  return argumentsIn(brackets).flatMap((argument) => {
    const text = textAt(argument);
    const [, name, value] = /^(\w+)\s*=\s*([^=].*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined || !(PLAIN.test(value) || (isHere && LOCAL.test(value)))) return [];
    return [{ name, value, at: within(argument, { start: text.length - value.length, end: text.length }) }];
  });
}

function distinctTexts(named: readonly Named[]): string[] {
  return [...new Set(named.map(({ name, value }) => `${name}=${value}`))];
}
