/** Remedies for an image that is resized without a size: that of the image which the function is handed, or twice its own. */
import type { Proposal, WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, callSite } from "../source/call-text.ts";
import { parametersAround } from "../source/scope.ts";
import { rewritten, textAt } from "../source/written.ts";

const costs = { asHanded: 0, doubled: 0.4 } as const;

export function resizings({ type, site }: WrongStep): Proposal[] {
  const call = /^(?:interpolate|Upsample)$/.test(type) ? callSite(site) : undefined;
  if (call === undefined || call.file.isDescribed) return [];
  const given = argumentsIn(bracketsOf(call));
  const [image] = given;
  if (image === undefined || given.some((each) => /^(?:size|scale_factor)\s*=/.test(textAt(each)))) return [];
  const place = { file: image.file, range: { start: image.range.end, end: image.range.end } };
  const handed = parametersAround(image).filter((name) => name !== "self" && name !== textAt(image));
  const added = [
    ...handed.map((name) => [`size=${name}.shape[-2:]`, costs.asHanded] as const),
    ["scale_factor=2", costs.doubled] as const,
  ];
  return added.map(([text, cost]) => rewritten(place, `, ${text}`, cost, `Add ${text}`));
}
