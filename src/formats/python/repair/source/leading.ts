/**
 * The lines of a text that lead to a mistake: those of the calls, of the constructions of their layers, of what their names were
 * given, and the loops and conditions around. What runs without a record, as arithmetic on sizes does, is found in no other way.
 */
import { stateIn } from "../../../../python/keras/layer-state.ts";
import type { Site } from "../../../../python/site.ts";
import type { Instance } from "../../../../python/value.ts";
import type { WrongStep } from "../proposal.ts";
import { functionHead, headsAround, indentOf, lineAt, linesOf } from "./lines.ts";
import type { Reached } from "./reach.ts";
import { functionText } from "./scope.ts";
import { textAt, type Written } from "./written.ts";

export interface Leading {
  readonly line: Written;
  /** How many steps lie between, of whatever kind. */
  readonly distance: number;
}

const FARTHEST = 6;
const MOST = 70;
const DEEPEST = 4;

/** A head in which nothing stands that could be another. */
const SAYS_NOTHING = /^(?:class\b|(?:else|try|finally):)/;

/** The functions around these lines, each once. */
export function functionsAround(leading: readonly Leading[], farthest: number): Written[] {
  const near = leading.filter(({ distance }) => distance <= farthest);
  const bodies = near.flatMap(({ line }) => functionText(line) ?? []);
  return [...new Map(bodies.map((body) => [body.range.start, body])).values()];
}

export function linesTo(wrong: WrongStep, before: readonly Reached[]): Leading[] {
  const found = new Map<Written, number>();
  const add = (line: Written | undefined, distance: number): void => {
    if (line === undefined || line.file.isDescribed || distance > FARTHEST || SAYS_NOTHING.test(textAt(line))) return;
    if (distance < (found.get(line) ?? Number.POSITIVE_INFINITY)) found.set(line, distance);
  };
  const addSite = (site: Site | undefined, distance: number): void => {
    let depth = 0;
    for (let at = site; at !== undefined && depth < DEEPEST; at = at.caller)
      // What is imported stays as it is.
      if (at.file.path === wrong.home?.path) add(lineAt(at), distance + depth++ / 2);
  };
  addSite(wrong.site, 0);
  addSite(wrong.module?.site, 0.5);
  for (const input of inputsOf(wrong)) addSite(input.site, 1);
  for (const { step, distance } of before) {
    addSite(step.site, distance + 1);
    addSite(step.module?.site, distance + 1);
  }
  for (let distance = 0; distance < FARTHEST; distance += 0.5) {
    for (const [line] of [...found].filter(([, at]) => at === distance)) {
      for (const origin of originsOf(line)) add(origin, distance + 1);
    }
  }
  return [...found]
    .map(([line, distance]) => ({ line, distance }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST);
}

/** Those of the model that is called. */
function inputsOf({ module }: WrongStep): Instance[] {
  const inputs = (module && stateIn(module)?.graph?.inputs) ?? [];
  return inputs.flatMap(({ node }) => node?.layer ?? []);
}

const NAMES = /(?<![\w.])(?:self\.)?[a-z_]\w*/gi;

/** Where its names were given what they are, the heads around it, and what it calls. */
function originsOf(line: Written): Written[] {
  const names = new Set(textAt(line).match(NAMES) ?? []);
  return [...[...names].flatMap((name) => assignmentsOf(name, line)), ...headsAround(line), ...givenBack(line)];
}

/** What the text's own functions give back that a line calls. */
function givenBack(line: Written): Written[] {
  const called = new Set(textAt(line).match(/(?<![\w.]|self\.)[a-z_]\w*(?=\()|(?<=\bself\.)[a-z_]\w*(?=\()/gi));
  const lines = linesOf(line.file);
  return lines
    .filter((head) => called.has(/^def (\w+)/.exec(textAt(head))?.[1] ?? ""))
    .flatMap((head) => lines.filter((other) => /^return\b/.test(textAt(other)) && headsAround(other)[0] === head));
}

/** In the same function the last before the line and the last of all; else at the top level of the file. */
function assignmentsOf(name: string, line: Written): Written[] {
  const all = linesOf(line.file).filter((other) => other !== line && namesGivenIn(other).has(name));
  if (name.startsWith("self.")) return all.length > 0 ? all.slice(0, 3) : ofClasses(name.slice("self.".length), line);
  const home = functionOf(line);
  const own = all.filter((other) => functionOf(other) === home);
  if (own.length > 0) {
    const last = own.findLast(({ range }) => range.start < line.range.start);
    return [...(last ? [last] : []), ...(own.at(-1) === last ? [] : own.slice(-1))];
  }
  return all.filter((other) => indentOf(other) === 0).slice(-1);
}

/** What classes give a name in their bodies, which their objects share. */
function ofClasses(name: string, { file }: Written): Written[] {
  return linesOf(file).filter(
    (line) => namesGivenIn(line).has(name) && /^class\b/.test(textAt(headsAround(line)[0] ?? line)),
  );
}

const given = new WeakMap<Written, ReadonlySet<string>>();

/** The names to which a line gives something, as an assignment or the head of a loop. */
function namesGivenIn(line: Written): ReadonlySet<string> {
  const known = given.get(line);
  if (known) return known;
  const [, loop, assigned] =
    /^(?:for\s+([^:\n]*?)\s+in\b|([\w.,* ()[\]]+?)\s*(?:[-+*/]|\/\/)?=(?!=))/.exec(textAt(line)) ?? [];
  const names = new Set((loop ?? assigned ?? "").match(NAMES));
  given.set(line, names);
  return names;
}

/** Where the function begins in which it stands; `undefined`: it stands at the top level. */
function functionOf(line: Written): number | undefined {
  return functionHead(line)?.range.start;
}
