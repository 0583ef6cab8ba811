/** Several tensors as one, and one as several. */

import { canBeEqual } from "../../tensor/dim/agree.ts";
import { ceilDivideDims, moduloDims } from "../../tensor/dim/divide.ts";
import { minimumOf } from "../../tensor/dim/order.ts";
import { scaleDim, subtractDims, sumOfDims } from "../../tensor/dim/sum.ts";
import { formatDim } from "../../tensor/dim/text.ts";
import type { Dim } from "../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "./answer.ts";
import { codes } from "./codes.ts";

/** Along an existing axis; all others must be equal. */
export function concatenate(shapes: readonly [Shape, ...Shape[]], axis: number): ShapeAnswer {
  const [first] = shapes;
  const joined = first.map((size, place) =>
    place === axis
      ? sumOfDims(shapes.map((shape) => shape[axis] ?? 0))
      : bestOf(shapes.map((shape) => shape[place] ?? size)),
  );
  const odd = shapes.findIndex((shape) => !fits(first, shape, axis));
  return odd < 0 ? { shape: joined } : cannotConcatenate(first, shapes[odd] as Shape, axis, joined);
}

/** Of sizes that must be equal, one that is known. */
function bestOf(sizes: readonly Dim[]): Dim {
  return sizes.find((size) => typeof size === "number") ?? (sizes[0] as Dim);
}

function fits(a: Shape, b: Shape, axis: number): boolean {
  if (a.length !== b.length) return false;
  return a.every((size, place) => place === axis || canBeEqual(size, b[place] as Dim));
}

function cannotConcatenate(first: Shape, odd: Shape, axis: number, meant: Shape): ShapeAnswer {
  const shapes = `${formatShape(first)} and ${formatShape(odd)}`;
  if (first.length !== odd.length) {
    return mistaken(codes.concatenate, `${shapes} have different numbers of axes.`, meant);
  }
  const place = first.findIndex((size, at) => at !== axis && !canBeEqual(size, odd[at] as Dim));
  const sizes = `${formatDim(first[place] as Dim)} and ${formatDim(odd[place] as Dim)}`;
  const message = `${shapes} can only differ in axis ${axis}, along which they are joined, but axis ${place} is ${sizes}.`;
  const differing = first.flatMap((size, at) => (at !== axis && !canBeEqual(size, odd[at] as Dim) ? [at] : []));
  // Where the channels differ, it may be along them that they were to be joined.
  const open = place === 1 && axis > 1 ? [...differing, axis] : differing;
  return { mistake: { code: codes.concatenate, message, meant, open } };
}

/** Along a new axis; all must be equal. */
export function stack(shapes: readonly [Shape, ...Shape[]], axis: number): ShapeAnswer {
  const [first] = shapes;
  const joined = first.map((size, place) => bestOf(shapes.map((shape) => shape[place] ?? size)));
  const shape = joined.toSpliced(axis, 0, shapes.length);
  const odd = shapes.find((other) => !fits(first, other, -1));
  if (odd === undefined) return { shape };
  return mistaken(
    codes.concatenate,
    `${formatShape(first)} and ${formatShape(odd)} cannot be stacked: they must be equal.`,
    shape,
  );
}

/** Pieces of at most `size`, as `torch.split` cuts them; `undefined`: how many is not known. */
export function splitEvery(length: Dim, size: Dim): readonly Dim[] | undefined {
  if (typeof size !== "number" || size < 1) return undefined;
  if (typeof length !== "number") return undefined;
  const count = Math.max(1, Math.ceil(length / size));
  if (count > 10_000) return undefined;
  return Array.from({ length: count }, (_, index) => Math.min(size, length - index * size));
}

/** At most `count` pieces of equal size, the last one smaller, as `torch.chunk` cuts them. */
export function chunkInto(length: Dim, count: number): readonly Dim[] | undefined {
  if (count < 1 || count > 10_000) return undefined;
  const size = ceilDivideDims(length, count);
  if (typeof length === "number")
    return length === 0 ? Array.from({ length: count }, () => 0) : splitEvery(length, size);
  if (moduloDims(length, count) === 0) return Array.from({ length: count }, () => size);
  const last = subtractDims(length, scaleDim(size, count - 1));
  return [...Array.from({ length: count - 1 }, () => size), minimumOf(size, last)];
}

/** As `numpy.array_split`: the first pieces are one larger. */
export function splitEvenly(length: Dim, count: number): readonly Dim[] | undefined {
  if (typeof length !== "number" || count < 1 || count > 10_000) return undefined;
  const [whole, rest] = [Math.floor(length / count), length % count];
  return Array.from({ length: count }, (_, index) => (index < rest ? whole + 1 : whole));
}
