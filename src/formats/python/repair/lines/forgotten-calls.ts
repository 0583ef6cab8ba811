/**
 * Remedies for a layer that is built as an attribute and called nowhere: what another one is handed goes through it first, or the
 * line of a layer of its kind is written once more.
 */
import type { SourceFile } from "../../../../python/site.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { calleeOf, callSite, parametersIn } from "../source/call-text.ts";
import type { Leading } from "../source/leading.ts";
import {
  bodyOf,
  classAround,
  functionHead,
  headsAround,
  indentOf,
  lineAhead,
  lineAt,
  lineBehind,
  linesOf,
  linesWithin,
} from "../source/lines.ts";
import { functionText, usesOf } from "../source/scope.ts";
import { namesAround } from "../source/unread-names.ts";
import { matchesIn, rewritten, textAt, type Written, within } from "../source/written.ts";
import { isAside } from "./left-attributes.ts";

/** What is built and not called is likelier forgotten than the next layer is wrong. */
const AS_ITS_KIND = -0.1;
const IN_ITS_PLACE = -0.05;
const BEFORE_IT = -0.02;
const AHEAD = 0;
const IN_A_LINE = 0.55;
/** To a method of its own, where the layer is called as a rule. */
const HANDED_ON = 0.05;
const IN_ORDER = 0.04;
const ALONE = -0.06;
const FARTHEST = 2;
const MOST_LAYERS = 4;

/** Before the layer that goes wrong. */
export function callsBefore({ site, handed }: WrongStep): Proposal[] {
  const call = callSite(site);
  const body = call && functionText(call);
  if (call === undefined || body === undefined || handed === undefined || !isInMethod(handed)) return [];
  const uncalled = uncalledAround(call);
  const lines = [...uncalled.map((layer) => [layer]), ...(uncalled.length > 1 ? [uncalled] : [])];
  const ahead = lines.flatMap((layers) => callsAhead(handed, layers));
  const others = uncalled.flatMap((layer) => {
    const wrapped = rewritten(handed, `${layer}(${textAt(handed)})`, BEFORE_IT, `Call ${layer} before it`);
    const stem = layer.replace(/\d+$/, "");
    const like = linesWithin(body)
      .filter((line) => line.range.end <= call.range.start && !textAt(line).includes(`${calleeOf(call)}(`))
      .findLast((line) => new RegExp(`${stem}\\d+\\(`).test(textAt(line)));
    return [...(like ? [copied(like, stem, layer)] : []), ...calledTwice(body, layer), wrapped];
  });
  return [...others, ...ahead];
}

/** `x = self.last(self.first(x))` as a line of its own, for all that reads `x` behind it. */
function callsAhead(handed: Written, layers: readonly string[]): Proposal[] {
  const line = lineAt(handed);
  const name = textAt(handed);
  if (line === undefined || !/^[a-z_]\w*$/i.test(name) || layers.length > MOST_LAYERS) return [];
  const added = `${name} = ${layers.reduce((inner, layer) => `${layer}(${inner})`, name)}`;
  const { place, text } = lineAhead(line, added);
  return [rewritten(place, text, AHEAD - layers.length / 50, `Add ${added}`)];
}

