/**
 * Remedies for images that miss each other by a window's step, border or kernel that was left out: the one with which a convolution or
 * pool gives just the size that the other image has.
 */

import type { Tensor } from "../../../../python/tensor.ts";
import { itemsOf } from "../../../../python/tensors/sizes.ts";
import type { Operation } from "../../../../python/trace.ts";
import { tupleText } from "../../../../python/tuple-text.ts";
import { type Proposal, propose, type Step, type WrongStep } from "../proposal.ts";
import { argumentAt, argumentsIn, bracketsOf, calleeOf, callsTo, isByPlace } from "../source/call-text.ts";
import { type Reached, stepsBefore } from "../source/reach.ts";
import { parametersAround } from "../source/scope.ts";
import { setTo, writtenAt } from "../source/settings.ts";
import { rewritten, textAt, type Written, within } from "../source/written.ts";

const WINDOWS = /^(?:Conv\dd|(?:Max|Avg)Pool\dd|(?:max|avg)_pool\dd)$/;
const FARTHEST = 12;
const DEEPEST = 6;
const OF_WINDOWS = /^(?:kernel_size|stride|padding|dilation)\s*=/;
const costs = { fitting: -0.2, uneven: -0.3, odd: 0.1, unlike: 0.2, deeper: 0.02, handedOn: 0.5 } as const;

type Sides = readonly number[];

interface Window {
  readonly kernel_size: Sides;
  readonly stride: Sides;
  readonly padding: Sides;
  readonly dilation: Sides;
}

export function fittingWindows(wrong: WrongStep, operations: readonly Operation[]): Proposal[] {
  const { inputs } = wrong;
  if (inputs.length === 1) return roomy(wrong, operations);
  const images = inputs.map(({ shape }) => numbers(shape?.slice(2)));
  if (images.length < 2 || images.some((sides) => sides === undefined || sides.length === 0)) return [];
  return inputs.flatMap((input, place) => {
    const own = images[place] as Sides;
    const others = images.filter((sides) => sides?.length === own.length && sides.join() !== own.join());
    // Of many that are joined, one is wrong and not the rest.
    if (others.length === 0 || others.length < (images.length - 1) / 2) return [];
    const missed = others.map((sides) => sides?.map((size, axis) => size - (own[axis] as number)) ?? []);
    return stepsBefore([input], operations).flatMap((reached) => fitting(reached, missed));
  });
}

/** A border around an image that is smaller than its window, unless it was pooled to that. */
function roomy(wrong: WrongStep, operations: readonly Operation[]): Proposal[] {
  const window = WINDOWS.test(wrong.type) ? windowOf(wrong) : undefined;
  const given = numbers(wrong.inputs[0]?.shape?.slice(2));
  if (window === undefined || given === undefined || sizesOf(given, window).every((size) => size > 0)) return [];
  const isPooled = operations.some(
    ({ type, outputs }) => /^adaptive/i.test(type) && outputs.includes(wrong.inputs[0] as Tensor),
  );
  return otherWindows(wrong, window).flatMap(([name, sides, text]) =>
    name === "padding" && !isPooled ? placesFor(wrong, name, text, textOf(sides)) : [],
  );
}

/** `missed`: how much larger it should be. Whole steps behind it keep that. */
function fitting({ step, distance }: Reached, missed: readonly Sides[]): Proposal[] {
  const window = distance <= FARTHEST && WINDOWS.test(step.type) ? windowOf(step) : undefined;
  const [given, made] = [step.inputs[0], step.outputs[0]].map((tensor) => numbers(tensor?.shape?.slice(2)));
  if (window === undefined || given === undefined || made === undefined) return [];
  const wanted = missed.map((more) => made.map((size, axis) => size + (more[axis] ?? 0)).join());
  const fits = (other: Partial<Window>): boolean => wanted.includes(sizesOf(given, { ...window, ...other }).join());
  const open = otherWindows(step, window).flatMap(([name, sides, text]) =>
    fits({ [name]: sides }) ? placesFor(step, name, text, textOf(sides)) : [],
  );
  return [...open, ...unevenWindows(step, window, fits)].map((each) => ({ ...each, cost: each.cost + distance / 40 }));
}

