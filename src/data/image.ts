/**
 * Decoded images as a model's input: colours to the channels it wants, any size to the size it wants, 0 to 1. Transparent
 * pixels lie on white paper. Shrinking averages over the area that a pixel covers, enlarging interpolates between centres.
 */
import { imageSizes, type Shape } from "../tensor/shape.ts";
import { DatasetError } from "./dataset-error.ts";
import { resizeAxis } from "./resize.ts";

/** Pixels row by row, 8 bits a channel: grey (1), grey and alpha (2), red, green, blue (3), and alpha (4). */
export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** [h, w, c] of `shape`, one sample without batch. Throws a `DatasetError` if an image cannot take that shape. */
export function imageToTensor(image: DecodedImage, shape: Shape): Float32Array {
  const sizes = imageSizes(shape);
  if (!sizes || (sizes.c !== 1 && sizes.c !== 3)) {
    throw new DatasetError(
      `An image has the shape [height, width, 1] or [height, width, 3], and [${shape.join(", ")}] is wanted.`,
    );
  }
  checkImage(image);
  const { h, w, c } = sizes;
  const coloured = toChannels(image, c);
  const narrowed = resizeAxis(coloured, { outer: image.height, from: image.width, to: w, inner: c });
  return resizeAxis(narrowed, { outer: 1, from: image.height, to: h, inner: w * c });
}

function checkImage({ width, height, channels, data }: DecodedImage): void {
  if (![1, 2, 3, 4].includes(channels)) {
    throw new DatasetError(`An image has 1 to 4 channels, and this one has ${channels}.`);
  }
  if (width < 1 || height < 1) throw new DatasetError(`The image is ${width} × ${height}: it has no pixels.`);
  if (data.length !== width * height * channels) {
    throw new DatasetError(
      `The image of ${width} × ${height} × ${channels} needs ${width * height * channels} bytes, and has ${data.length}.`,
    );
  }
}

/** [height, width, wanted] from 0 to 1. */
function toChannels({ width, height, channels, data }: DecodedImage, wanted: number): Float32Array {
  const result = new Float32Array(width * height * wanted);
  const isGrey = channels <= 2;
  const hasAlpha = channels === 2 || channels === 4;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * channels;
    const alpha = hasAlpha ? data[at + channels - 1]! / 255 : 1;
    const onWhite = (channel: number): number => (data[at + (isGrey ? 0 : channel)]! / 255) * alpha + (1 - alpha);
    if (wanted === 1) result[pixel] = isGrey ? onWhite(0) : luma(onWhite(0), onWhite(1), onWhite(2));
    else for (let channel = 0; channel < 3; channel++) result[pixel * 3 + channel] = onWhite(channel);
  }
  return result;
}

/** ITU-R BT.601, as PIL and OpenCV turn colours to grey. */
function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
