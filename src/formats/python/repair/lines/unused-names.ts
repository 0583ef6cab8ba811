/** Remedies for a name that is assigned and never read: it was meant in a calculation, or in a list of tensors, behind it. */

import type { Change } from "../proposal.ts";
import { linesWithin } from "../source/lines.ts";
import { matchesIn, textAt, type Written } from "../source/written.ts";

const COST = 0.45;

export function unusedNames(body: Written): Change[] {
  const lines = linesWithin(body);
  return lines.flatMap((line, place) => {
    const name = /^([a-z_]\w*)\s*=(?!=)/i.exec(textAt(line))?.[1];
    const behind = lines.slice(place + 1);
    const isRead = behind.some((other) => new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(textAt(other)));
    return name === undefined || name === "_" || isRead ? [] : behind.flatMap((other) => usesIn(other, name));
  });
}

function usesIn(line: Written, name: string): Change[] {
  const arguments_ = matchesIn(line, /(?<=[(,]\s*)[a-z_]\w*(?=\s*[,)])/gi);
  const lists = matchesIn(line, /(?<=\bcat(?:enate)?\(\s*[[(][^()[\]]*)(?=[\])])/g);
  return [
    ...lists.map(({ at: place }) => ({ place, text: `, ${name}`, cost: COST })),
    ...arguments_.flatMap(({ at: place }) =>
      ["-", "+"].map((sign) => ({ place, text: `${textAt(place)} ${sign} ${name}`, cost: COST + 0.1 })),
    ),
  ];
}
