/** Remedies for a Keras model's input whose shape is at fault, however far it is from the mistake: one of its sizes, or all of it. */

import { KerasTensor } from "../../../../python/keras/keras-tensor.ts";
import { inputShapeArgument, stateIn } from "../../../../python/keras/layer-state.ts";
import { itemsOf } from "../../../../python/tensors/sizes.ts";
import type { Operation } from "../../../../python/trace.ts";
import { tupleText } from "../../../../python/tuple-text.ts";
import type { Instance } from "../../../../python/value.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { elementsOf } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { namesWorth } from "../source/scope.ts";
import { whereGiven } from "../source/where-given.ts";
import { rewritten, textAt, type Written } from "../source/written.ts";
import { missedPairs, type Pair } from "./meeting.ts";
import { expectedShape } from "./model-inputs.ts";
import { valuesOf } from "./reshapes.ts";
import { rewritings } from "./rewriting.ts";

const MADE_SQUARE = 0.35;
const ONE_SIZE = 1.15;
const MOST_INPUTS = 6;

interface Input {
  readonly written: Written;
  /** As they are written: `None` is no number. */
  readonly sizes: readonly unknown[];
}

export function kerasInputProposals(
  wrong: WrongStep,
  before: readonly Reached[],
  operations: readonly Operation[],
): Proposal[] {
  const pairs = pairsOf(wrong);
  const {
    inputs: [first, second],
  } = wrong;
  // Sizes that have changed places are no sizes that are wrong.
  const isTurned = first?.shape !== undefined && second?.shape !== undefined && areSameSizes(first.shape, second.shape);
  return inputsOf(wrong, before, operations).flatMap((input) => [
    ...wholeShape(input, wrong),
    ...turned(input, wrong),
    ...channelsLast(input),
    ...withChannels(input, wrong),
    ...withSteps(input, wrong),
    ...(pairs.length > 0 ? squares(input, pairs) : []),
    ...oneSize(input, pairs, isTurned ? ONE_SIZE + 0.7 : ONE_SIZE),
  ]);
}

