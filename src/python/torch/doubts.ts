/**
 * What follows from a mistake, so that it is told once. Tensors that a wrong call was given may be wrong themselves, and sizes of what
 * comes after it are only what was surely meant.
 */
import type { Dim } from "../../tensor/dim.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import type { Shape } from "../tensors/answer.ts";
import { codes } from "../tensors/codes.ts";
import type { Trace } from "../trace.ts";
import type { TorchTensor } from "./tensor.ts";

interface Doubts {
  /** What wrong calls were given: where its channels miss, so do those of whatever else is made of it, as on a shortcut. */
  readonly given: WeakMap<TorchTensor, Doubt>;
  /** What came of them, and of that. */
  readonly follows: WeakMap<TorchTensor, Doubt>;
  /** Where layers are built that were told to have a wrong number, with the mistake's code. */
  readonly built: Set<string>;
  /** The sizes that missed each other in what was told. */
  readonly missed: (readonly [Dim, Dim])[];
  /** Of the call that was just told, which is the next one to give something. */
  open: Doubt | undefined;
}

/** Whether only the number of its channels is in doubt, only its height and width, its rows, any size, or which axes it has. */
type Doubt = "channels" | "places" | "rows" | "sizes" | "axes";

/** From the strongest on. */
const DOUBTS: readonly Doubt[] = ["axes", "sizes", "rows", "places", "channels"];

const doubts = new WeakMap<Trace, Doubts>();

/** Mistakes in which tensors miss each other; a layer's own number is compared with what was meant. */
const BETWEEN_TENSORS: readonly string[] = [
  codes.broadcast,
  codes.concatenate,
  codes.index,
  codes.kernelTooLarge,
  codes.matmul,
  codes.reshape,
  codes.split,
  codes.target,
];

/** Mistakes for which a tensor's sizes may be to blame, and not only what is done with it. */
const OF_SIZES: readonly string[] = [
  ...BETWEEN_TENSORS,
  codes.inChannels,
  codes.inFeatures,
  codes.normalizedShape,
  codes.numFeatures,
  codes.forgotFlatten,
  codes.outputPadding,
  codes.states,
].filter((code) => code !== codes.index && code !== codes.split && code !== codes.target);

/** Mistakes of a layer's construction that only show in its call. */
const OF_CONSTRUCTION: readonly string[] = [codes.size, codes.unset, codes.window];

/** A layer's own numbers, which speak of what it is given. */
const OF_LAYERS: readonly string[] = [codes.inChannels, codes.inFeatures, codes.normalizedShape, codes.numFeatures];

/** Axes that are not there: of what comes after a tensor that had one too few. */
const OF_AXES: readonly string[] = [codes.axis, codes.rank];

/** Mistakes that leave height and width as they are. */
const OF_CHANNELS: readonly string[] = [codes.inChannels, codes.numFeatures];

interface Sized {
  readonly inputs: readonly { readonly shape: Shape | undefined }[];
}

export interface Told {
  readonly code: string;
  readonly inputs: readonly TorchTensor[];
  /** Where the layer is built. */
  readonly made: Site | undefined;
  /** The call that is told. */
  readonly type?: string;
  readonly missed?: readonly [Dim, Dim] | undefined;
  /** The layer has answered before: rather the call is at fault than its numbers, and who knows what was meant in its place. */
  readonly isAgain?: boolean;
}

/** Notes a mistake; `true`: it follows from one that is told, or is the same slip in a layer built by the same text. */
export function isConsequence(run: Run, told: Told): boolean {
  const { code, inputs, made } = told;
  // What is not certain is not told, so that nothing follows from it.
  if (!run.certain) return false;
  const known = doubts.get(run.trace);
  if (known && doubtIn(known, inputs) === "axes") {
    known.open = "axes";
    return true;
  }
  if (![OF_SIZES, BETWEEN_TENSORS, OF_AXES, OF_CONSTRUCTION].some((all) => all.includes(code))) return false;
  const isOfSizes = OF_SIZES.includes(code);
  const place = made && `${made.file.path} ${made.range.start} ${code}`;
  const isAgain = (place && known?.built.has(place)) || (isOfSizes && inputs.some((input) => known?.given.has(input)));
  if (known && (isAgain || followsFrom(known, told))) {
    known.open = strongest([doubtIn(known, inputs), doubtOf(told)]);
    return true;
  }
  const noted = known ?? noDoubts();
  if (told.missed) noted.missed.push(told.missed);
  if (place) noted.built.add(place);
  for (const input of isOfSizes ? inputs : []) if (input.role !== "parameter") noted.given.set(input, doubtOf(told));
  noted.open = doubtOf(told);
  doubts.set(run.trace, noted);
  return false;
}

