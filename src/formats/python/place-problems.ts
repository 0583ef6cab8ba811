/** What would go wrong, at its place in the file that is open: for a mistake in an imported file the call that leads there. */
import type { Range } from "../../graph/graph.ts";
import type { Fix, TextIssue } from "../../graph/issue.ts";
import { NOWHERE } from "../../python/evaluate/evaluate.ts";
import type { Site } from "../../python/site.ts";
import type { Problem, SourceFix } from "../../python/trace.ts";
import type { Mistake } from "./repair/proposal.ts";

/** One issue for each code and place, in the order of the text, with the mistake that it tells. */
export function placeMistakes(mistakes: Iterable<Mistake>, path: string): Map<TextIssue, Mistake> {
  const placed = new Map<string, readonly [TextIssue, Mistake]>();
  const place = (mistake: Mistake, site: Site): void => {
    const issue = placeProblem(mistake.problem, site, path);
    const key = `${issue.code} ${issue.range.start} ${issue.range.end}`;
    if (!placed.has(key)) placed.set(key, [issue, mistake]);
  };
  const all = [...mistakes];
  for (const mistake of all) {
    const site = placeIn(mistake.problem, path);
    if (site) place(mistake, site);
  }
  // A layer that the entry's own container calls goes wrong where no text is: if nothing else tells it, it stands where it is built.
  for (const mistake of all.filter(({ problem }) => placeIn(problem, path) === undefined)) {
    const { code, call } = mistake.problem;
    const site = siteIn(call?.module?.site, path);
    const isTold = [...placed.values()].some(
      ([, { problem }]) => problem.code === code && problem.call?.module === call?.module,
    );
    if (site && !isTold) place(mistake, site);
  }
  return new Map([...placed.values()].sort(([a], [b]) => a.range.start - b.range.start || a.range.end - b.range.end));
}

function placeIn({ site, call }: Problem, path: string): Site | undefined {
  return siteIn(site.file.isDescribed ? builtOutside(call?.module?.site, site) : site, path);
}

function placeProblem({ code, severity, message, fix, related = [] }: Problem, here: Site, path: string): TextIssue {
  const fixed = fix && fixIn(fix, path);
  return {
    code,
    severity,
    message,
    range: placeOf(here),
    fixes: fixed ? [fixed] : [],
    related: related.flatMap((other) =>
      other.site.file.path === path ? [{ range: other.site.range, message: other.message }] : [],
    ),
  };
}

/** Where the layer was built that goes wrong within a framework's model, such as a new head; if the model built it, the call. */
function builtOutside(built: Site | undefined, call: Site): Site {
  if (built !== undefined && built.file.isDescribed !== true) return built;
  return outside(call);
}

/** The call that leads into a framework's model; of any other place itself. */
export function outside(site: Site): Site {
  let at = site;
  while (at.file.isDescribed && at.caller) at = at.caller;
  return at;
}

/** The call; where it begins lines before the name that is called, as chains do, from that name on. */
function placeOf({ file, range, anchor }: Site): Range {
  const isAbove = file.text.slice(range.start, anchor.start).includes("\n");
  return isAbove ? { start: anchor.start, end: range.end } : range;
}

/** The place itself, or the innermost call in this file that leads to it. */
export function siteIn(site: Site | undefined, path: string): Site | undefined {
  for (let at = site; at !== undefined; at = at.caller) if (at.file.path === path) return at;
  return undefined;
}

/** A fix is whole or not offered: all of its edits are in this file. */
function fixIn({ title, edits }: SourceFix, path: string): Fix | undefined {
  if (edits.some(({ file }) => file.path !== path)) return undefined;
  return { title, edits: edits.map(({ range, text }) => ({ range, text })) };
}

/** Whether it is in a text that somebody has open, and in none that only describes a framework. */
export function isShown({ file }: Site): boolean {
  return file.path !== NOWHERE.file.path && file.isDescribed !== true;
}