/** Those from which the tensors come, the called model's own, and any other: a model in between has inputs of its own. */
function inputsOf(
  { inputs, module }: WrongStep,
  before: readonly Reached[],
  operations: readonly Operation[],
): Input[] {
  const own = (module && stateIn(module)?.graph?.inputs) ?? [];
  const others = operations.filter(({ type }) => type === "InputLayer").flatMap(({ outputs }) => outputs);
  const tensors = [...inputs, ...before.flatMap(({ step }) => [...step.inputs, ...step.outputs]), ...own, ...others];
  const layers = new Set<Instance>();
  for (const tensor of tensors) {
    const node = tensor instanceof KerasTensor ? tensor.node : undefined;
    if (node?.layer && node.inputs.length === 0 && layers.size < MOST_INPUTS) layers.add(node.layer);
  }
  return [...layers].flatMap((layer) => {
    const argument = inputShapeArgument(layer);
    const sizes = itemsOf(argument?.value);
    const { written } = argument ?? {};
    if (!written || !sizes || written.file.isDescribed) return [];
    const given = whereGiven(written, layer.site);
    return [{ written: /^[([]/.test(textAt(given)) ? given : written, sizes }];
  });
}

/** Sizes that should have met: of tensors, of a model's input and what it gets, of what a reshape holds. */
export function pairsOf(wrong: WrongStep): Pair[] {
  const expected = expectedShape(wrong);
  const found = wrong.inputs[0]?.shape?.slice(1) ?? [];
  const values = valuesOf(wrong);
  const others = (expected ?? []).flatMap((size, axis): Pair[] => {
    const given = found[axis];
    return typeof given === "number" && given !== size && found.length === expected?.length ? [[size, given]] : [];
  });
  return [
    ...missedPairs(wrong),
    ...others,
    ...severalInputs(wrong),
    ...builtFor(wrong),
    ...(values ? [[values.target, values.found] as const] : []),
  ];
}

/** The channels for which a layer was built that is called again, and those that it gets now. */
function builtFor({ module, inputs: [input] }: WrongStep): Pair[] {
  const built = (module && stateIn(module)?.weights[0]?.shape.at(-2)) ?? 0;
  const given = input?.shape?.at(-1);
  return typeof built === "number" && built > 0 && typeof given === "number" && given !== built ? [[built, given]] : [];
}

/** Of a model with several inputs, each beside what it gets. */
function severalInputs({ module, inputs }: WrongStep): Pair[] {
  const own = (module && stateIn(module)?.graph?.inputs) ?? [];
  return own.length < 2
    ? []
    : own.flatMap(({ shape }, place) =>
        (shape ?? []).slice(1).flatMap((size, axis): Pair[] => {
          const given = inputs[place]?.shape?.[axis + 1];
          return typeof size === "number" && typeof given === "number" && size !== given ? [[size, given]] : [];
        }),
      );
}

/** What the called model expects, where the input goes to it as it is: with its axes in another order, or an axis more. */
function wholeShape({ written, sizes }: Input, wrong: WrongStep): Proposal[] {
  const expected = expectedShape(wrong);
  const found = wrong.inputs[0]?.shape?.slice(1) ?? [];
  const steps = sizes.length - found.length;
  const isHandedOn = steps >= 0 && found.every((size, axis) => size === sizes[axis + steps]);
  if (expected === undefined || !isHandedOn) return [];
  const isTurned = areSameSizes(expected, found);
  if (expected.length === found.length && !isTurned) return [];
  // Behind the steps of a sequence, whose size stays as it is written.
  const kept = elementsOf(written).slice(0, steps).map(textAt);
  const text = tupleText([...kept, ...expected.map((size) => textFor(size, written, sizes))]);
  return [rewritten(written, text, isTurned ? 0.15 : 0.9, `Write the shape as ${text}`)];
}

/** As it is written in the shape already. */
function textFor(size: number, written: Written, sizes: readonly unknown[]): string | number {
  const element = elementsOf(written)[sizes.lastIndexOf(size)];
  const [named] = /[a-z]/i.test(textAt(written)) ? namesWorth(written, size) : [];
  return element ? textAt(element) : (named ?? size);
}

/** An input whose axes stand in another order than those of what it is joined with. */
function turned({ written, sizes }: Input, { inputs }: WrongStep): Proposal[] {
  const shapes = inputs.map(({ shape }) => shape?.slice(1) ?? []);
  const isOwn = (shape: readonly unknown[]) => shape.join() === sizes.join();
  if (sizes.length < 3 || !shapes.some(isOwn)) return [];
  return shapes.flatMap((shape) => {
    if (isOwn(shape) || !areSameSizes(shape, sizes) || !shape.every((size) => typeof size === "number")) return [];
    const text = tupleText(shape.map((size) => textFor(size, written, sizes)));
    return [rewritten(written, text, 0.15, `Write the shape as ${text}`)];
  });
}

const MOST_CHANNELS = 4;
const CHANNELS_LAST = 0.15;

/** In whatever order. */
function areSameSizes(a: readonly unknown[], b: readonly unknown[]): boolean {
  return [...a].sort().join() === [...b].sort().join();
}

/** An image whose few channels stand before its sides, or between them. */
function channelsLast({ written, sizes }: Input): Proposal[] {
  const elements = elementsOf(written).map(textAt);
  const place = sizes.findIndex((size) => typeof size === "number" && size <= MOST_CHANNELS);
  if (sizes.length !== 3 || elements.length !== 3 || place < 0 || place === 2) return [];
  const channels = elements[place] as string;
  const text = tupleText([...elements.filter((_, axis) => axis !== place), channels]);
  return [rewritten(written, text, CHANNELS_LAST, `Write the shape as ${text}`)];
}

/** An image without its channels: grey as the digits of MNIST, otherwise in colours. */
function withChannels({ written, sizes }: Input, { type, inputs: [image] }: WrongStep): Proposal[] {
  const isFlat = sizes.length === 2 && image?.shape?.length === 3 && /2D/.test(type);
  const text = textAt(written);
  if (!isFlat || !/^[([].*[)\]]$/s.test(text)) return [];
  const isGrey = sizes[0] === 28 || /mnist/i.test(written.file.text);
  return (isGrey ? [1, 3] : [3, 1]).map((channels, place) => {
    const next = `${text.slice(0, -1).replace(/,\s*$/, "")}, ${channels}${text.at(-1)}`;
    return rewritten(written, next, 0.3 + place / 5, `Write the shape as ${next}`);
  });
}

/** A sequence without its steps or its features, or with an axis too many. */
function withSteps({ written, sizes }: Input, { type, inputs: [sequence] }: WrongStep): Proposal[] {
  const rank = sequence?.shape?.length ?? 0;
  const elements = elementsOf(written).map(textAt);
  const isOfSteps = /1D$|^(LSTM|GRU|SimpleRNN|RNN|Bidirectional|MultiHeadAttention)$/.test(type);
  if (!isOfSteps || elements.length !== sizes.length) return [];
  const [first, last] = [elements[0] ?? "", elements.at(-1) ?? ""];
  const others =
    rank === 2 && sizes.length === 1
      ? [`(${first}, 1)`, `(None, ${first})`]
      : rank === 4 && sizes.length > 1
        ? [tupleText(elements.slice(0, -1)), tupleText(elements.slice(1))]
        : [];
  return others.map((text, place) =>
    rewritten(written, text, 0.5 + place / 10 + (last === "1" ? 0 : 0.1), `Write the shape as ${text}`),
  );
}

/** Unless one of its sides should have met another size. */
function squares(input: Input, pairs: readonly Pair[]): Proposal[] {
  const [height, width] = input.sizes;
  if (input.sizes.length !== 3 || height === width) return [];
  const others = pairs.flatMap(([a, b]) => ([a, b].some((size) => size === height || size === width) ? [a, b] : []));
  if (others.some((size) => size !== height && size !== width)) return [];
  return [...resized(input, 0, width), ...resized(input, 1, height)].map(({ fix, cost }) => ({
    fix,
    cost: cost + MADE_SQUARE,
  }));
}

/** Images are square as a rule. */
function isSquare(sizes: readonly unknown[]): boolean {
  return sizes.length > 2 && sizes.at(-3) === sizes.at(-2);
}

function oneSize(input: Input, pairs: readonly Pair[], base: number): Proposal[] {
  const wasSquare = isSquare(input.sizes);
  return input.sizes.flatMap((size, axis) =>
    pairs
      .flatMap((pair) => valuesMeant(Number(size), pair))
      .flatMap(([next, more]) => {
        const squareness = wasSquare && !isSquare(input.sizes.with(axis, next)) ? 0.4 : 0;
        return resized(input, axis, next).map(({ fix, cost }) => ({ fix, cost: cost + base + more + squareness }));
      }),
  );
}

/** What a size may have been meant as where two others should have met, and how unlikely that is. */
function valuesMeant(value: number, [a, b]: Pair): (readonly [next: number, cost: number])[] {
  const met = value === a ? [b] : value === b ? [a] : [];
  const others = [(value * a) / b, (value * b) / a, value + a - b, value + b - a];
  return [...met.map((next) => [next, 0] as const), ...others.map((next) => [next, 0.4] as const)];
}

function resized({ written, sizes }: Input, axis: number, wanted: unknown): Proposal[] {
  const [size, elements] = [sizes[axis], elementsOf(written)];
  const at = elements[axis];
  if (typeof size !== "number" || typeof wanted !== "number" || size === wanted || at === undefined) return [];
  if (elements.length !== sizes.length || !Number.isInteger(wanted) || wanted < 1) return [];
  return rewritings("this size", at, size, wanted);
}