/** A layer that a function calls in two places stands in one of them for the one that is called in none. */
function calledTwice(body: Written, layer: string): Proposal[] {
  const calls = matchesIn(body, /(?<![\w.])self\.\w+(?=\()/g).map(({ at }) => at);
  const twice = calls.filter((at) => calls.filter((other) => textAt(other) === textAt(at)).length === 2);
  return twice.slice(0, MOST_LAYERS).map((at) => rewritten(at, layer, IN_ITS_PLACE));
}

function copied(like: Written, stem: string, layer: string): Proposal {
  const line = textAt(like).replaceAll(new RegExp(`${stem}\\d+(?=\\()`, "g"), layer);
  const { place, text } = lineBehind(like, line);
  return rewritten(place, text, AS_ITS_KIND, `Add ${line} behind it`);
}

/** Around each name that is handed over in the lines that lead to a mistake. */
export function callsInLines(leading: readonly Leading[]): Proposal[] {
  const near = leading.filter(({ distance }) => distance <= FARTHEST);
  return near.flatMap(({ line, distance }) => {
    const layers = isInMethod(line) ? uncalledAround(line) : [];
    if (layers.length > MOST_LAYERS) return [];
    const isHandedOn = /^return self\.\w+\(\w+\)$/.test(textAt(line));
    const cost =
      (layers.length === 1 ? ALONE + distance / 50 : IN_A_LINE + distance / 10) + (isHandedOn ? HANDED_ON : 0);
    const ahead = layers.length === 1 ? receiverOf(line).flatMap((name) => callsAhead(name, layers)) : [];
    const around = layers.flatMap((layer) => {
      const next = builtAfter(layer, line.file);
      const isNext = next !== undefined && textAt(line).includes(`${next}(`);
      return matchesIn(line, HANDED).map(({ at }) =>
        rewritten(at, `${layer}(${textAt(at)})`, cost - (isNext ? IN_ORDER : 0)),
      );
    });
    return [...around, ...ahead];
  });
}

const MOST_FUNCTIONS = 3;

/**
 * A function of the file around a name that is handed over, `blocks(x, self.size)`: one that nothing calls, or that is given an
 * attribute which nothing reads.
 */
export function functionsInLines(leading: readonly Leading[]): Proposal[] {
  const near = leading.filter(({ line, distance }) => distance <= FARTHEST && functionHead(line) !== undefined);
  return near.flatMap(({ line, distance }) => {
    const calls = functionsOf(line.file).flatMap((head) => {
      const others = functionHead(line) === head ? undefined : othersHanded(head, line);
      const name = nameOf(head);
      const isMissing = usesOf(line, name) === 1 || others?.some((text) => isOnlyGiven(text, line));
      return others && isMissing ? [{ name, others }] : [];
    });
    if (calls.length > MOST_FUNCTIONS) return [];
    return calls.flatMap(({ name, others }) =>
      matchesIn(line, HANDED).map(({ at }) =>
        rewritten(at, `${name}(${[textAt(at), ...others].join(", ")})`, ALONE + distance / 50),
      ),
    );
  });
}

const functions = new WeakMap<SourceFile, readonly Written[]>();

/** The heads of those at the top level that take something. */
function functionsOf(file: SourceFile): readonly Written[] {
  const found =
    functions.get(file) ??
    linesOf(file).filter((line) => indentOf(line) === 0 && /^def \w+\(\w+\s*[,:)](?!\s*\w+\s*=)/.test(textAt(line)));
  functions.set(file, found);
  return found;
}

/** An attribute of which its class speaks once. */
function isOnlyGiven(name: string, line: Written): boolean {
  const head = /^self\./.test(name) ? classAround(line) : undefined;
  const uses = head && bodyOf(head).flatMap((other) => textAt(other).match(new RegExp(`${name}\\b`, "g")) ?? []);
  return uses?.length === 1;
}

function nameOf(head: Written): string {
  return /\w+(?=\()/.exec(textAt(head))?.[0] ?? "";
}

/** What a function needs behind its first argument, by the names that its parameters have around a line. */
function othersHanded(head: Written, line: Written): string[] | undefined {
  const needed = parametersIn(head)
    .slice(1)
    .filter((parameter) => /^\w+[^=]*$/.test(textAt(parameter)));
  const names = needed.map((parameter) => /^\w+/.exec(textAt(parameter))?.[0] ?? "");
  const known = namesAround(line);
  const texts = names.flatMap((name) => {
    if (known.has(name)) return [name];
    return new RegExp(`^[ \\t]+self\\.${name}\\b[^=\\n]*=(?!=)`, "m").test(line.file.text) ? [`self.${name}`] : [];
  });
  return texts.length === names.length ? texts : undefined;
}

/** Around what a line of a class's `call` gives a name or hands back, for an answer that nothing else leads to. */
export function uncalledLayers({ site }: WrongStep): Proposal[] {
  const layers = uncalledIn(site.file);
  if (layers.length > MOST_LAYERS) return [];
  const lines = linesOf(site.file).filter((line) =>
    headsAround(line).some((head) => /^def call\(self\b/.test(textAt(head))),
  );
  return layers.flatMap((layer) =>
    lines
      .toReversed()
      .flatMap((line, place) =>
        matchesIn(line, /(?<=^(?:return\s+|\w+\s*=\s*))(?:self\.\w+\(.*\)|\w+)$/gs).map(({ at }) =>
          rewritten(at, `${layer}(${textAt(at)})`, AROUND + place / 50, `Call ${layer}`),
        ),
      ),
  );
}

const AROUND = 0.3;

const HANDED = /(?<=[=(,+*-]\s*)(?<!\w\s*=\s*\()(?!(?:self|True|False|None)\b)[a-z_]\w*(?=\s*(?:[,)+*-]|$))/gi;

function isInMethod(place: Written): boolean {
  const line = lineAt(place);
  return line !== undefined && headsAround(line).some((head) => /^def \w+\(self\b/.test(textAt(head)));
}

/** The tensor whose method gives its own name another value: `x = x.mean((2, 3))`. */
function receiverOf(line: Written): Written[] {
  const [, name, sign] = /^([a-z_]\w*)(\s*=\s*)\1(?=\.\w+\()/i.exec(textAt(line)) ?? [];
  if (name === undefined || sign === undefined) return [];
  const start = name.length + sign.length;
  return [within(line, { start, end: start + name.length })];
}

/** The attribute that is built behind a layer: as a rule it is called behind it too. */
function builtAfter(layer: string, file: SourceFile): string | undefined {
  const built = linesOf(file).flatMap((line) => /^(self\.\w+)\s*=(?!=)/.exec(textAt(line))?.[1] ?? []);
  return built[built.indexOf(layer) + 1];
}

/** Sequences call their parts themselves. */
function isOfContainer(line: Written): boolean {
  return headsAround(line).some((head) => /^class \w+\(.*\bSequential\b/.test(textAt(head)));
}

/** Of the class around a place: others may have layers of the same names. */
function uncalledAround(place: Written): string[] {
  const line = lineAt(place);
  const head = line && classAround(line);
  return head === undefined ? uncalledIn(place.file) : uncalledAmong([head, ...bodyOf(head)]);
}

function uncalledIn(file: SourceFile): string[] {
  return uncalledAmong(linesOf(file));
}

function uncalledAmong(lines: readonly Written[]): string[] {
  const built = lines
    .filter((line) => !isOfContainer(line))
    .map(
      (line) =>
        /^(self\.\w+)\s*=\s*(?:[\w.]*[A-Z]\w*\(|self\._?make\w*\(|(?:features|encoder|decoder|backbone|stem|head|body|layers|blocks|trunk|neck)$)/.exec(
          textAt(line),
        )?.[1],
    );
  const names = new Set(built.filter((name) => name !== undefined));
  const text = lines
    .filter((line) => !headsAround(line).some(isAside))
    .map(textAt)
    .join("\n");
  return [...names].filter((name) => text.split(new RegExp(`${name}(?!\\w)`)).length === 2);
}
