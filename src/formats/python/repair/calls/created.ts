/**
 * Remedies for a tensor that is created with too few axes for the layer that it reaches, `torch.randn(16, 100)` for images, and for
 * a range without an end.
 */
import type { Tensor } from "../../../../python/tensor.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, callSite, callsTo, elementsOf, isByName, isByPlace } from "../source/call-text.ts";
import { assignmentsAround } from "../source/scope.ts";
import { numberOf } from "../source/settings.ts";
import { matchesIn, rewritten, textAt, type Written } from "../source/written.ts";
import { exchanged } from "./exchanges.ts";
import { ranksOf } from "./layout.ts";

const CHANNELS = 0.3;
const ODD_CHANNELS = -0.05;
const OTHER_COLOURS = 0.5;
/** Answers change with the number of samples. */
const TURNED = -0.5;
const BOUNDS = 0;

const CREATES = /\btorch\.(?:randn?|zeros|ones|empty)(?=\()/g;

export function createdProposals(wrong: WrongStep): Proposal[] {
  const {
    type,
    site,
    inputs: [first],
  } = wrong;
  if (type === "arange") return boundsExchanged(site);
  const wanted = ranksOf(type);
  const shape = first?.shape;
  if (wanted === undefined || shape === undefined || shape.length < 1) return [];
  if (shape.length === 4 && wanted === 4) return createdBy(site).flatMap((call) => imagesAs(call, shape, wrong));
  if (shape.length >= wanted) return [];
  const ones = Array.from({ length: wanted - shape.length }, () => "1");
  const channels = numberOf(wrong, "in_channels");
  return createdBy(site).flatMap((call) => [
    ...changes(call, shape, ones),
    ...(channels !== undefined && ones.length === 1 ? withChannels(call, shape, channels) : []),
  ]);
}

/** Of a range that leads away from its end. */
function boundsExchanged(site: WrongStep["site"]): Proposal[] {
  const call = callSite(site);
  const [from, end] = call ? argumentsIn(bracketsOf(call)) : [];
  return from && end && [from, end].every((bound) => isByPlace(textAt(bound))) ? [exchanged(from, end, BOUNDS)] : [];
}

/** As many channels behind the batch as the layer takes. */
function withChannels(brackets: Written, shape: NonNullable<Tensor["shape"]>, channels: number): Proposal[] {
  const sizes = sizesIn(brackets);
  const second = sizes[1];
  if (second === undefined || sizes.length !== shape.length) return [];
  const place = { file: second.file, range: { start: second.range.start, end: second.range.start } };
  return [rewritten(place, `${channels}, `, CHANNELS, `Add ${channels} channels to the shape`)];
}

/** The sizes that a creation is given, one by one or in a tuple. */
export function sizesIn(brackets: Written): Written[] {
  const given = argumentsIn(brackets).filter((size) => !isByName(textAt(size)));
  const [only] = given;
  return given.length === 1 && only && /^[([]/.test(textAt(only)) ? elementsOf(only) : given;
}

/** The arguments of creations in the calls by which the step is reached, the innermost first, and where their names were assigned. */
export function createdBy(site: WrongStep["site"], most?: number): Written[] {
  const places = callsTo(site, most).flatMap(({ file, range }) => [
    { file, range },
    ...assignmentsAround({ file, range }),
  ]);
  const found = places.flatMap((place) =>
    matchesIn(place, CREATES).map(({ at: { file, range } }) => ({
      file,
      range: { start: range.end, end: place.range.end },
    })),
  );
  return [...new Map(found.map((brackets) => [brackets.range.start, brackets])).values()];
}

function imagesAs(call: Written, shape: NonNullable<Tensor["shape"]>, wrong: WrongStep): Proposal[] {
  const channels = numberOf(wrong, "in_channels");
  return [
    ...channelsFirst(call, shape),
    ...samplesFirst(call, shape, channels),
    ...imagesOfChannels(call, shape, channels),
  ];
}

const GREY_OR_COLOURED: readonly unknown[] = [1, 3];

/** Of an image that is neither grey nor coloured, for a layer that takes such; or of the other of both. */
function imagesOfChannels(
  brackets: Written,
  shape: NonNullable<Tensor["shape"]>,
  channels: number | undefined,
): Proposal[] {
  const [, given, ...sides] = sizesIn(brackets);
  if (given === undefined || sides.length !== 2 || !GREY_OR_COLOURED.includes(channels)) return [];
  if (textAt(given) !== String(shape[1])) return [];
  return [rewritten(given, String(channels), GREY_OR_COLOURED.includes(shape[1]) ? OTHER_COLOURS : ODD_CHANNELS)];
}

/** As many samples as there should be channels, and the other way round. */
function samplesFirst(
  brackets: Written,
  shape: NonNullable<Tensor["shape"]>,
  channels: number | undefined,
): Proposal[] {
  const [samples, given, ...sides] = sizesIn(brackets);
  const isImage = GREY_OR_COLOURED.includes(channels);
  const isTurned = isImage && shape[0] === channels && shape[1] !== channels;
  if (samples === undefined || given === undefined || sides.length !== 2 || !isTurned) return [];
  return [exchanged(samples, given, TURNED)];
}

/** Images that were written with their channels last. */
function channelsFirst(brackets: Written, [, height, , channels]: NonNullable<Tensor["shape"]>): Proposal[] {
  const sizes = sizesIn(brackets);
  const [batch, ...others] = sizes;
  const isLast = typeof channels === "number" && channels <= 4 && typeof height === "number" && height > 4;
  if (batch === undefined || others.length !== 3 || !isLast) return [];
  const texts = others.map(textAt);
  if (texts[2] !== String(channels)) return [];
  const [first, last] = [others[0], others[2]] as [Written, Written];
  const place = { file: batch.file, range: { start: first.range.start, end: last.range.end } };
  return [rewritten(place, [texts[2], texts[0], texts[1]].join(", "), 0.15)];
}

/** Ones behind the sizes, or a batch of one before them. */
function changes(brackets: Written, shape: NonNullable<Tensor["shape"]>, ones: readonly string[]): Proposal[] {
  const sizes = sizesIn(brackets);
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
