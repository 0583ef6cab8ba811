/** Channels as pixels, pixels as channels, and channels dealt out to groups. */
import { divideExactly } from "../../../tensor/dim/divide.ts";
import { scaleDim } from "../../../tensor/dim/sum.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { unknownSize } from "../../tensors/unknown-size.ts";
import type { Value } from "../../value.ts";
import type { Call } from "../call.ts";

/** [.., C*r*r, H, W] -> [.., C, H*r, W*r]. */
export function shufflePixels(call: Call, shape: Shape, factor: Dim | undefined): ShapeAnswer {
  if (typeof factor !== "number" || shape.length < 3) return { unknown: "the factor is not known" };
  const [c, h, w] = shape.slice(-3) as [Dim, Dim, Dim];
  const channels = divideExactly(c, factor * factor);
  if (channels === undefined && typeof c === "number") return cannotShuffle(c, factor);
  return {
    shape: [...shape.slice(0, -3), channels ?? unknownSize(call.run), scaleDim(h, factor), scaleDim(w, factor)],
  };
}

/** The channels are dealt out to the groups. */
export function shuffleChannels(shape: Shape, groups: Value): ShapeAnswer {
  const channels = shape[1];
  if (typeof channels !== "number" || typeof groups !== "number" || channels % groups === 0) return { shape };
  return mistaken(
    codes.groups,
    `the ${channels} channels of ${formatShape(shape)} do not divide into ${groups} groups.`,
    shape,
  );
}

function cannotShuffle(channels: number, factor: number): ShapeAnswer {
  const message = `${channels} channels are no multiple of ${factor} × ${factor}, from which the larger image would be made.`;
  return mistaken(codes.inChannels, message);
}

export function unshufflePixels(call: Call, shape: Shape, factor: Dim | undefined): ShapeAnswer {
  if (typeof factor !== "number" || shape.length < 3) return { unknown: "the factor is not known" };
  const [c, h, w] = shape.slice(-3) as [Dim, Dim, Dim];
  const odd = [h, w].find((size) => typeof size === "number" && size % factor !== 0);
  if (odd !== undefined) {
    const message = `makes ${factor} × ${factor} places one, and ${formatDim(odd)} in ${formatShape(shape)} is no multiple of ${factor}.`;
    return mistaken(codes.split, message);
  }
  const smaller = [h, w].map((size) => divideExactly(size, factor) ?? unknownSize(call.run));
  return { shape: [...shape.slice(0, -3), scaleDim(c, factor * factor), ...smaller] };
}
