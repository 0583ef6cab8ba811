/**
 * Remedies for images of the wrong size: the padding that keeps it, another stride or kernel, of the window that does not fit
 * and of those before it, and one pool less.
 */
import type { Tensor } from "../../../../python/tensor.ts";
import { itemsOf } from "../../../../python/tensors/sizes.ts";
import { TorchTensor } from "../../../../python/torch/tensor.ts";
import type { SourceFix } from "../../../../python/trace.ts";
import { tupleText } from "../../../../python/tuple-text.ts";
import { type Proposal, propose, type Step, sizeAt } from "../proposal.ts";
import { argumentsIn, bracketsOf, callSite } from "../source/call-text.ts";
import { type Reached, withItself } from "../source/reach.ts";
import { numberOf, proposeNumber, setTo, writtenAt } from "../source/settings.ts";
import { whereGiven } from "../source/where-given.ts";
import { lineOf, rewritten, textAt } from "../source/written.ts";
import { areSpatial, missedPairs } from "./meeting.ts";
import { keepingSides, paddedByName } from "./paddings.ts";
import { poolChanges } from "./pools.ts";

const OF_TORCH = /^(Conv(Transpose)?\dd|(Max|Avg)Pool\dd|(max|avg)_pool\dd)$/;
const OF_KERAS = /^((Separable|Depthwise)?Conv\dD|ConvLSTM\dD|Conv\dDTranspose|(Max|Average)Pooling\dD|UpSampling\dD)$/;

/** Kernels and pools that are larger are slips as a rule. */
const LARGEST_USUAL = 11;

const POOL_LESS = 1.5;
/** How much likelier it is where nothing but the size of images differs. */
const OF_IMAGES = 0.45;

const FARTHEST_SHUFFLE = 3;

const HALVED = 0.5;

/** Sizes of which the text says what comes out, or how many times larger it is. */
const SCALING =
  /^(Adaptive(Avg|Max)Pool\dd|adaptive_(avg|max)_pool\dd|Upsample|interpolate|PixelShuffle|pixel_shuffle)$/;

export function windowProposals(wrong: Step, before: readonly Reached[]): Proposal[] {
  const ratios = ratiosOf(wrong);
  const all = withItself(wrong, before);
  const pooled = new Set(before.flatMap(({ step }) => (/^adaptive/i.test(step.type) ? step.outputs : [])));
  const nearer = areSpatial(wrong) && wrong.inputs.every((input) => input instanceof TorchTensor) ? OF_IMAGES : 0;
  const changed = all
    .filter(({ step: { type } }) => OF_TORCH.test(type) || OF_KERAS.test(type) || SCALING.test(type))
    .slice(0, 20)
    .flatMap(({ step, distance }) =>
      [...changesOf(step, ratios, isOfPoint(step, pooled)), ...scaled(step, ratios)].map(({ fix, cost }) => ({
        fix,
        cost: cost + distance / 20 - nearer,
      })),
    );
  return [...changed, ...leftOutStrides(wrong, all), ...patches(all), ...paddedEverywhere(all.map(({ step }) => step))];
}

const PATCHES = 0.5;
const FAR = 0.8;

/** Windows that lie side by side, as patches of an image do. */
function patches(steps: ReturnType<typeof withItself>): Proposal[] {
  return steps.flatMap(({ step, distance }) => {
    const [written, kernel] = [writtenAt(step, "kernel_size"), numberOf(step, "kernel_size")];
    const isApart = (numberOf(step, "strides") ?? 1) === 1 && kernel !== undefined && (kernel > 3 || kernel % 2 === 0);
    if (!/^Conv\dD$/.test(step.type) || !isApart || written === undefined || writtenAt(step, "strides")) return [];
    return propose(setTo(step, "strides", textAt(written)), PATCHES + distance / 20) ?? [];
  });
}

const TRANSPOSED = /^(?:ConvTranspose\dd|Conv\dDTranspose)$/;
const STRIDE_LEFT_OUT = 0.35;
const LARGEST_STRIDE = 4;

