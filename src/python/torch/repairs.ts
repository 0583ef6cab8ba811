/** Fixes: the right number written into the argument that is wrong, where that stands at one place. */

import { divideExactly } from "../../tensor/dim/divide.ts";
import { productOfDims } from "../../tensor/dim/sum.ts";
import { formatDim } from "../../tensor/dim/text.ts";
import type { Dim } from "../../tensor/dim.ts";
import type { Argument, Arguments } from "../arguments.ts";
import type { Run } from "../run.ts";
import type { SourceFile } from "../site.ts";
import type { Shape, ShapeAnswer } from "../tensors/answer.ts";
import { itemsOf } from "../tensors/sizes.ts";
import { unknownSize } from "../tensors/unknown-size.ts";
import type { SourceFix } from "../trace.ts";
import type { Value } from "../value.ts";
import type { Call } from "./call.ts";
import { stateOf } from "./state.ts";

/** `{ fix }` for the argument of the called module's construction, to be spread into a mistake. */
export function setArgument(
  { module, run }: Pick<Call, "module" | "run">,
  name: string,
  value: Dim,
): { fix?: SourceFix } {
  const state = module && stateOf(module);
  const argument = state?.bound.argument(name);
  if (argument === undefined || state?.madeInside === true || isShared(run, argument)) return {};
  return replace(argument, `Set ${name} to ${formatDim(value)}`, value);
}

/** What the argument that starts at a place of a file was worth in every construction so far; `SEVERAL`: not always the same. */
type Worths = Map<SourceFile, Map<number, Value | typeof SEVERAL>>;

const SEVERAL = Symbol("several");

const worths = new WeakMap<Run, Worths>();

/** Remembers a construction's arguments: text that made several different modules is mended at none of them. */
export function rememberArguments(run: Run, args: Arguments): void {
  const known: Worths = worths.get(run) ?? new Map();
  worths.set(run, known);
  for (const argument of args.positional) rememberWorth(known, argument);
  for (const argument of args.named.values()) rememberWorth(known, argument);
}

function rememberWorth(known: Worths, { written, value }: Argument): void {
  if (written === undefined) return;
  const { file, range } = written;
  const values = known.get(file) ?? new Map<number, Value | typeof SEVERAL>();
  known.set(file, values);
  const before = values.get(range.start);
  values.set(range.start, before === undefined || before === value ? value : SEVERAL);
}

function isShared(run: Run, { written }: Argument): boolean {
  return written !== undefined && worths.get(run)?.get(written.file)?.get(written.range.start) === SEVERAL;
}

/** `{ fix }` for a number that a module got when it was made, a function when it is called. */
export function setNumber(call: Call, name: string, value: Dim): { fix?: SourceFix } {
  if (call.module) return setArgument(call, name, value);
  return replaceArgument(call.bound.argument(name), name, value);
}

/** `{ fix }` for an argument of the call itself. */
export function replaceArgument(argument: Argument | undefined, name: string, value: Dim): { fix?: SourceFix } {
  return argument === undefined ? {} : replace(argument, `Set ${name} to ${formatDim(value)}`, value);
}

function replace({ written }: Argument, title: string, value: Dim): { fix?: SourceFix } {
  if (written === undefined || typeof value !== "number") return {};
  return { fix: { title, edits: [{ ...written, text: String(value) }] } };
}

/** `x` in `self.fc(x)` becomes `x.flatten(1)`. */
export function flattenArgument(call: Call): SourceFix | undefined {
  const written = call.args.positional[0]?.written;
  if (written === undefined) return undefined;
  const { file, range } = written;
  const text = file.text.slice(range.start, range.end);
  const simple = /^[\w.]+(\(.*\))?$/s.test(text);
  const replaced = simple ? `${text}.flatten(1)` : `(${text}).flatten(1)`;
  return { title: "Flatten it first", edits: [{ file, range, text: replaced }] };
}

/** A `Flatten` before a layer that stands in a list of layers, which no text hands its input to. */
export function flattenInList({ args, module }: Call): SourceFix | undefined {
  const { file, range, anchor } = module?.site ?? {};
  if (file === undefined || range === undefined || anchor === undefined) return undefined;
  const before = file.text.slice(0, range.start);
  const isInList = /(?:\bSequential\(|[[,])\s*$/.test(before) && !/["']\s*,\s*$/.test(before);
  const prefix = /^([\w.]*?)Linear$/.exec(file.text.slice(range.start, anchor.end))?.[1];
  if (args.positional[0]?.written !== undefined || !isInList || prefix === undefined) return undefined;
  const indent = /\n([ \t]*)$/.exec(before);
  const text = `${prefix}Flatten(),${indent ? `\n${indent[1]}` : " "}`;
  return {
    title: `Add ${prefix}Flatten() before it`,
    edits: [{ file, range: { start: range.start, end: range.start }, text }],
  };
}

/** A view of rows whose length does not divide: the length that the image has. */
export function fixReshape(call: Call, input: Shape, target: Shape, answer: ShapeAnswer): ShapeAnswer {
  const total = productOfDims(input);
  const isSize = (size: Dim): boolean => typeof size === "number" && size > 0;
  // Sizes that the tensor has itself, and axes of one, were hardly mistaken.
  const own = target.findLastIndex((size) => isSize(size) && size !== 1 && !input.includes(size));
  const place = own > 0 ? own : target.findLastIndex(isSize);
  if (!("mistake" in answer) || place < 0) return answer;
  const others = target.toSpliced(place, 1);
  const open = others.includes(-1);
  const kept = productOfDims(open ? [...others.filter((size) => size !== -1), input[0] ?? 1] : others);
  const right = divideExactly(total, kept);
  if (right === undefined || place === 0 || (open && (target.indexOf(-1) !== 0 || target.length !== 2))) return answer;
  // Either number may be the wrong one: what follows is not blamed for it.
  const meant = target.with(place, unknownSize(call.run)).map((size) => (size === -1 ? (input[0] ?? 1) : size));
  const fix = replaceArgument(targetArgument(call, place), "it", right);
  const message = `${answer.mistake.message} ${formatDim(target[place] as Dim)} would have to be ${formatDim(right)}.`;
  return { mistake: { ...answer.mistake, message, meant, ...fix } };
}

/** The argument that gives the size at `place`, if the sizes are arguments of their own. */
function targetArgument(call: Call, place: number): Argument | undefined {
  const sizes = call.args.positional.slice(1);
  const single = sizes.length === 1 && itemsOf(sizes[0]?.value) !== undefined;
  return single ? undefined : sizes[place];
}
