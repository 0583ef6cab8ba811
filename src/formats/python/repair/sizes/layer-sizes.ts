/** By which of its settings a layer says how many channels or features it takes, and how many it gives. */
import { TorchTensor } from "../../../../python/torch/tensor.ts";
import { type Step, sizeAt } from "../proposal.ts";
import { numberOf } from "../source/settings.ts";

/** By the step's type: the setting's name and the axis that it is about. */
const TAKES: readonly (readonly [type: RegExp, name: string, axis: number])[] = [
  [/^Conv(Transpose)?\dd$/, "in_channels", 1],
  [/^Linear$/, "in_features", -1],
  [/^(Batch|Instance)Norm\dd$/, "num_features", 1],
  [/^GroupNorm$/, "num_channels", 1],
  [/^LayerNorm$/, "normalized_shape", -1],
  [/^(LSTM|GRU|RNN)(Cell)?$/, "input_size", -1],
  [/^(MultiheadAttention|TransformerEncoderLayer)$/, "embed_dim", -1],
];

/** The number that a layer takes, by the name of its setting, and the axis of its input; `undefined`: it takes anything. */
export function takenBy(step: Pick<Step, "type" | "module">): TakenNumber | undefined {
  const type = layerType(step);
  const found = TAKES.find(([pattern]) => pattern.test(type));
  return found && { name: found[1], axis: found[2] };
}

interface TakenNumber {
  readonly name: string;
  readonly axis: number;
}

/** The framework's own class, for a layer of a class that is made from it. */
function layerType({ type, module }: Pick<Step, "type" | "module">): string {
  return module?.cls.written ? (module.cls.mro.find(({ written }) => !written)?.name ?? type) : type;
}

export const GIVES = [
  "out_channels",
  "out_features",
  "hidden_size",
  "embedding_dim",
  "filters",
  "units",
  "output_dim",
] as const;

/**
 * Whether what a layer gives lies outside of what it takes and what the next one gives, and what that one takes between them: channels
 * rise or fall from layer to layer.
 */
export function isOutOfOrder(giver: Step, taker: Step): boolean {
  const [first, between, last] = [numberTaken(giver), numberTaken(taker), numberGiven(taker)];
  const given = numberGiven(giver);
  if (first === undefined || between === undefined || last === undefined || given === undefined) return false;
  const isBetween = (value: number): boolean => (value - first) * (value - last) <= 0;
  return isBetween(between) && !isBetween(given);
}

/** The numbers that a layer takes and gets; `undefined`: it takes anything, or one of them is not known. */
export function numbersMet(step: Step): { readonly expected: number; readonly found: number } | undefined {
  const [expected, taken] = [numberTaken(step), takenBy(step)];
  const found = taken && sizeAt(step.inputs[0], taken.axis);
  return expected === undefined || found === undefined ? undefined : { expected, found };
}

function numberTaken(step: Step): number | undefined {
  const taken = takenBy(step);
  return taken && numberOf(step, taken.name);
}

function numberGiven(step: Step): number | undefined {
  return GIVES.map((name) => numberOf(step, name)).find((number) => number !== undefined);
}

/** Of norms, which give what they take. */
export const NORMS = ["num_features", "num_channels"] as const;

/** Modules of PyTorch, whose first two arguments are what comes in and what goes out. */
export const PAIRED = /^(Conv(Transpose)?\dd|Linear|GroupNorm|LSTM|GRU|RNN|Embedding)$/;

/** The only other axis that has the size which the layer takes; `undefined`: there is none, or several. */
export function misplacedAxis(wrong: Step): { readonly from: number; readonly to: number } | undefined {
  const taken = takenBy(wrong);
  const shape = wrong.inputs[0]?.shape;
  if (!(wrong.inputs[0] instanceof TorchTensor) || taken === undefined || shape === undefined) return undefined;
  const expected = numberOf(wrong, taken.name);
  const to = (taken.axis + shape.length) % shape.length;
  const places = shape.flatMap((size, axis) => (axis > 0 && axis !== to && size === expected ? [axis] : []));
  const [from] = places;
  return expected !== undefined && expected > 3 && from !== undefined && places.length === 1 ? { from, to } : undefined;
}

/** How unlikely it is that a layer's number is wrong which another axis has. */
export const MISPLACED = 0.7;

/** People write even numbers of channels: 63 in place of 64 is a slip, 64 in place of 63 its remedy. */
export function unevenness(current: number | undefined, next: number): number {
  return Math.max(0, oddness(next) - oddness(current ?? next)) + smallness(current, next);
}

/** Whoever wrote many channels meant no single one. */
export function smallness(current: number | undefined, next: number): number {
  return next < 3 && (current ?? next) >= 16 ? 1 : 0;
}

function oddness(value: number): number {
  return value < 16 || value % 8 === 0 || value % 10 === 0 ? 0 : value % 4 === 0 ? 0.4 : 1.5;
}