/** A transposed convolution without a stride, where its input is just so many times smaller than what should be met. */
function leftOutStrides(wrong: Step, steps: ReturnType<typeof withItself>): Proposal[] {
  const wanted = missedPairs(wrong).flat();
  return steps.flatMap(({ step, distance }) => {
    const name = OF_KERAS.test(step.type) ? "strides" : "stride";
    if (!TRANSPOSED.test(step.type) || numberOf(step, name) !== 1) return [];
    const input = sizeAt(step.inputs[0], name === "strides" ? -2 : -1) ?? 0;
    const strides = new Set(wanted.map((size) => size / input));
    const usual = [...strides].filter((stride) => Number.isInteger(stride) && stride > 1 && stride <= LARGEST_STRIDE);
    return usual.flatMap((stride) => proposeNumber(step, name, stride, STRIDE_LEFT_OUT + distance / 20) ?? []);
  });
}

/** The padding that keeps an image's size in all convolutions that have none: a U-Net of them joins nothing. */
function paddedEverywhere(steps: readonly Step[]): Proposal[] {
  const edits = new Map<number, SourceFix["edits"][number]>();
  for (const step of steps) {
    const kernel = numberOf(step, "kernel_size") ?? 0;
    const isPlain =
      numberOf(step, "stride") === 1 && numberOf(step, "padding") === 0 && numberOf(step, "dilation") === 1;
    if (!/^Conv\dd$/.test(step.type) || !isPlain || kernel < 3 || kernel % 2 === 0) continue;
    const [edit] = setTo(step, "padding", String((kernel - 1) / 2))?.edits ?? [];
    if (edit) edits.set(edit.range.start, edit);
  }
  const all = [...edits.values()].sort((a, b) => a.range.start - b.range.start);
  const [first] = all;
  if (first === undefined || all.length < 2) return [];
  return [
    { fix: { title: `Set padding in ${all.length} convolutions, the first${lineOf(first)}`, edits: all }, cost: 1.2 },
  ];
}

const SHUFFLED = 0.35;

/** Channels become pixels: another factor where as many times too few or too many are left. */
export function shuffleProposals(wrong: Step, before: readonly Reached[]): Proposal[] {
  const shuffles = before.filter(
    ({ step, distance }) => /^pixel_?shuffle$/i.test(step.type) && distance <= FARTHEST_SHUFFLE,
  );
  return shuffles.flatMap(({ step, distance }) =>
    missedPairs(wrong).flatMap(([expected, found]) => {
      const current = numberOf(step, "upscale_factor") ?? 0;
      const factor = current * Math.sqrt(found / expected);
      if (!Number.isInteger(factor)) return [];
      return proposeNumber(step, "upscale_factor", factor, SHUFFLED + distance / 20) ?? [];
    }),
  );
}

/** By how many times the sizes of images miss each other. */
function ratiosOf(wrong: Step): number[] {
  const ratios = missedPairs(wrong).map(([a, b]) => Math.max(a, b) / Math.min(a, b));
  return [...new Set(ratios)].filter((ratio) => Number.isInteger(ratio) && ratio > 1 && ratio <= 8);
}

/** What enlarges or shrinks an image as many times more or less. */
function scaled(step: Step, ratios: readonly number[]): Proposal[] {
  if (!OF_KERAS.test(step.type)) return [];
  return ["strides", "size", "pool_size"].flatMap((name) => {
    const current = numberOf(step, name);
    const others = current === undefined ? [] : ratios.flatMap((ratio) => [current * ratio, current / ratio]);
    const whole = others.filter((value) => Number.isInteger(value) && value > 1);
    return whole.flatMap((value) => proposeNumber(step, name, value, 1.2) ?? []);
  });
}