function noDoubts(): Doubts {
  return { given: new WeakMap(), follows: new WeakMap(), built: new Set(), missed: [], open: undefined };
}

function followsFrom(known: Doubts, told: Told): boolean {
  const { code, inputs } = told;
  const doubt = doubtIn(known, inputs);
  if (code === codes.kernelTooLarge) return doubt === "sizes" || doubt === "rows" || doubt === "places";
  if (OF_AXES.includes(code)) return doubt === "sizes" || doubt === "rows";
  if (code === codes.forgotFlatten) return doubt === "sizes";
  if (OF_LAYERS.includes(code)) return missesAlike(known, told, doubt);
  return BETWEEN_TENSORS.includes(code) && doubt !== undefined;
}

/**
 * A layer's own number that misses what follows from a mistake; or misses it by as much as what was told before, since the same
 * channels reach several layers, alone or joined to others; or elsewhere is the same number.
 */
function missesAlike({ missed }: Doubts, { missed: [expected, found] = [0, 0] }: Told, doubt?: Doubt): boolean {
  if (doubt === "channels" || doubt === "sizes") return true;
  if (typeof expected !== "number" || typeof found !== "number") return doubt === "rows";
  return missed.some(([a, b]) => {
    if (typeof a !== "number" || typeof b !== "number") return false;
    if (doubt === "rows" && isSameRatio([a, b], [expected, found])) return true;
    return b - a === found - expected || (doubt === undefined && a === expected);
  });
}

/** By as many times; an image that is so many times larger has more features by the square. */
function isSameRatio(one: readonly [number, number], other: readonly [number, number]): boolean {
  const [first, second] = [one, other].map(([a, b]) => Math.max(a, b) / Math.min(a, b)) as [number, number];
  return first === second || first === Math.sqrt(second);
}

export function doubtOf({ code, type = "", inputs, isAgain }: Pick<Told, "code" | "type" | "isAgain"> & Sized): Doubt {
  const axes = Number(/(\d)d$/.exec(type)?.[1]);
  // Without a batch, other axes are taken for the channels.
  if (
    OF_AXES.includes(code) ||
    code === codes.forgotFlatten ||
    (code === codes.inChannels && inputs[0]?.shape?.length === axes + 1)
  )
    return "axes";
  if (code === codes.kernelTooLarge) return "places";
  if (code === codes.inFeatures) return "rows";
  return OF_CHANNELS.includes(code) && !isAgain ? "channels" : "sizes";
}

/** Whether its sizes follow from a mistake that is told. */
export function isDoubtful(run: Run, tensor: TorchTensor): boolean {
  return doubts.get(run.trace)?.follows.has(tensor) === true;
}

function doubtIn({ follows }: Doubts, inputs: readonly TorchTensor[]): Doubt | undefined {
  return strongest(inputs.map((input) => follows.get(input)));
}

function strongest(found: readonly (Doubt | undefined)[]): Doubt | undefined {
  return DOUBTS.find((doubt) => found.includes(doubt));
}

/** To be told of every call when it is done; `fits`: its channels are in doubt no more, since the layer takes them as they are. */
export function noteOutputs(
  run: Run,
  inputs: readonly TorchTensor[],
  outputs: readonly TorchTensor[],
  fits = false,
): void {
  const known = doubts.get(run.trace);
  if (known === undefined) return;
  const isOther = inputs.some((input) => known.given.get(input) === "channels");
  const given = strongest([doubtIn(known, inputs), isOther ? "channels" : undefined]);
  const found = [fits && given === "channels" ? undefined : given, known.open];
  const doubt = strongest(found);
  for (const output of doubt ? outputs : []) known.follows.set(output, doubt as Doubt);
  known.open = undefined;
}

/** What a layer gives whose constructor raises. */
export function noteRefused(run: Run, outputs: readonly TorchTensor[]): void {
  const noted = doubts.get(run.trace) ?? noDoubts();
  doubts.set(run.trace, noted);
  for (const output of outputs) noted.follows.set(output, "axes");
}
