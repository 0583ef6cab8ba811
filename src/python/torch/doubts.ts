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
  /** What wrong calls were given. */
  readonly given: WeakSet<TorchTensor>;
  /** What came of them, and of that: whether only the number of its channels is in doubt, any size, or which axes it has. */
  readonly follows: WeakMap<TorchTensor, Doubt>;
  /** Where layers are built that were told to have a wrong number, with the mistake's code. */
  readonly built: Set<string>;
  /** By how many times sizes missed each other in what was told. */
  readonly ratios: Set<number>;
  /** Of the call that was just told, which is the next one to give something. */
  open: Doubt | undefined;
}

type Doubt = "channels" | "sizes" | "axes";

/** From the strongest on. */
const DOUBTS: readonly Doubt[] = ["axes", "sizes", "channels"];

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
  codes.outputPadding,
  codes.states,
].filter((code) => code !== codes.index && code !== codes.split && code !== codes.target);

/** Mistakes of a layer's construction that only show in its call. */
const OF_CONSTRUCTION: readonly string[] = [codes.size, codes.window];

/** A layer's own numbers. */
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
    known.open = doubtIn(known, inputs) ?? doubtOf(told);
    return true;
  }
  const noted = known ?? noDoubts();
  const ratio = ratioOf(told);
  if (ratio !== undefined) noted.ratios.add(ratio);
  if (place) noted.built.add(place);
  for (const input of isOfSizes ? inputs : []) if (input.role !== "parameter") noted.given.add(input);
  noted.open = doubtOf(told);
  doubts.set(run.trace, noted);
  return false;
}

function noDoubts(): Doubts {
  return { given: new WeakSet(), follows: new WeakMap(), built: new Set(), ratios: new Set(), open: undefined };
}

function followsFrom(known: Doubts, told: Told): boolean {
  const { code, inputs } = told;
  const doubt = doubtIn(known, inputs);
  if (code === codes.kernelTooLarge || OF_AXES.includes(code)) return doubt === "sizes";
  if (OF_LAYERS.includes(code)) return doubt !== undefined && missesAsOften(known, told);
  return BETWEEN_TENSORS.includes(code) && doubt !== undefined;
}

/** By as many times as what was told before, or by what is open since then; an image that is so many times larger has more features by the square. */
function missesAsOften({ ratios }: Doubts, told: Told): boolean {
  if (told.missed?.some((size) => typeof size !== "number")) return true;
  const ratio = ratioOf(told);
  return ratio !== undefined && (ratios.has(ratio) || (told.code === codes.inFeatures && ratios.has(Math.sqrt(ratio))));
}

/** By how many times two sizes miss each other: 2 of 64 and 128. */
function ratioOf({ missed: [a, b] = [1, 1] }: Told): number | undefined {
  return typeof a === "number" && typeof b === "number" && a !== b ? Math.max(a, b) / Math.min(a, b) : undefined;
}

export function doubtOf({ code, type = "", inputs }: Pick<Told, "code" | "type"> & Sized): Doubt {
  const axes = Number(/(\d)d$/.exec(type)?.[1]);
  // Without a batch, other axes are taken for the channels.
  if (OF_AXES.includes(code) || (code === codes.inChannels && inputs[0]?.shape?.length === axes + 1)) return "axes";
  return OF_CHANNELS.includes(code) ? "channels" : "sizes";
}

/** Whether its sizes follow from a mistake that is told. */
export function isDoubtful(run: Run, tensor: TorchTensor): boolean {
  return doubts.get(run.trace)?.follows.has(tensor) === true;
}

function doubtIn({ follows }: Doubts, inputs: readonly TorchTensor[]): Doubt | undefined {
  const found = inputs.map((input) => follows.get(input));
  return DOUBTS.find((doubt) => found.includes(doubt));
}

/** To be told of every call when it is done. */
export function noteOutputs(run: Run, inputs: readonly TorchTensor[], outputs: readonly TorchTensor[]): void {
  const known = doubts.get(run.trace);
  if (known === undefined) return;
  const found = [doubtIn(known, inputs), known.open];
  const doubt = DOUBTS.find((each) => found.includes(each));
  for (const output of doubt ? outputs : []) known.follows.set(output, doubt as Doubt);
  known.open = undefined;
}

/** What a layer gives whose constructor raises. */
export function noteRefused(run: Run, outputs: readonly TorchTensor[]): void {
  const noted = doubts.get(run.trace) ?? noDoubts();
  doubts.set(run.trace, noted);
  for (const output of outputs) noted.follows.set(output, "axes");
}
