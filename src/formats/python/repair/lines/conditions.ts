/** Remedies for a condition that holds when it should not: the other way round, about another number or another size. */
import type { Change } from "../proposal.ts";
import { bodyOf, headsAround, lineAt } from "../source/lines.ts";
import { argumentTextsAround } from "../source/scope.ts";
import { matchesIn, textAt, type Written, within } from "../source/written.ts";

const OTHERS: Readonly<Record<string, readonly string[]>> = {
  "==": ["!="],
  "!=": ["=="],
  "<": [">=", ">", "<="],
  ">": ["<=", "<", ">="],
  "<=": [">", "<"],
  ">=": ["<", ">"],
  and: ["or"],
  or: ["and"],
  in: ["not in"],
  "not in": ["in"],
  is: ["is not"],
  "is not": ["is"],
};

const IS_NONE = /\bis (?:not )?None\b/;

const costs = {
  calledUnder: -0.1,
  withItself: -0.2,
  turned: 0.6,
  ofNone: 1.8,
  denied: 0.8,
  number: 0.9,
  size: 0.5,
} as const;

/** Of a function or of a single line. */
export function conditionChanges(body: Written): Change[] {
  const conditions = matchesIn(body, /(?<=\b(?:if|elif|while)\s+)[^\n]*?(?=\s+else\b|:?[ \t]*(?:#[^\n]*)?$)/gm);
  const assigned = matchesIn(body, /(?<==[ \t]*)[\w.]+ [=!]= [\w.]+$/gm);
  const all = [...conditions, ...assigned].filter(({ at }) => !isComment(at) && !OF_NO_SHAPE.test(textAt(at)));
  return all.flatMap(({ at }) => [
    ...turned(at),
    ...otherNumbers(at),
    ...otherSizes(at),
    ...calledUnder(at),
    ...withItself(at),
  ]);
}

/** What is dropped out, loaded or compiled changes no shapes. */
const OF_NO_SHAPE = /drop|\b(?:self\.)?training\b|scripting|tracing|pretrained|requires_grad|fused/;

function isComment({ file: { text }, range: { start } }: Written): boolean {
  return text.slice(text.lastIndexOf("\n", start - 1) + 1, start).includes("#");
}

function turned(condition: Written): Change[] {
  const signs = matchesIn(condition, /[=!<>]=|[<>]|\b(?:and|or|is not|is|not in|in)\b/g);
  // Whether an argument was given is asked for the sake of what stands under it.
  const cost = IS_NONE.test(textAt(condition)) ? costs.ofNone : costs.turned;
  const texts = signs.flatMap(({ at }) => (OTHERS[textAt(at)] ?? []).map((text) => ({ place: at, text, cost })));
  const bare = /^[\w.]+$/.test(textAt(condition)) ? [{ place: condition, text: `not ${textAt(condition)}` }] : [];
  const not = /^not [\w.]+$/.test(textAt(condition)) ? [{ place: condition, text: textAt(condition).slice(4) }] : [];
  return [...texts, ...[...bare, ...not].map((change) => ({ ...change, cost: costs.denied }))];
}

function otherNumbers(condition: Written): Change[] {
  return matchesIn(condition, /(?<=[=!<>]=? *)\d+$/g).flatMap(({ at }) => {
    const value = Number(textAt(at));
    const near = [value - 1, value + 1].filter((next) => next >= 0);
    return near.map((next) => ({ place: at, text: String(next), cost: costs.number }));
  });
}

/** `width * factor` for `width`, as calls of the function have it. */
function otherSizes(condition: Written): Change[] {
  return matchesIn(condition, /(?<![\w.])[a-z_]\w*(?![\w(.]| *\*)/gi).flatMap(({ at }) => {
    const name = textAt(at);
    const product = new RegExp(`^(?:[\\w.]+ \\* )?${name}(?: \\* [\\w.]+)?$`);
    const others = argumentTextsAround(at).filter((text) => text !== name && product.test(text));
    return others.map((text) => ({ place: within(at, { start: 0, end: name.length }), text, cost: costs.size }));
  });
}

/** `if self.norm is not None:` over lines that call `self.act` instead: what is asked for is called as a rule. */
function calledUnder(condition: Written): Change[] {
  const [asked] = /^self\.\w+(?= is not None$|$)/.exec(textAt(condition)) ?? [];
  const head = lineAt(condition);
  if (asked === undefined || head === undefined) return [];
  const under = bodyOf(head).map(textAt).join("\n");
  if (new RegExp(`(?<![\\w.])${asked}\\b`).test(under)) return [];
  const called = [...new Set(under.match(/(?<![\w.])self\.\w+(?=\()/g))].slice(0, MOST_CALLED);
  const place = within(condition, { start: 0, end: asked.length });
  return called.map((text) => ({ place, text, cost: costs.calledUnder }));
}

const MOST_CALLED = 3;

/** `i > i`: another name that a loop around it counts. */
function withItself(condition: Written): Change[] {
  const [, name] = /^([a-z_]\w*)\s*[=!<>]=?\s*\1$/i.exec(textAt(condition)) ?? [];
  const line = lineAt(condition);
  if (name === undefined || line === undefined) return [];
  const loops = headsAround(line).flatMap((head) => /^for\s+(.+?)\s+in\b/.exec(textAt(head))?.[1]?.match(/\w+/g) ?? []);
  const sides = matchesIn(condition, new RegExp(`\\b${name}\\b`, "g"));
  return loops
    .filter((other) => other !== name)
    .flatMap((text) => sides.map(({ at }) => ({ place: at, text, cost: costs.withItself })));
}
