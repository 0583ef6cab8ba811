/**
 * The size of the images that the file itself writes down beside its model: an argument of the model's constructor
 * (`img_size=224`), or the settings of pretrained weights (`"input_size": [3, 299, 299]`, `crop_size=224`).
 */

import { PyFunction } from "../../python/callables.ts";
import { type Instance, List, Tuple, type Value } from "../../python/value.ts";
import type { Dim } from "../../tensor/dim.ts";

/** One image, channels first. */
export interface StatedSize {
  readonly shape: readonly [Dim, number, number];
  readonly words: string;
  /** Whether it is what the model was trained on, and no guess from a name. */
  readonly isSure?: true;
}

const SIZE = /^(?:im(?:age|g)|input)_?(?:size|shape|dims?|resolution|res|sz)$|^resolution$/i;
const CHANNELS = /^(?:in|input|img|image|n|num)?_?(?:chans?|channels)$/i;
const SETTINGS = /["']?\binput_(?:size|shape)["']?\s*[:=]\s*[[(]\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*[\])]/g;

/** `channels`: what the first layer reads, if that is known; `maker`: the text of the function or class that builds the model. */
export function statedSize(
  { text, maker }: { readonly text: string; readonly maker: string },
  root: Instance,
  channels: Dim | undefined,
): StatedSize | undefined {
  return fromConstructor(root, channels) ?? fromWeights(text, maker, channels) ?? fromSettings(text, channels);
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

/** To what size images are cropped before a model with torchvision's weights sees them. */
const CROPPED = /\bImageClassification\s*,\s*crop_size\s*=\s*(\d+)/g;

/** Of the weights that the model's maker names, or of all where these agree. */
function fromWeights(text: string, maker: string, channels: Dim | undefined): StatedSize | undefined {
  const names = new Set(maker.match(/\b\w+_Weights\b/g));
  const own = [...names].map((name) => new RegExp(`^class ${name}\\b[^]*?(?=^\\S|(?![^]))`, "m").exec(text)?.[0] ?? "");
  const sizes = new Set([...(names.size > 0 ? own.join("") : text).matchAll(CROPPED)].map(([, size]) => Number(size)));
  const [size] = sizes;
  if (size === undefined || sizes.size > 1 || channels === undefined) return undefined;
  return { shape: [channels, size, size], words: "as its weights' images are cropped", isSure: true };
}
