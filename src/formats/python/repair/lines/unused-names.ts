/** Remedies for a name that is assigned and never read: it was meant in a calculation, or in a list of tensors, behind it. */

import type { Change } from "../proposal.ts";
import { linesWithin } from "../source/lines.ts";
import { matchesIn, textAt, type Written } from "../source/written.ts";

const COST = 0.45;
const IN_LIST = -0.1;
/** Lines behind it in which it may have been meant. */
const MOST_BEHIND = 40;

export function unusedNames(body: Written): Change[] {
  const lines = linesWithin(body);
  return lines.flatMap((line, place) => {
    const name = /^([a-z_]\w*)\s*=(?!=)/i.exec(textAt(line))?.[1];
    if (name === undefined || name === "_") return [];
    const behind = lines.slice(place + 1);
    const read = new RegExp(`(?<![\\w.])${name}(?!\\w)`);
    if (behind.some((other) => read.test(textAt(other)))) return [];
    return behind.slice(0, MOST_BEHIND).flatMap((other) => usesIn(other, name));
  });
}

function usesIn(line: Written, name: string): Change[] {
  const arguments_ = matchesIn(line, /(?<=[(,]\s*)[a-z_]\w*(?=\s*[,)])/gi);
  const joined = matchesIn(line, /(?<=\bcat(?:enate)?\(\s*[[(][^()[\]]*)(?=[\])])/g);
  const named = matchesIn(line, /(?<==\s*\[\s*[a-z_]\w*(?:\s*,\s*[a-z_]\w*)+)(?=\s*\])/gi);
  return [
    ...[...joined, ...named].map(({ at: place }) => ({ place, text: `, ${name}`, cost: IN_LIST })),
    ...arguments_.flatMap(({ at: place }) =>
      ["-", "+"].map((sign) => ({ place, text: `${textAt(place)} ${sign} ${name}`, cost: COST + 0.1 })),
    ),
  ];
}
