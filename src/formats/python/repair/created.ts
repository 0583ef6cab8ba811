/** Remedies for a tensor that is created with too few axes for the layer that it reaches: `torch.randn(16, 100)` for images. */
import type { Tensor } from "../../../python/tensor.ts";
import { argumentsIn, callsTo, isByName } from "./call-text.ts";
import type { Proposal, WrongStep } from "./proposal.ts";
import { assignmentsAround } from "./scope.ts";
import { matchesIn, rewritten, textAt, type Written } from "./written.ts";

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
  const places = callsTo(site).flatMap(({ file, range }) => [{ file, range }, ...assignmentsAround({ file, range })]);
  const found = places.flatMap((place) =>
    matchesIn(place, CREATES).map(({ at: { file, range } }) => ({
      file,
      range: { start: range.end, end: place.range.end },
    })),
  );
  return [...new Map(found.map((brackets) => [brackets.range.start, brackets])).values()];
}

/** Ones behind the sizes, or a batch of one before them. */
function changes(brackets: Written, shape: NonNullable<Tensor["shape"]>, ones: readonly string[]): Proposal[] {
  const sizes = argumentsIn(brackets).filter((size) => !isByName(textAt(size)));
  const [first, last] = [sizes[0], sizes.at(-1)];
  if (first === undefined || last === undefined || sizes.length !== shape.length) return [];
  const { file } = brackets;
  const added = (place: number, text: string, cost: number): Proposal =>
    rewritten(
      { file, range: { start: place, end: place } },
      text,
      cost,
      `Add ${text.replace(/^, |, $/, "")} to the shape`,
    );
  const batch = ones.length === 1 ? [added(first.range.start, "1, ", 0.5)] : [];
  return [...batch, added(last.range.end, `, ${ones.join(", ")}`, 0.7)];
}
