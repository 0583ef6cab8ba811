/** Remedies for a layer of another number of dimensions than what comes: `BatchNorm1d` where images come. */

import type { Proposal, WrongStep } from "../proposal.ts";
import { calleeOf } from "../source/call-text.ts";
import { rewritten } from "../source/written.ts";

export function rankProposals({ type, module, site, inputs }: WrongStep): Proposal[] {
  const rank = inputs[0]?.shape?.length;
  const place = module?.site ?? site;
  const digit = /[123](?=d$)/i.exec(type)?.[0];
  if (rank === undefined || digit === undefined || place === undefined || place.file.isDescribed) return [];
  // A batch of rows, or of sequences of them, is one-dimensional.
  const wanted = String(Math.min(3, Math.max(1, rank - 2)));
  if (wanted === digit || !calleeOf(place).endsWith(type)) return [];
  const end = place.anchor.end - 1;
  const text = type.slice(0, -2) + wanted + type.slice(-1);
  return [rewritten({ file: place.file, range: { start: end - 1, end } }, wanted, 0.3, `Use ${text}`)];
}
