/** Remedies for arrays of different numbers of samples: both are of one part of the data, as their names say. */

import { TRAINING } from "../../../../python/keras/models/targets.ts";
import { codes } from "../../../../python/tensors/codes.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { calleeOf, callSite } from "../source/call-text.ts";
import { matchesIn, rewritten, textAt } from "../source/written.ts";

const PART = /(?<![a-z])(train|test|validation|valid|val)(?![a-z])/i;
const MEANT = 0;
const OTHER = 0.3;

export function dataPartProposals(code: string, { type, site, inputs }: WrongStep): Proposal[] {
  const call = callSite(site);
  const counts = new Set(inputs.map(({ shape }) => shape?.[0]));
  if (type !== TRAINING || code !== codes.target || call === undefined || counts.size < 2) return [];
  const training = calleeOf(call).endsWith(".fit");
  const names = matchesIn(call, /(?<![\w.])[a-z_]\w*(?!\w|\s*=(?!=)|[.(])/gi).filter(({ at }) => PART.test(textAt(at)));
  const parts = [...new Set(names.map(({ at }) => PART.exec(textAt(at))?.[1] as string))];
  return names.flatMap(({ at }) => {
    const [own = ""] = PART.exec(textAt(at)) ?? [];
    return parts.flatMap((part) => {
      const other = textAt(at).replace(PART, part);
      const isThere = names.some(({ at: each }) => textAt(each) === other);
      if (part === own || isThere || !new RegExp(`(?<![\\w.])${other}(?!\\w)`).test(site.file.text)) return [];
      return [rewritten(at, other, /train/i.test(part) === training ? MEANT : OTHER)];
    });
  });
}
