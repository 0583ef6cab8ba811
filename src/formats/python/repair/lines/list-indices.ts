/** Remedies for an index that a list does not have: one less or none more in a calculation, and another name that counts. */
import { codes } from "../../../../python/tensors/codes.ts";
import type { Problem } from "../../../../python/trace.ts";
import type { Proposal } from "../proposal.ts";
import { headsAround, lineAt } from "../source/lines.ts";
import { matchesIn, rewritten, textAt, type Written } from "../source/written.ts";

const LESS = 0;
const NONE_MORE = 0.1;
const COUNTER = 0.2;

export function listIndexProposals({ code, site }: Problem): Proposal[] {
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
  return [...sums, ...names];
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