/** A kernel and a border that do not belong together, in a window that moves by one: whoever pads, or not evenly, means to keep the size. */
function unevenWindows(step: Step, window: Window, fits: (other: Partial<Window>) => boolean): Proposal[] {
  const { kernel_size, stride, padding, dilation } = window;
  const isPadded = padding.some((side) => side > 0) || kernel_size.some((side) => side % 2 === 0);
  if (stride.some((by) => by > 1) || !isPadded) return [];
  const kept = kernel_size.map((side, axis) => ((side - 1) * (dilation[axis] ?? 1)) / 2);
  const kernels = padding.map((side, axis) => (2 * side) / (dilation[axis] ?? 1) + 1);
  const all = [
    ["padding", kept, 0],
    ["kernel_size", kernels, kept.every(Number.isInteger) ? costs.odd : 0],
  ] as const;
  return all.flatMap(([name, sides, rarity]) => {
    const isOther = sides.every(Number.isInteger) && sides.join() !== window[name].join();
    if (!isOther || !fits({ [name]: sides })) return [];
    const text = textOf(sides);
    const written = writtenAt(step, name);
    const isNumber = written !== undefined && NUMBERS.test(textAt(written));
    const own = isNumber ? propose(setTo(step, name, text), costs.uneven + rarity) : undefined;
    return [...(own ? [own] : []), ...givenByName(step, name).map((at) => rewritten(at, text, costs.uneven + rarity))];
  });
}

const NUMBERS = /^[\d\s(),]+$/;

/** In the calls that lead to where a layer is built. */
function givenByName(step: Step, name: string): Written[] {
  return callsTo(step.module?.site, DEEPEST).flatMap((call) =>
    argumentsIn(bracketsOf(call)).flatMap((argument) => {
      const lead = new RegExp(`^${name}\\s*=\\s*`).exec(textAt(argument))?.[0].length;
      const isNumber = NUMBERS.test(textAt(argument).slice(lead));
      return lead === undefined || !isNumber ? [] : [within(argument, { start: lead, end: textAt(argument).length })];
    }),
  );
}

function numbers(all: readonly unknown[] | undefined): Sides | undefined {
  return all?.every((size) => typeof size === "number") ? (all as Sides) : undefined;
}

/** `undefined`: not all of it is known. */
function windowOf(step: Step): Window | undefined {
  const axes = Number(/[123](?=d$)/.exec(step.type)?.[0]);
  const sidesOf = (name: string, usual: Sides | undefined): Sides | undefined => {
    const value = step.settings?.(name)?.value;
    if (value === undefined || value === null) return usual;
    const sides = typeof value === "number" ? Array.from({ length: axes }, () => value) : numbers(itemsOf(value));
    return sides?.length === axes ? sides : undefined;
  };
  const each = (size: number): Sides => Array.from({ length: axes }, () => size);
  const kernel_size = sidesOf("kernel_size", undefined);
  const stride = sidesOf("stride", /ool/.test(step.type) ? kernel_size : each(1));
  const [padding, dilation] = [sidesOf("padding", each(0)), sidesOf("dilation", each(1))];
  return kernel_size && stride && padding && dilation ? { kernel_size, stride, padding, dilation } : undefined;
}

function sizesOf(given: Sides, { kernel_size, stride, padding, dilation }: Window): number[] {
  return given.map((size, axis) => {
    const [kernel = 1, step = 1, border = 0, far = 1] = [kernel_size, stride, padding, dilation].map(
      (all) => all[axis],
    );
    return Math.floor((size + 2 * border - far * (kernel - 1) - 1) / step) + 1;
  });
}

