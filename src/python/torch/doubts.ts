/**
 * What follows from a mistake, so that it is told once. Tensors that a wrong call was given may be wrong themselves, and sizes of what
 * comes after it are only what was surely meant.
 */
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { codes } from "../tensors/codes.ts";
import type { Trace } from "../trace.ts";
import type { TorchTensor } from "./tensor.ts";

interface Doubts {
  /** What wrong calls were given. */
  readonly given: WeakSet<TorchTensor>;
  /** What came of them, and of that: whether only the number of its channels is in doubt, or any size. */
  readonly follows: WeakMap<TorchTensor, Doubt>;
  /** Where layers are built that were told to have a wrong number, with the mistake's code. */
  readonly built: Set<string>;
  /** Of the call that was just told, which is the next one to give something. */
  open: Doubt | undefined;
}

type Doubt = "channels" | "sizes";

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
];

/** Mistakes for which a tensor's sizes may be to blame, and not only what is done with it. */
const OF_SIZES: readonly string[] = [...BETWEEN_TENSORS, codes.inChannels, codes.inFeatures, codes.numFeatures].filter(
  (code) => code !== codes.index && code !== codes.split,
);

/** Mistakes that leave height and width as they are. */
const OF_CHANNELS: readonly string[] = [codes.inChannels, codes.numFeatures];

export interface Told {
  readonly code: string;
  readonly inputs: readonly TorchTensor[];
  /** Where the layer is built. */
  readonly made: Site | undefined;
}

/** Notes a mistake; `true`: it follows from one that is told, or is the same slip in a layer built by the same text. */
export function isConsequence(run: Run, { code, inputs, made }: Told): boolean {
  // What is not certain is not told, so that nothing follows from it.
  if (!run.certain || (!OF_SIZES.includes(code) && !BETWEEN_TENSORS.includes(code))) return false;
  const known = doubts.get(run.trace);
  const isOfSizes = OF_SIZES.includes(code);
  const place = made && `${made.file.path} ${made.range.start} ${code}`;
  const isAgain = (place && known?.built.has(place)) || (isOfSizes && inputs.some((input) => known?.given.has(input)));
  if (known && (isAgain || followsFrom(known, code, inputs))) {
    known.open = doubtIn(known, inputs) ?? doubtOf(code);
    return true;
  }
  const noted = known ?? { given: new WeakSet(), follows: new WeakMap(), built: new Set<string>(), open: undefined };
  if (place) noted.built.add(place);
  for (const input of isOfSizes ? inputs : []) if (input.role !== "parameter") noted.given.add(input);
  noted.open = doubtOf(code);
  doubts.set(run.trace, noted);
  return false;
}

function followsFrom(known: Doubts, code: string, inputs: readonly TorchTensor[]): boolean {
  const doubt = doubtIn(known, inputs);
  return BETWEEN_TENSORS.includes(code) && (code === codes.kernelTooLarge ? doubt === "sizes" : doubt !== undefined);
}

function doubtOf(code: string): Doubt {
  return OF_CHANNELS.includes(code) ? "channels" : "sizes";
}

function doubtIn({ follows }: Doubts, inputs: readonly TorchTensor[]): Doubt | undefined {
  const found = inputs.map((input) => follows.get(input));
  return found.includes("sizes") ? "sizes" : found.find((doubt) => doubt !== undefined);
}

/** To be told of every call when it is done. */
export function noteOutputs(run: Run, inputs: readonly TorchTensor[], outputs: readonly TorchTensor[]): void {
  const known = doubts.get(run.trace);
  if (known === undefined) return;
  const doubt = doubtIn(known, inputs) === "sizes" ? "sizes" : (known.open ?? doubtIn(known, inputs));
  for (const output of doubt ? outputs : []) known.follows.set(output, doubt as Doubt);
  known.open = undefined;
}