function changesOf(step: Step, ratios: readonly number[], isPoint: boolean): Proposal[] {
  if (SCALING.test(step.type)) {
    const names = ["output_size", "size", "scale_factor", "upscale_factor"].filter(
      (name) => numberOf(step, name) !== undefined,
    );
    return names.flatMap((name) =>
      [1, 2, 4].flatMap((value, place) => proposeNumber(step, name, value, 1 + place / 10) ?? []),
    );
  }
  const kernel = numberOf(step, "kernel_size") ?? numberOf(step, "pool_size");
  const found = OF_KERAS.test(step.type) ? kerasChanges(step) : torchChanges(step, kernel, ratios, isPoint);
  return [...found, oncePoolLess(step)].flatMap((proposal) => proposal ?? []);
}

function torchChanges(
  step: Step,
  kernel: number | undefined,
  ratios: readonly number[],
  isPoint: boolean,
): (Proposal | undefined)[] {
  const [stride, padding, dilation = 1] = ["stride", "padding", "dilation"].map((name) => numberOf(step, name));
  const isPool = /[Pp]ool/.test(step.type);
  // What is twice as large was halved once too often or once less.
  const halved = ratios.includes(2) ? HALVED : 0;
  const change = (name: string, value: number, cost: number) => proposeNumber(step, name, value, cost);
  const keeping = kernel !== undefined ? ((kernel - 1) * dilation) / 2 : 0.5;
  const odd = padding === undefined ? 0.5 : 2 * padding + 1;
  // Whoever moves farther than by two takes patches.
  const isFar = stride !== undefined && stride > 2 && (stride !== kernel || padding !== 0) ? FAR : 0;
  // Most windows are of three cells, with one around.
  const isOddOne = odd === 3 && kernel !== undefined && kernel > 5 && writtenAt(step, "padding") !== undefined;
  const ofOdd = isPoint ? OF_POINT : isOddOne ? 0.8 : 1.1;
  return [
    ...keepingSides(step),
    ...(Number.isInteger(keeping) && !(isPool && keeping === 0)
      ? [change("padding", keeping, isPool ? 1.6 : 0.85)]
      : []),
    ...(Number.isInteger(odd) && !isPool ? [change("kernel_size", odd, ofOdd)] : []),
    ...[3, 2, 1].map((value, place) => change("kernel_size", value, 1.9 + place / 5)),
    ...[1, 2].flatMap((value) => {
      const cost = (stride === 1 && value === 2 ? 1.5 : 1.4) - halved - isFar;
      return [
        change("stride", value, cost),
        ...(isFar > 0 ? strideGiven(step, value, cost - GIVEN + value / 100) : []),
      ];
    }),
    ...[0, 1].map((value) => change("padding", value, 2)),
    change("dilation", 1, 1.5),
    ...(padding !== undefined && padding > 1 ? [change("dilation", padding, 1.7)] : []),
    ...[1, 0].map((value) => change("output_padding", value, 1.2)),
    ...(isPool ? poolChanges(step, kernel) : [...kernelsGiven(step), paddedByName(step)]),
  ];
}

/** An image that was pooled to one cell has room for one. */
const OF_POINT = 0.25;

function isOfPoint({ inputs: [image] }: Step, pooled: ReadonlySet<Tensor>): boolean {
  const [, , ...sizes] = image?.shape ?? [];
  return image !== undefined && pooled.has(image) && sizes.length > 0 && sizes.every((size) => size === 1);
}

const GIVEN = 0.05;
const ODD_KERNEL = 0.7;
const OTHER_KERNEL = 1.4;

/** A stride that is written as a name, where that is given its number. */
function strideGiven(step: Step, value: number, cost: number): Proposal[] {
  const written = writtenAt(step, "stride");
  const given = written && whereGiven(written, step.module?.site);
  const isNumber = given !== undefined && given !== written && /^\d+$/.test(textAt(given));
  return isNumber ? [rewritten(given, String(value), cost)] : [];
}

/** A kernel that is written as a name, where that is given its number: an even one is padded unevenly. */
function kernelsGiven(step: Step): Proposal[] {
  const written = writtenAt(step, "kernel_size");
  const given = written && whereGiven(written, step.module?.site);
  if (given === undefined || given === written || !/^\d+$/.test(textAt(given))) return [];
  const kernel = Number(textAt(given));
  return [kernel - 1, kernel + 1]
    .filter((other) => other > 0)
    .map((other) => rewritten(given, String(other), kernel % 2 === 0 ? ODD_KERNEL : OTHER_KERNEL));
}

