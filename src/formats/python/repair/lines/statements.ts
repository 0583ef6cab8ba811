/**
 * Remedies in the statements around a mistake and around what was built for it: a part that was dropped or is too much, and the
 * bounds of slices. They are tried last, since any statement may be meant as it is.
 */
import type { Site } from "../../../../python/site.ts";
import type { Change, Proposal, WrongStep } from "../proposal.ts";
import { callSite } from "../source/call-text.ts";
import { lineNumberOf } from "../source/line-numbers.ts";
import { linesWithin } from "../source/lines.ts";
import type { Reached } from "../source/reach.ts";
import { bodyText, functionText } from "../source/scope.ts";
import { matchesIn, rewritten, textAt, type Written, within } from "../source/written.ts";
import { alikeChanges } from "./alike-lines.ts";
import { conditionChanges } from "./conditions.ts";
import { forgottenUpdates } from "./forgotten-updates.ts";
import { unusedNames } from "./unused-names.ts";

const FARTHEST = 4;
const DEEPEST = 3;
const MOST = 40;
/** Of a long function the lines on each side. */
const NEAR = 60;
const FROM_THE_END = 0.1;

export function statementProposals(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const steps = [wrong, ...before.filter(({ distance }) => distance <= FARTHEST).map(({ step }) => step)];
  const sites = steps.flatMap(({ module, site }) => [...around(module?.site), ...around(site)]);
  const seen = new Set<string>();
  const found: Change[] = [];
  for (const site of sites) {
    const body = bodyText(site);
    const key = `${body.file.path} ${body.range.start}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const line = lineNumberOf(site);
    const far = (place: Written) => Math.min(1, Math.abs(lineNumberOf(place) - line) / 20);
    // What a file asks at its top level is as a rule how it was started.
    const conditions = functionText(site) ? conditionChanges : () => [];
    const part = partAround(site, body);
    for (const change of [...conditions(part), ...changesIn(part)])
      found.push({ ...change, cost: change.cost + far(change.place) });
  }
  const likeliest = found.sort((a, b) => a.cost - b.cost).slice(0, MOST);
  return likeliest.map(changed);
}

function partAround(site: Written, body: Written): Written {
  const lines = linesWithin(body);
  const at = lines.findIndex(({ range }) => range.end >= site.range.start);
  const [first, last] = [lines[Math.max(0, at - NEAR)], lines[Math.min(lines.length - 1, at + NEAR)]];
  if (first === undefined || last === undefined || lines.length <= 2 * NEAR) return body;
  return { file: body.file, range: { start: lineStart(first), end: last.range.end } };
}

function changesIn(body: Written): Change[] {
  return [...slices(body), ...sums(body), ...forgottenUpdates(body), ...unusedNames(body), ...alikeChanges(body)];
}

function around(site: Site | undefined): Written[] {
  const found: Written[] = [];
  for (let at = site; at !== undefined && found.length < DEEPEST; at = at.caller) {
    const place = callSite(at) ?? at;
    if (!place.file.isDescribed && place.range.end > place.range.start)
      found.push({ file: place.file, range: place.range });
  }
  return found;
}

/** `[1:]`, `[:-2]`, `[: h - 1]`: bounds that are one off. */
function slices(body: Written): Change[] {
  return matchesIn(body, /(?<=[\w)\]]\[)[^[\]]*:[^[\]]*(?=\])/g).flatMap(({ at: inner }) => {
    const bounds = matchesIn(inner, /(?<=[:,]\s*|^\s*)-?\d+(?=\s*(?:[:,]|$))/g).flatMap(({ at: place }) => {
      const value = Number(textAt(place));
      const others = [value - 1, value + 1].filter((next) => next !== 0 && next < 0 === value < 0);
      return others.map((next) => ({ place, text: String(next), cost: 1.15 }));
    });
    // Every second one from the last on is none.
    const steps = matchesIn(inner, /(?<=[:,]\s*|^\s*)-\d+(?=\s*::)/g).flatMap(({ at: place }) =>
      ["0", "1"].map((text, index) => ({ place, text, cost: FROM_THE_END + index / 10 })),
    );
    const margins = matchesIn(inner, /(?<=\w)\s*[-+]\s*\d+/g);
    return [...bounds, ...steps, ...margins.map(({ at: place }) => ({ place, text: "", cost: 0.8 }))];
  });
}

/** `width = ...` in place of `width += ...` and the other way round, and one more or less that is too much. */
function sums(body: Written): Change[] {
  const ones = matchesIn(body, /(?<=[\w)\]])[ \t]*[-+][ \t]*1\b(?![.\w])(?![^[\]\n]*\])/g);
  // `kernel_size * dilation` for `(kernel_size - 1) * dilation`
  const factors = matchesIn(body, /(?<==[^=\n]*)\b(?<![.\w])[a-z_]\w*(?=[ \t]*\*[ \t]*[a-z_])/gim);
  return [
    ...addedUp(body),
    ...ones.map(({ at: place }) => ({ place, text: "", cost: 1.2 })),
    ...factors.map(({ at: place }) => ({ place, text: `(${textAt(place)} - 1)`, cost: 1.4 })),
  ];
}

function addedUp(body: Written): Change[] {
  const assigned = matchesIn(body, /^[ \t]+([a-z_]\w*)[ \t]*=[ \t]*(?=[^=\n]*(?:[*+]|(?<![\w.])\d)|self\.)/gim);
  return assigned.flatMap(({ match: [whole, name = ""], at }) => {
    const before = body.file.text.slice(body.range.start, at.range.start);
    const isKnown = new RegExp(`^[ \\t]+${name}[ \\t]*=[^=]|\\bdef\\b.*[(,]\\s*${name}\\b`, "m").test(before);
    const start = whole.indexOf("=");
    const isTensors = /=\s*(?:self\.\w+\(|\w+\.\w+\(|torch\.|F\.)/.test(
      textAt({ file: at.file, range: lineAround(at) }),
    );
    return isKnown && !isTensors ? [{ place: within(at, { start, end: start + 1 }), text: "+=", cost: 1.1 }] : [];
  });
}

function changed({ place, text, cost }: Change): Proposal {
  const line = lineAround(place);
  const { text: all } = place.file;
  const after = all.slice(line.start, place.range.start) + text + all.slice(place.range.end, line.end);
  return rewritten(place, text, cost, `Write ${after.trim()}`);
}

function lineAround(place: Written): Written["range"] {
  const { text } = place.file;
  const end = text.indexOf("\n", place.range.end);
  return { start: lineStart(place), end: end === -1 ? text.length : end };
}

function lineStart({ file: { text }, range }: Written): number {
  return text.lastIndexOf("\n", range.start - 1) + 1;
}
