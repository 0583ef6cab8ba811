/**
 * Remedies for an index that a list does not have: another number, one less or none more in a calculation, another name that counts,
 * and slips in the lines that made the list and counted the index.
 */

import type { Site } from "../../../../python/site.ts";
import { codes } from "../../../../python/tensors/codes.ts";
import type { Problem, SourceFix } from "../../../../python/trace.ts";
import type { Proposal } from "../proposal.ts";
import { elementsOf } from "../source/call-text.ts";
import { headsAround, lineAt } from "../source/lines.ts";
import { functionText } from "../source/scope.ts";
import { whereGiven } from "../source/where-given.ts";
import { isInside, matchesIn, rewritten, textAt, type Written, within } from "../source/written.ts";
import { lineSlips } from "./line-slips.ts";

const LESS = 0;
const NONE_MORE = 0.1;
const COUNTER = 0.2;
const OTHER = 0.1;
const SECOND = -0.05;
const RANGE = 0.05;
const LONGER = 0.15;
/** Of shapes and short lists each item may be meant. */
const MOST_ITEMS = 8;

export function listIndexProposals({ code, site, fix }: Problem): Proposal[] {
  if (code !== codes.outOfRange || site.file.isDescribed) return [];
  const place = { file: site.file, range: site.range };
  const sums = matchesIn(place, /(?<=\[\s*([a-z_]\w*)\s*)\+\s*(\d+)(?=\s*\]$)/gi).flatMap(({ at, match }) => {
    const more = Number(match[0].slice(1));
    const less = more > 1 ? [rewritten(at, `+ ${more - 1}`, LESS)] : [];
    return [...less, rewritten(at, "", NONE_MORE, `Take out ${textAt(at)}`)];
  });
  const names = matchesIn(place, /(?<=\[\s*)[a-z_]\w*(?=\s*\]$)/gi).flatMap(({ at }) =>
    countersAround(at).flatMap((name) => (name === textAt(at) ? [] : [rewritten(at, name, COUNTER)])),
  );
  return [
    ...sums,
    ...names,
    ...longer(place, site),
    ...ranges(site),
    ...(fix ? otherItems(fix) : []),
    ...slipsAround(site),
  ];
}

/** A list of sizes that is written down, with one more at its end: the last one again, or doubled as they are. */
function longer(place: Written, site: Site): Proposal[] {
  const name = within(place, { start: 0, end: textAt(place).indexOf("[") });
  const given = whereGiven(name, site);
  const items = elementsOf(given).map(textAt);
  if (given === name || items.length === 0 || !items.every((item) => /^\d+$/.test(item))) return [];
  const last = Number(items.at(-1));
  const bracket = textAt(given).at(-1);
  const doubled = items.length > 1 && Number(items.at(-2)) === last ? [last] : [last * 2, last];
  return doubled.map((size, order) =>
    rewritten(given, `${textAt(given)[0]}${[...items, size].join(", ")}${bracket}`, LONGER + order / 10),
  );
}

/** `range(first, first + count)` for `range(first, other + count)`. */
function ranges(site: Site): Proposal[] {
  const line = lineAt(site);
  const found = line === undefined ? [] : [line, ...headsAround(line)];
  return found.flatMap((place) =>
    matchesIn(place, /(?<=\brange\(\s*([\w.]+)\s*,\s*)[a-z_][\w.]*(?=\s*\+)/gi).flatMap(({ at, match: [, first] }) =>
      first === undefined || first === textAt(at) ? [] : [rewritten(at, first, RANGE)],
    ),
  );
}

/** In the lines of the same function that made the list and count the index. */
function slipsAround(site: Site): Proposal[] {
  const body = functionText(site);
  const wrong = { type: "", module: undefined, inputs: [], site: { ...site, caller: undefined }, home: site.file };
  const slips = lineSlips(wrong, []);
  return slips.filter(({ fix: { edits } }) => edits.every((edit) => body === undefined || isInside(edit, body)));
}

/** The first axis is the batch, and the last one is asked for as -1. */
function isOfShape({ file: { text }, range }: Written): boolean {
  return text.slice(0, range.start).endsWith(".shape[");
}

/** Each item that the list has, those first that are beside the last one, which the message itself proposes. */
function otherItems({ edits: [edit] }: SourceFix): Proposal[] {
  const last = Number(edit?.text);
  if (edit === undefined || !(last < MOST_ITEMS)) return [];
  return Array.from({ length: last }, (_, place) => last - 1 - place).map((item, place) =>
    rewritten(edit, String(item), item === 1 && isOfShape(edit) ? SECOND : OTHER + place / 20),
  );
}

/** `for i in range(...)`, `for i, width in enumerate(...)`, `def block(i)` */
function countersAround(place: Written): string[] {
  const line = lineAt(place);
  const heads = line === undefined ? [] : headsAround(line).map(textAt);
  return heads.flatMap((head) => {
    const counted = /^for\s+(\w+)\s+in\s+range\(|^for\s+(\w+)\s*,.*\benumerate\(/.exec(head);
    return counted?.[1] ?? counted?.[2] ?? /^def \w+\((?!self\b)(\w+)/.exec(head)?.[1] ?? [];
  });
}
