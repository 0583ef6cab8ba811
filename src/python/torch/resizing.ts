/** Interpolation and padding, as functions and modules share them. */

import { compareDims } from "../../tensor/dim/order.ts";
import { formatDim } from "../../tensor/dim/text.ts";
import type { Dim } from "../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../tensors/answer.ts";
import { codes } from "../tensors/codes.ts";
import { padFromLast, scaledSize } from "../tensors/resize.ts";
import { itemsOf, sizeFrom } from "../tensors/sizes.ts";
import { unknownSize } from "../tensors/unknown-size.ts";
import { Unknown, type Value } from "../value.ts";
import { type Call, factorFrom } from "./call.ts";

/** `size=(14, 14)` or `scale_factor=2` for every image axis. */
export function interpolate(call: Call, input: Shape, size: Value, factor: Value): ShapeAnswer {
  const [head, image] = [input.slice(0, 2), input.slice(2)];
  if (size instanceof Unknown) return { shape: [...head, ...image.map(() => unknownSize(call.run))] };
  if (size !== null) {
    const sizes = itemsOf(size) ?? image.map(() => size);
    if (sizes.length !== image.length && sizes.length !== 1) return wrongCount(input, sizes.length);
    return { shape: [...head, ...image.map((_, axis) => sizeFrom(call.run, sizes[axis] ?? sizes[0]))] };
  }
  const factors = itemsOf(factor) ?? image.map(() => factor);
  const scaled = image.map((length, axis) => {
    const by = factorFrom(factors[axis] ?? factors[0]);
    return by === undefined ? unknownSize(call.run) : scaledSize(call.run, length, by);
  });
  return { shape: [...head, ...scaled] };
}

function wrongCount(input: Shape, count: number): ShapeAnswer {
  return mistaken(
    codes.rank,
    `${count} sizes are given for the ${input.length - 2} image axes of ${formatShape(input)}.`,
  );
}

export function pad(call: Call, input: Shape, pads: Value): ShapeAnswer {
  const items = itemsOf(pads);
  if (items === undefined) return { unknown: "how much it pads is not known" };
  return padFromLast(
    input,
    items.map((item) => sizeFrom(call.run, item)),
  );
}

/** A padding module: the same on every side, or a number for each; reflection needs more input than it mirrors. */
export function padImage(call: Call, axes: number, input: Shape, written: Value): ShapeAnswer {
  const items = itemsOf(written) ?? Array.from({ length: 2 * axes }, () => written);
  const pads = items.map((item) => sizeFrom(call.run, item));
  const tooLarge = call.name.startsWith("Reflection") ? reflectsTooMuch(input, pads) : undefined;
  return tooLarge ?? padFromLast(input, pads);
}

export function reflectsTooMuch(input: Shape, pads: readonly Dim[]): ShapeAnswer | undefined {
  const wrong = pads.findIndex((size, place) => {
    const axis = input.length - 1 - Math.floor(place / 2);
    return input[axis] !== undefined && compareDims(">=", size, input[axis] as Dim) === true;
  });
  if (wrong < 0) return undefined;
  const axis = input.length - 1 - Math.floor(wrong / 2);
  const message = `it mirrors ${formatDim(pads[wrong] as Dim)} cells, but axis ${axis} of ${formatShape(input)} has only ${formatDim(input[axis] as Dim)}; it must have more.`;
  return mistaken(codes.padding, message);
}
