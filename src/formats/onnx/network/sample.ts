/** One sample of a value in our order: channels last, without the batch. */
import type { Floats } from "../../../tensor/floats.ts";
import { type Shape, sizeOf } from "../../../tensor/shape.ts";
import type { Value } from "../shapes/value.ts";

/** `undefined`: a size is not known, or there is no batch. */
export function sampleShape(value: Pick<Value, "shape"> | undefined): Shape | undefined {
  const [batch, ...sample] = value?.shape ?? [];
  if (batch === undefined || !sample.every((size) => typeof size === "number")) return undefined;
  const sizes = sample as number[];
  if (sizes.length < 3) return sizes;
  const [channels = 1, ...places] = sizes;
  return [...places, channels];
}

/** How our numbers stand to the file's: an image is [h, w, c] here and [c, h, w] there, also where it was flattened. */
export interface Layout {
  /** The file's sizes without the batch. */
  readonly shape: Shape;
  /** The image in our order; `undefined`: the numbers stand in the same order. */
  readonly image: Shape | undefined;
}

/** Samples in our order as the file has them. */
export function toFile(data: Floats, { image }: Layout): Floats {
  return image ? reordered(data, image, (ours, theirs, into, from) => (into[theirs] = from[ours] as number)) : data;
}

/** Samples as the file has them in our order. */
export function fromFile(data: Floats, { image }: Layout): Floats {
  return image ? reordered(data, image, (ours, theirs, into, from) => (into[ours] = from[theirs] as number)) : data;
}

type Move = (ours: number, theirs: number, into: Floats, from: Floats) => void;

function reordered(data: Floats, image: Shape, move: Move): Floats {
  const channels = image.at(-1) ?? 1;
  const places = sizeOf(image) / channels;
  const moved = data.slice();
  for (let start = 0; start < data.length; start += places * channels) {
    for (let place = 0; place < places; place++) {
      for (let c = 0; c < channels; c++) move(start + place * channels + c, start + c * places + place, moved, data);
    }
  }
  return moved;
}
