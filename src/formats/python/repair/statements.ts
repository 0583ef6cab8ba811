/**
 * Remedies in the statements around a mistake and around what was built for it: a part that was dropped or is too much, and the
 * bounds of slices. They are tried last, since any statement may be meant as it is.
 */
import type { Site } from "../../../python/site.ts";
import { callSite, lineOf, textAt, type Written } from "./edits.ts";
import type { Proposal, WrongStep } from "./proposal.ts";
import type { Reached } from "./reach.ts";
import { functionText } from "./scope.ts";

const FARTHEST = 4;
const DEEPEST = 3;
const MOST = 24;

export function statementProposals(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const steps = [wrong, ...before.filter(({ distance }) => distance <= FARTHEST).map(({ step }) => step)];
  const sites = steps.flatMap(({ module, site }) => [...around(module?.site), ...around(site)]);
  const seen = new Set<string>();
  const found: Proposal[] = [];
  for (const site of sites) {
    const body = functionText(site);
    const key = body && `${body.file.path} ${body.range.start}`;
    if (body === undefined || key === undefined || seen.has(key)) continue;
    seen.add(key);
    const near = (place: Written) => Math.min(1, Math.abs(lines(body, place) - lines(body, site)) / 20);
    found.push(
      ...[...slices(body), ...sums(body)].map(({ place, text, cost }) => changed(place, text, cost + near(place))),
    );
  }
  return found.sort((a, b) => a.cost - b.cost).slice(0, MOST);
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

function lines({ file, range }: Written, place: Written): number {
  return file.text.slice(range.start, place.range.start).split("\n").length;
}

interface Change {
  readonly place: Written;
  readonly text: string;
  readonly cost: number;
}

/** `[1:]`, `[:-2]`, `[: h - 1]`: bounds that are one off. */
function slices(body: Written): Change[] {
  return [...textAt(body).matchAll(/(?<=[\w)\]])\[([^[\]]*:[^[\]]*)\]/g)].flatMap(({ 1: inner = "", index }) => {
    const start = body.range.start + index + 1;
    const at = (from: number, length: number): Written => ({
      file: body.file,
      range: { start: start + from, end: start + from + length },
    });
    const bounds = [...inner.matchAll(/(?<=[:,]\s*|^\s*)-?\d+(?=\s*(?:[:,]|$))/g)].flatMap(
      ({ 0: digits, index: from }) => {
        const value = Number(digits);
        const others = [value - 1, value + 1].filter((next) => next !== 0 && next < 0 === value < 0);
        return others.map((next) => ({ place: at(from, digits.length), text: String(next), cost: 1.15 }));
      },
    );
    const margins = [...inner.matchAll(/(?<=\w)\s*[-+]\s*\d+/g)].map(({ 0: part, index: from }) => ({
      place: at(from, part.length),
      text: "",
      cost: 0.8,
    }));
    return [...bounds, ...margins];
  });
}

/** `width = ...` in place of `width += ...` and the other way round, and one more or less that is too much. */
function sums(body: Written): Change[] {
  const text = textAt(body);
  const at = (from: number, length: number): Written => ({
    file: body.file,
    range: { start: body.range.start + from, end: body.range.start + from + length },
  });
  const assigned = [...text.matchAll(/^[ \t]+([a-z_]\w*)[ \t]*(=)[ \t]*(?=[^=\n]*[*+\d])/gim)];
  const sums = assigned.flatMap(({ 0: whole, 1: name = "", index }) => {
    const isKnown = new RegExp(`^[ \\t]+${name}[ \\t]*=[^=]`, "m").test(text.slice(0, index));
    return isKnown ? [{ place: at(index + whole.indexOf("=", whole.indexOf(name)), 1), text: "+=", cost: 1.3 }] : [];
  });
  const ones = [...text.matchAll(/(?<=[\w)\]])[ \t]*[-+][ \t]*1\b(?![.\w])(?![^[\]\n]*\])/g)].map(
    ({ 0: part, index }) => ({
      place: at(index, part.length),
      text: "",
      cost: 1.2,
    }),
  );
  // `kernel_size * dilation` for `(kernel_size - 1) * dilation`
  const factors = [...text.matchAll(/(?<==[^=\n]*)\b(?<![.\w])([a-z_]\w*)(?=[ \t]*\*[ \t]*[a-z_])/gim)].map(
    ({ 0: name, index }) => ({
      place: at(index, name.length),
      text: `(${name} - 1)`,
      cost: 1.4,
    }),
  );
  return [...sums, ...ones, ...factors];
}

function changed(place: Written, text: string, cost: number): Proposal {
  const line = textAt({ file: place.file, range: lineAround(place) });
  const after =
    line.slice(0, place.range.start - lineAround(place).start) +
    text +
    line.slice(place.range.end - lineAround(place).start);
  return { fix: { title: `Write ${after.trim()}${lineOf(place)}`, edits: [{ ...place, text }] }, cost };
}

function lineAround({ file: { text }, range }: Written): Written["range"] {
  const end = text.indexOf("\n", range.end);
  return { start: text.lastIndexOf("\n", range.start - 1) + 1, end: end === -1 ? text.length : end };
}
