/** Arguments of the text's own functions and classes that have the name of another parameter than the one they are handed to. */

import { exchanged } from "../calls/exchanges.ts";
import type { Proposal } from "../proposal.ts";
import { argumentsIn, isByPlace, parameterNamesIn } from "../source/call-text.ts";
import type { Leading } from "../source/leading.ts";
import { headsAround, linesOf } from "../source/lines.ts";
import { usesOf } from "../source/scope.ts";
import { namesAround } from "../source/unread-names.ts";
import { lineOf, matchesIn, rewritten, textAt, type Written, within } from "../source/written.ts";

const FARTHEST = 6;
const MISPLACED = 0.25;
const OWN_NAME = 0.7;

export function misplacedArguments(leading: readonly Leading[]): Proposal[] {
  return leading.flatMap(({ line, distance }) => {
    if (distance > FARTHEST || /^(?:def|class)\b/.test(textAt(line))) return [];
    const own = [...outOfRow(line, distance), ...ofOtherNames(line)];
    const others = matchesIn(line, /(?<![\w.])[A-Za-z_]\w*(?=\()/g).flatMap(({ at }) => {
      const names = parametersOf(textAt(at), line);
      const given = argumentsIn({ file: line.file, range: { start: at.range.end, end: line.range.end } });
      return names.length === 0
        ? []
        : misplacedIn(
            given.filter((each) => isByPlace(textAt(each))),
            names,
          );
    });
    return [...own, ...others];
  });
}

const BY_NAME = { unread: -0.35, read: 0.3 } as const;

/** `rate=rate` for `rate=width`, where the function around or its instance has a `rate` too. */
function ofOtherNames(line: Written): Proposal[] {
  const known = namesAround(line);
  return matchesIn(line, /(?<=[(,]\s*([a-z_]\w*)=)(?:self\.)?[a-z_]\w*(?=\s*[,)])/gi).flatMap(({ at, match }) => {
    const [given, name = ""] = match;
    const own = `self.${name}`;
    if (given === name || given === own) return [];
    const isOwn = new RegExp(`^[ \\t]+${own}\\s*(?::[^=\\n]+)?=(?!=)`, "m").test(line.file.text);
    const names = [...(known.has(name) ? [name] : []), ...(given.startsWith("self.") && isOwn ? [own] : [])];
    const isUnread = (each: string): boolean => (each === own ? usesOf(line, own) === 1 : known.get(each) === 0);
    return names.map((each) => rewritten(at, each, isUnread(each) ? BY_NAME.unread : BY_NAME.read));
  });
}

const BUILDS = /^self\.\w+\s*=\s*[\w.]+(?=\()/;
const OUT_OF_ROW = 0;

/** `conv(given, taken)` behind what gives `given`: each layer takes first what the one before it gives last. */
function outOfRow(line: Written, distance: number): Proposal[] {
  const [first, second] = sizesOf(line);
  const block = headsAround(line)[0];
  const before = linesOf(line.file).filter(
    (other) => other.range.start < line.range.start && headsAround(other)[0] === block && BUILDS.test(textAt(other)),
  );
  const given = before.at(-1);
  const last = given && sizesOf(given).at(-1);
  if (first === undefined || second === undefined || last === undefined) return [];
  const isTurned = textAt(last) === textAt(second) && textAt(first) !== textAt(second);
  return isTurned ? [exchanged(first, second, OUT_OF_ROW + distance / 20)] : [];
}

/** What a layer is given by place at first: its one or two numbers of channels, as names. */
function sizesOf(line: Written): Written[] {
  const lead = BUILDS.exec(textAt(line))?.[0].length;
  if (lead === undefined) return [];
  const given = argumentsIn(within(line, { start: lead, end: textAt(line).length })).slice(0, 2);
  return given.filter((argument) => /^[a-z_]\w*$/i.test(textAt(argument)));
}

/** Of a function, or of how instances of a class are built, without the instance. */
function parametersOf(name: string, { file }: Written): string[] {
  const lines = linesOf(file);
  const start = lines.findIndex((line) => new RegExp(`^(?:def|class) ${name}\\b`).test(textAt(line)));
  const found = lines[start];
  if (found === undefined) return [];
  const head = /^class/.test(textAt(found))
    ? lines.slice(start + 1).find((line) => /^(?:class\b|def __init__)/.test(textAt(line)))
    : found;
  if (head === undefined || !/^def/.test(textAt(head))) return [];
  const names = parameterNamesIn(head);
  return names.filter((each) => each !== "self");
}

function misplacedIn(given: readonly Written[], names: readonly string[]): Proposal[] {
  const called = given.map(nameOf);
  // `num_heads` where `embed_dim` belongs, and the other way round.
  const wrong = called.flatMap((name, place) => (names.includes(name) && names[place] !== name ? [place] : []));
  if (wrong.length < 2) return [];
  const meant = wrong.map((place) => given[called.indexOf(names[place] ?? "")]);
  if (meant.some((place) => place === undefined)) {
    return wrong.flatMap((place) => {
      const [at, name] = [given[place], names[place]];
      return at === undefined || name === undefined ? [] : [rewritten(at, name, OWN_NAME)];
    });
  }
  const edits = wrong.map((place, index) => ({ ...(given[place] as Written), text: textAt(meant[index] as Written) }));
  const words = edits.map(({ text }) => text).join(", ");
  return [{ fix: { title: `Write ${words}${lineOf(edits[0] as Written)}`, edits }, cost: MISPLACED }];
}

/** As a parameter for it is called: `qkv_weight` for `self.qkv.weight`. */
function nameOf(argument: Written): string {
  return textAt(argument)
    .replace(/^self\./, "")
    .replaceAll(".", "_");
}
