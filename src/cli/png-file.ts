/** PNG files of every kind as 8-bit pixels. */
import { readFileSync } from "node:fs";
import { convertIndexedToRgb, type DecodedPng, decode } from "fast-png";
import { type DecodedImage, imageToTensor } from "../data/image.ts";
import type { Shape } from "../tensor/shape.ts";
import { CliError, reasonOf } from "./exit.ts";

/** The picture in the wanted shape [h, w, c], from 0 to 1. Throws a `CliError` or a `DatasetError`. */
export function readPng(path: string, shape: Shape): Float32Array {
  let image: DecodedImage;
  try {
    image = decodeImage(readFileSync(path));
  } catch (error) {
    throw new CliError(`Cannot read ${path}: ${reasonOf(error)}.`);
  }
  return imageToTensor(image, shape);
}

const mostPixels = 2 ** 25;
const headerBytes = 24;

function decodeImage(bytes: Buffer): DecodedImage {
  // The header's width and height decide how much is allocated, so they are looked at first.
  if (bytes.length >= headerBytes && bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > mostPixels) {
    throw new Error(`it announces more than ${mostPixels} pixels`);
  }
  return toEightBits(decode(bytes));
}

function toEightBits(png: DecodedPng): DecodedImage {
  const { width, height, channels, depth, data, palette } = png;
  if (data instanceof Uint16Array)
    return { width, height, channels, data: Uint8Array.from(data, (value) => value >> 8) };
  if (palette) return { width, height, channels: palette[0]?.length ?? 0, data: convertIndexedToRgb(png) };
  if (depth < 8) return { width, height, channels: 1, data: convertIndexedToRgb({ ...png, palette: greys(depth) }) };
  return { width, height, channels, data };
}

/** Grey values of 1, 2 or 4 bits are packed like indices of colours: into a palette of all greys. */
function greys(depth: number): number[][] {
  const most = 2 ** depth - 1;
  return Array.from({ length: most + 1 }, (_, grey) => [Math.round((grey * 255) / most)]);
}
