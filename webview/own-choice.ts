/** The image of one's own that a person looks at: drawn, or from a file. Kept with the other choices, and as little trusted. */
import * as v from "valibot";
import type { DecodedImage } from "../src/data/image.ts";
import type { Stroke } from "./geometry/ink.ts";
import { type Normalization, normalizations } from "./geometry/opened-image.ts";

/** An opened image, made small enough to be kept. */
export interface OpenedFile {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel, in base64. */
  readonly rgba: string;
}

export interface OwnChoice {
  /** Whose image is looked at. */
  readonly source: "dataset" | "drawing" | "file";
  readonly strokes: readonly Stroke[];
  /** Whether a drawing is scaled and centred as MNIST's digits are. */
  readonly centre: boolean;
  readonly file: OpenedFile | undefined;
  readonly crop: boolean;
  readonly invert: boolean;
  readonly normalization: Normalization;
  /** What the person says it is. */
  readonly label: number | undefined;
}

/** Along the longer side of an opened image that is kept, in pixels. */
export const MOST_SIDE = 256;

const coordinate = v.pipe(v.number(), v.finite());
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_SIDE));
const label = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const file = v.object({ name: v.string(), width: side, height: side, rgba: v.string() });

const schema = v.object({
  source: v.fallback(v.picklist(["dataset", "drawing", "file"]), "dataset"),
  strokes: v.fallback(v.array(v.array(v.object({ x: coordinate, y: coordinate }))), []),
  centre: v.fallback(v.boolean(), true),
  file: v.fallback(v.optional(file), undefined),
  crop: v.fallback(v.boolean(), true),
  invert: v.fallback(v.boolean(), false),
  normalization: v.fallback(v.picklist(Object.keys(normalizations) as Normalization[]), "unit"),
  label: v.fallback(v.optional(label), undefined),
});

/** Reads what an earlier view kept; whatever is missing or wrong has its default. */
export function readOwnChoice(kept: unknown): OwnChoice {
  const { file, label, ...rest } = v.parse(schema, typeof kept === "object" && kept !== null ? kept : {});
  return { ...rest, file: file && decodeFile(file) ? file : undefined, label };
}

/** `undefined` if the text does not hold the pixels. */
export function decodeFile({ width, height, rgba }: OpenedFile): DecodedImage | undefined {
  try {
    const data = Uint8ClampedArray.from(atob(rgba), (byte) => byte.charCodeAt(0));
    return data.length === width * height * 4 ? { width, height, channels: 4, data } : undefined;
  } catch {
    return undefined;
  }
}

export function encodeFile(name: string, { width, height, data }: DecodedImage): OpenedFile {
  let bytes = "";
  for (const byte of data) bytes += String.fromCharCode(byte);
  return { name, width, height, rgba: btoa(bytes) };
}
