/** Remedies for arrays of different numbers of samples: both are of one part of the data, as their names or indices say. */

import { TRAINING } from "../../../../python/keras/models/targets.ts";
import type { Site } from "../../../../python/site.ts";
import { codes } from "../../../../python/tensors/codes.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { calleeOf, callSite, topLevelArguments } from "../source/call-text.ts";
import { linesTo } from "../source/leading.ts";
import { matchesIn, rewritten, textAt, type Written, within } from "../source/written.ts";

const PART = /(?<![a-z])(train|test|validation|valid|val)(?![a-z])/i;
const MEANT = 0;
const OTHER = 0.3;
const INDEXED_ALIKE = 0.1;

export function dataPartProposals(code: string, wrong: WrongStep): Proposal[] {
  const { type, site, inputs } = wrong;
  const call = callSite(site);
  const counts = new Set(inputs.map(({ shape }) => shape?.[0]));
  if (type !== TRAINING || code !== codes.target || call === undefined || counts.size < 2) return [];
  return [...ofOnePart(call), ...linesTo(wrong, []).flatMap(({ line }) => indexedAlike(line))];
}

function ofOnePart(call: Site): Proposal[] {
  const training = calleeOf(call).endsWith(".fit");
  const names = matchesIn(call, /(?<![\w.])[a-z_]\w*(?!\w|\s*=(?!=)|[.(])/gi).filter(({ at }) => PART.test(textAt(at)));
  const parts = [...new Set(names.map(({ at }) => PART.exec(textAt(at))?.[1] as string))];
  return names.flatMap(({ at }) => {
    const [own = ""] = PART.exec(textAt(at)) ?? [];
    return parts.flatMap((part) => {
      const other = textAt(at).replace(PART, part);
      const isThere = names.some(({ at: each }) => textAt(each) === other);
      if (part === own || isThere || !new RegExp(`(?<![\\w.])${other}(?!\\w)`).test(call.file.text)) return [];
      return [rewritten(at, other, /train/i.test(part) === training ? MEANT : OTHER)];
    });
  });
}

const INDEXED = /^(\w+)(\[.*\])?$/s;

/** `x[:count], y[:count]` for `x[:count], y` */
function indexedAlike(line: Written): Proposal[] {
  const start = /^[\w.]+(?:\s*,\s*[\w.]+)+\s*=\s*(?!=)/.exec(textAt(line))?.[0].length;
  if (start === undefined) return [];
  const values = topLevelArguments(`(${textAt(line).slice(start)})`).map((value) => ({
    at: within(line, { start: start + value.start - 1, end: start + value.end - 1 }),
    parts: INDEXED.exec(value.text),
  }));
  const indices = [...new Set(values.map(({ parts }) => parts?.[2] ?? ""))];
  if (values.some(({ parts }) => parts === null) || indices.length < 2) return [];
  return values.flatMap(({ at, parts }) =>
    indices.flatMap((index) =>
      index === "" || index === parts?.[2] ? [] : [rewritten(at, `${parts?.[1]}${index}`, INDEXED_ALIKE)],
    ),
  );
}