function kerasChanges(step: Step): (Proposal | undefined)[] {
  const same = setTo(step, "padding", '"same"');
  const valid = setTo(step, "padding", '"valid"');
  const strides = [1, 2].map((value) => setTo(step, "strides", String(value)));
  // Who leaves strides out has likelier forgotten them than whoever writes them has too many.
  const costs = [1, 2, 1.4, writtenAt(step, "strides") ? 1.5 : 1.25];
  const nearby = ["kernel_size", "pool_size", "strides"].flatMap((name) => {
    const current = numberOf(step, name);
    const near = current === undefined || current < 3 ? [] : [current + 1, current - 1];
    return near.map((value) => proposeNumber(step, name, value, 1.3));
  });
  const evened = ["kernel_size", "pool_size", "size", "strides", "dilation_rate"].flatMap((name) =>
    madeEven(step, name),
  );
  const kernels = ["kernel_size", "pool_size", "size"].flatMap((name) => {
    const current = numberOf(step, name);
    if (current === undefined) return [];
    const [base, usual] =
      current > (name === "pool_size" ? 4 : LARGEST_USUAL)
        ? [0.9, name === "kernel_size" ? [3, 1, 2] : [2, 3]]
        : [1.6, [2, 3, 1]];
    // As large as the image is what pools all of it.
    const whole = name === "pool_size" ? sizeAt(step.inputs[0], 1) : undefined;
    const isNear = whole !== undefined && current > whole && current <= 2 * whole;
    const values = isNear ? [whole, ...usual] : usual;
    return values.map((value, place) => proposeNumber(step, name, value, base + place / 5));
  });
  return [
    ...[same, valid, ...strides].map((fix, place) => propose(fix, costs[place] as number)),
    ...kernels,
    ...nearby,
    ...evened,
  ];
}

const UNEVEN = 0.6;
const ONE_HUGE = 0.3;

/** People write windows that are as wide as they are high. */
function madeEven(step: Step, name: string): Proposal[] {
  const sizes = itemsOf(step.settings?.(name)?.value);
  if (sizes === undefined || !sizes.every((size) => typeof size === "number")) return [];
  const others = [...new Set(sizes)];
  if (others.length < 2) return [];
  const usual = others.filter((size) => size <= LARGEST_USUAL);
  const [meant, cost] = usual.length > 0 && usual.length < others.length ? [usual, ONE_HUGE] : [others, UNEVEN];
  return meant.flatMap((size) => propose(setTo(step, name, tupleText(sizes.map(() => size))), cost) ?? []);
}

/** `x` in the place of `self.pool(x)`, and a pool in a list of layers taken out. */
function oncePoolLess(step: Step): Proposal | undefined {
  if (!/[Pp]ool/.test(step.type)) return undefined;
  return withoutCall(step, POOL_LESS) ?? withoutElement(step, POOL_LESS);
}

function withoutCall({ site, module }: Step, cost: number): Proposal | undefined {
  const place = callSite(site);
  // Within a container it stands where it is built.
  if (place === undefined || site === module?.site) return undefined;
  const [first] = argumentsIn(bracketsOf(place)).map(textAt);
  if (first === undefined || !/^[\w.]+(\(.*\))?$/s.test(first)) return undefined;
  return rewritten(place, first, cost, "Pool once less");
}

function withoutElement({ module }: Step, cost: number): Proposal | undefined {
  const place = callSite(module?.site);
  if (place === undefined) return undefined;
  const { file, range } = place;
  const after = /^[ \t]*,[ \t]*(?:#[^\n]*)?\n?[ \t]*/.exec(file.text.slice(range.end))?.[0];
  if (after === undefined) return undefined;
  const all = { file, range: { start: range.start, end: range.end + after.length } };
  return rewritten(all, "", cost, "Take out the pool");
}
