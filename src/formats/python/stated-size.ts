/**
 * The size of the images that the file itself writes down beside its model: an argument of the model's constructor
 * (`img_size=224`), or the settings of pretrained weights (`"input_size": [3, 299, 299]`, `crop_size=224`).
 */

import { PyFunction } from "../../python/callables.ts";
import { Dict, type Instance, List, Tuple, type Value } from "../../python/value.ts";
import { letter } from "../../tensor/dim/sum.ts";
import type { Dim } from "../../tensor/dim.ts";
import type { FirstLayer } from "./first-layer.ts";

/** One image, channels first, or a video, with its frames behind the channels. */
export interface StatedSize {
  readonly shape: readonly Dim[];
  readonly words: string;
  /** Whether it is what the model was trained on, and no guess from a name. */
  readonly isSure?: true;
}

const SIZE = /^(?:im(?:age|g)|input)_?(?:size|shape|dims?|resolution|res|sz)$|^resolution$/i;
const CHANNELS = /^(?:in|input|img|image|n|num)?_?(?:chans?|channels)$/i;
const SETTINGS = /["']?\binput_(?:size|shape)["']?\s*[:=]\s*[[(]\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*[\])]/g;

/** A file's text, and the part of it that builds the model: a function or a class. */
export interface MadeBy {
  readonly text: string;
  readonly maker: string;
}

/** `first`: what the first layer reads, if that is known. */
export function statedSize(made: MadeBy, root: Instance, first: FirstLayer | undefined): StatedSize | undefined {
  const carried = fromOwnSettings(root, first);
  if (carried) return carried;
  const crops = cropsOf(made);
  if (first?.kind === "volume") return croppedVideo(crops, first.size);
  const channels = first?.kind === "image" ? first.size : undefined;
  const built = fromConstructor(root, channels);
  if (built) return crops.some(({ height }) => height === built.shape[1]) ? { ...built, isSure: true } : built;
  return croppedImage(crops, channels) ?? fromSettings(made.text, channels);
}

/** What models see by the transforms that torchvision's weights name. */
const SEEN: readonly (readonly [RegExp, FirstLayer["kind"]])[] = [
  [/\b(?:ImageClassification|SemanticSegmentation)\b/, "image"],
  [/\bVideoClassification\b/, "volume"],
];

/** More channels than a picture has, or a few at once. */
const MOST_CHANNELS = 32;

/**
 * The first layer of a model whose maker names its weights: these were trained on pictures, so that a layer which reads anything else
 * is not the first that was meant.
 */
export function firstOfPictures(made: MadeBy, first: FirstLayer | undefined): FirstLayer | undefined {
  const weights = weightsOf(made) ?? "";
  const [, kind] = SEEN.find(([words]) => words.test(weights)) ?? [];
  return kind === undefined || isSeen(first, kind) ? first : { kind, size: 3 };
}

function fromConstructor(root: Instance, channels: Dim | undefined): StatedSize | undefined {
  const given = argumentsOf(root);
  const own = channels ?? numbersIn([...given].find(([name]) => CHANNELS.test(name))?.[1])?.[0];
  for (const [name, value] of given) {
    const shape = SIZE.test(name) ? imageOf(numbersIn(value), own) : undefined;
    if (shape !== undefined) return { shape, words: `from \`${name}\` of its constructor` };
  }
  return undefined;
}

/**
 * Of the weights that the model itself speaks of, as timm's models do: `pretrained_cfg["input_size"]`. Its first layer may have been
 * built for other channels.
 */
function fromOwnSettings({ attributes }: Instance, first: FirstLayer | undefined): StatedSize | undefined {
  for (const [name, value] of attributes) {
    if (!(value instanceof Dict) || value.unknown !== undefined) continue;
    const [channels, ...sides] =
      numbersIn([...value.entries.values()].find(([key]) => key === "input_size")?.[1]) ?? [];
    if (channels === undefined || sides.length !== 2) continue;
    const shape = [isSeen(first, "image") ? first.size : channels, ...sides];
    return { shape, words: `from its \`${name}\``, isSure: true };
  }
  return undefined;
}

/** Whether a layer reads pictures or videos, of whatever channels those have. */
function isSeen(first: FirstLayer | undefined, kind: FirstLayer["kind"]): first is FirstLayer {
  return first?.kind === kind && Number(first.size) <= MOST_CHANNELS;
}

/** What the class's own `__init__` was given, by name. */
function argumentsOf(root: Instance): ReadonlyMap<string, Value> {
  const init = root.cls.find("__init__");
  if (!(init instanceof PyFunction)) return new Map();
  const parameters = init.syntax.parameters.slice(1).filter(({ kind }) => kind !== "rest" && kind !== "namedRest");
  const { positional = [], named = new Map() } = root.given ?? {};
  return new Map(
    parameters.flatMap(({ name }, place): [string, Value][] => {
      const value = (named.get(name) ?? positional[place])?.value ?? init.defaults.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function numbersIn(value: Value | undefined): readonly number[] | undefined {
  const items = value instanceof Tuple || value instanceof List ? value.items : [value];
  return items.every((item) => typeof item === "number") ? (items as number[]) : undefined;
}

/** A side, two sides, or an image with its channels first or last. */
function imageOf(numbers: readonly number[] | undefined, channels: Dim | undefined): StatedSize["shape"] | undefined {
  const [a, b = a, c] = numbers ?? [];
  if (a === undefined || b === undefined || channels === undefined) return undefined;
  if (c === undefined) return isSide(a) && isSide(b) ? [channels, a, b] : undefined;
  if (numbers?.length !== 3) return undefined;
  if (a === channels && isSide(b) && isSide(c)) return [channels, b, c];
  return c === channels && isSide(a) && isSide(b) ? [channels, a, b] : undefined;
}

/** Smaller numbers are channels or patches. */
function isSide(size: number): boolean {
  return size >= 16;
}

/** Where all settings of the file agree. */
function fromSettings(text: string, channels: Dim | undefined): StatedSize | undefined {
  const found = [...text.replace(/#[^\n]*/g, "").matchAll(SETTINGS)].map(([, ...sizes]) => sizes.map(Number));
  const [first] = found;
  if (first === undefined || found.some((other) => other.join() !== first.join())) return undefined;
  const shape = imageOf(first, channels);
  return shape && { shape, words: "from the settings in the file" };
}

/** To what size pictures are cropped before a model with torchvision's weights sees them. */
const CROPPED = /\b(?:Image|Video)Classification\s*,\s*crop_size\s*=\s*\(?\s*(\d+)(?:\s*,\s*(\d+)\s*\))?/g;

interface Crop {
  readonly height: number;
  readonly width: number;
}

/** Of the weights that the model's maker names, or of all where it names none. */
function cropsOf(made: MadeBy): readonly Crop[] {
  const found = [...(weightsOf(made) ?? made.text).matchAll(CROPPED)];
  return found.map(([, height, width = height]) => ({ height: Number(height), width: Number(width) }));
}

/** The classes of weights that the model's maker names, as far as the file has them; `undefined`: it names none. */
function weightsOf({ text, maker }: MadeBy): string | undefined {
  const names = new Set(maker.match(/\b\w+_Weights\b/g));
  if (names.size === 0) return undefined;
  return [...names]
    .map((name) => new RegExp(`^class ${name}\\b[^]*?(?=^\\S|(?![^]))`, "m").exec(text)?.[0] ?? "")
    .join("");
}

function croppedImage(crops: readonly Crop[], channels: Dim | undefined): StatedSize | undefined {
  const crop = onlyOne(crops);
  if (crop === undefined || channels === undefined) return undefined;
  return { shape: [channels, crop.height, crop.width], words: "as its weights' images are cropped", isSure: true };
}

/** Nothing says how many frames it has. */
function croppedVideo(crops: readonly Crop[], channels: Dim): StatedSize | undefined {
  const crop = onlyOne(crops);
  if (crop === undefined) return undefined;
  const shape = [channels, letter("D"), crop.height, crop.width];
  return { shape, words: "as its weights' videos are cropped", isSure: true };
}

/** Where all agree. */
function onlyOne([first, ...others]: readonly Crop[]): Crop | undefined {
  return others.some(({ height, width }) => height !== first?.height || width !== first.width) ? undefined : first;
}
