/** Remedies for a tensor that is created with too few axes for the layer that it reaches: `torch.randn(16, 100)` for images. */
import type { Tensor } from "../../../python/tensor.ts";
import { callSite, lineOf, textAt, topLevelArguments, type Written } from "./edits.ts";
import type { Proposal, WrongStep } from "./proposal.ts";
import { assignmentsAround } from "./scope.ts";

const CREATES = /\btorch\.(?:randn?|zeros|ones|empty)(?=\()/g;

export function createdProposals({ type, site, inputs: [first] }: WrongStep): Proposal[] {
  const wanted = axesOf(type);
  const shape = first?.shape;
  if (wanted === undefined || shape === undefined || shape.length < 1 || shape.length >= wanted) return [];
  const ones = Array.from({ length: wanted - shape.length }, () => "1");
  return createdBy(site).flatMap((call) => changes(call, shape, ones));
}

/** How many axes a layer's batches have. */
function axesOf(type: string): number | undefined {
  const digit = /[123](?=d$)/.exec(type)?.[0];
  return digit === undefined ? undefined : Number(digit) + 2;
}

/** The arguments of creations in the calls by which the step is reached, and where their names were assigned. */
function createdBy(site: WrongStep["site"]): Written[] {
  const found = new Map<number, Written>();
  for (let at: typeof site | undefined = site; at !== undefined; at = at.caller) {
    const place = callSite(at);
    if (place === undefined || place.file.isDescribed) continue;
    for (const { file, range } of [place, ...assignmentsAround(place)]) {
      for (const { 0: callee, index } of textAt({ file, range }).matchAll(CREATES)) {
        const start = range.start + index + callee.length;
        if (!found.has(start)) found.set(start, { file, range: { start, end: range.end } });
      }
    }
  }
  return [...found.values()];
}

/** Ones behind the sizes, or a batch of one before them. */
function changes({ file, range }: Written, shape: NonNullable<Tensor["shape"]>, ones: readonly string[]): Proposal[] {
  const sizes = topLevelArguments(textAt({ file, range })).filter(({ text }) => !/^\w+\s*=[^=]/.test(text));
  const [start, end] = [sizes[0]?.start, sizes.at(-1)?.end];
  if (start === undefined || end === undefined || sizes.length !== shape.length) return [];
  const at = (place: number): Written => ({
    file,
    range: { start: range.start + place, end: range.start + place },
  });
  const added = (place: Written, text: string, cost: number): Proposal => ({
    fix: { title: `Add ${text.replace(/^, |, $/, "")} to the shape${lineOf(place)}`, edits: [{ ...place, text }] },
    cost,
  });
  const batch = ones.length === 1 ? [added(at(start), "1, ", 0.5)] : [];
  return [...batch, added(at(end), `, ${ones.join(", ")}`, 0.7)];
}
