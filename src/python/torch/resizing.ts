/** Interpolation and padding, as functions and modules share them. */

import { compareDims } from "../../tensor/dim/order.ts";
import { formatDim } from "../../tensor/dim/text.ts";
import type { Dim } from "../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../tensors/answer.ts";
import { codes } from "../tensors/codes.ts";
import { padFromLast, scaledSize } from "../tensors/resize.ts";
import { dimFrom, itemsOf, sizeFrom } from "../tensors/sizes.ts";
import { unknownSize } from "../tensors/unknown-size.ts";
import { Unknown, type Value } from "../value.ts";
import { type Call, factorFrom } from "./call.ts";
import { TorchTensor } from "./tensor.ts";

/** `size=(14, 14)` or `scale_factor=2` for every image axis. */
export function interpolate(call: Call, input: Shape, get: (name: string) => Value): ShapeAnswer {
  const resized = resize(call, input, get("size"), get("scale_factor"));
  const [mode, corners] = [get("mode"), get("align_corners")];
  const isRefused = typeof corners === "boolean" && (mode === "nearest" || mode === "area" || mode === "nearest-exact");
  if (!isRefused || !("shape" in resized)) return resized;
  const message = `align_corners is for the modes that interpolate, such as 'bilinear', and the mode is '${mode}'.`;
  return mistaken(codes.argument, message, resized.shape);
}

function resize(call: Call, input: Shape, size: Value, factor: Value): ShapeAnswer {
  const [head, image] = [input.slice(0, 2), input.slice(2)];
  if (size instanceof Unknown) return { shape: [...head, ...image.map(() => unknownSize(call.run, size.reason))] };
  if (size !== null) {
    const sizes = itemsOf(size) ?? image.map(() => size);
    if (sizes.length !== image.length) return wrongCount(input, `${sizes.length} sizes`);
    return { shape: [...head, ...sizes.map((each) => sizeFrom(call.run, each))] };
  }
  if (factor === null)
    return mistaken(codes.argument, "it needs a size or a scale_factor, and is given neither.", input);
  const factors = itemsOf(factor) ?? image.map(() => factor);
  if (factors.length !== image.length) return wrongCount(input, `${factors.length} factors`);
  const scaled = image.map((length, axis) => {
    const by = factorFrom(factors[axis] as Value);
    return by === undefined ? unknownSize(call.run) : scaledSize(call.run, length, by);
  });
  return { shape: [...head, ...scaled] };
}

function wrongCount(input: Shape, given: string): ShapeAnswer {
  return mistaken(codes.rank, `${given} are given for the ${input.length - 2} image axes of ${formatShape(input)}.`);
}

export function pad(call: Call, input: Shape, pads: Value): ShapeAnswer {
  const items = itemsOf(pads);
  if (items === undefined) return { unknown: "how much it pads is not known" };
  return padded(call, input, items.map(amountFrom));
}

/** A number, or a tensor that holds one. */
function amountFrom(value: Value): Dim | undefined {
  const only = value instanceof TorchTensor && value.content?.length === 1 ? value.content[0] : value;
  return dimFrom(only);
}

/** A pad that is not known may be none, or crop: nothing is known of its axis. */
function padded(call: Call, input: Shape, pads: readonly (Dim | undefined)[]): ShapeAnswer {
  const answer = padFromLast(
    input,
    pads.map((amount) => amount ?? 0),
  );
  if (!pads.includes(undefined)) return answer;
  if (!("shape" in answer)) return { unknown: "how much it pads is not known" };
  const isOpen = (axis: number): boolean => {
    const place = 2 * (input.length - 1 - axis);
    return pads.slice(place, place + 2).includes(undefined);
  };
  return { shape: answer.shape.map((size, axis) => (isOpen(axis) ? unknownSize(call.run) : size)) };
}

/** A padding module: the same on every side, or a number for each; reflection needs more input than it mirrors. */
export function padImage(call: Call, axes: number, input: Shape, written: Value): ShapeAnswer {
  const items = itemsOf(written) ?? Array.from({ length: 2 * axes }, () => written);
  const pads = items.map(amountFrom);
  const known = pads.map((amount) => amount ?? 0);
  const tooLarge = call.name.startsWith("Reflection") ? reflectsTooMuch(input, known) : undefined;
  return tooLarge ?? padded(call, input, pads);
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