const NOWHERE: Written = { file: { path: "", text: "" }, range: { start: 0, end: 0 } };

/** Those in which something is set that the step does not say. */
function otherWindows(step: Step, window: Window): (readonly [name: keyof Window, sides: Sides, text: string])[] {
  const { kernel_size, stride, padding } = window;
  const kept = kernel_size.map((side, axis) => ((side - 1) * (window.dilation[axis] ?? 1)) / 2);
  const kernel = argumentAt(step, "kernel_size", 2);
  const named = kernel && /^[a-z_]\w*$/i.test(textAt(kernel)) ? `${textAt(kernel)} // 2` : undefined;
  const kernels = padding.map((side) => 2 * side + 1);
  const all: (readonly [keyof Window, Sides, string])[] = [
    ...[1, 2].map((size) => ["stride", stride.map(() => size), String(size)] as const),
    ["padding", kept, named ?? textOf(kept)],
    ["kernel_size", kernels, textOf(kernels)],
  ];
  // What is written as a name was handed on from a call that may not say it.
  const isOpen = (name: keyof Window): boolean => /^[a-z_]\w*$|^$/i.test(textAt(writtenAt(step, name) ?? NOWHERE));
  const isOther = (name: keyof Window, sides: Sides): boolean =>
    sides.every(Number.isInteger) && sides.join() !== window[name].join();
  return all.filter(([name, sides]) => isOpen(name) && isOther(name, sides));
}

function textOf(sides: Sides): string {
  return sides.every((side) => side === sides[0]) ? String(sides[0]) : tupleText(sides);
}

/** In the call that builds it, or in one of a function that hands on what it is given by name: there others have it as a rule. */
function placesFor(step: Step, name: string, inside: string, outside: string): Proposal[] {
  return callsTo(step.module?.site ?? step.site, DEEPEST).flatMap((call, depth) => {
    const brackets = bracketsOf(call);
    const given = argumentsIn(brackets);
    if (given.length === 0 || given.some((argument) => new RegExp(`^${name}\\s*=`).test(textAt(argument)))) return [];
    const callee = calleeOf(call).replaceAll(".", "\\.");
    const isUsual = new RegExp(`(?<![\\w.])${callee}\\([^()]*(?:\\([^()]*\\)[^()]*)*\\b${name}=`).test(call.file.text);
    const isOfWindow = given.some((argument) => OF_WINDOWS.test(textAt(argument)));
    if (depth > 0 ? !isUsual && !isOfWindow : isByPlaceIn(step, name, given)) return [];
    // A function that is given it was meant to hand it on.
    const text = parametersAround(call).includes(name) ? name : depth === 0 ? inside : outside;
    const isHandedOn = given.some((argument) => textAt(argument) === "**kwargs");
    const unlikely = (isUsual ? 0 : costs.unlike) + (isHandedOn ? costs.handedOn : 0);
    const cost = costs.fitting + depth * costs.deeper + unlikely;
    return [withNamed(brackets, given, `${name}=${text}`, cost)];
  });
}

const PLACES: Readonly<Record<string, number>> = { kernel_size: 2, stride: 3, padding: 4, dilation: 5 };

/** Whether a window's own construction is given a setting without its name. */
function isByPlaceIn({ type }: Step, name: string, given: readonly Written[]): boolean {
  const place = (PLACES[name] ?? given.length) - (/ool/.test(type) ? 2 : 0);
  const argument = given[place];
  return argument !== undefined && isByPlace(textAt(argument));
}

/** Before what is handed on as a whole. */
function withNamed({ file, range }: Written, given: readonly Written[], text: string, cost: number): Proposal {
  const rest = given.find((argument) => textAt(argument).startsWith("**"));
  const start = rest?.range.start ?? given.at(-1)?.range.end ?? range.end - 1;
  return rewritten({ file, range: { start, end: start } }, rest ? `${text}, ` : `, ${text}`, cost, `Add ${text}`);
}
