/**
 * Remedies for a step that was left out: an axis too many or too few, or two axes in each other's place, of what a call gives or
 * an operator is handed.
 */

import type { Proposal, Step, WrongStep } from "../proposal.ts";
import { misplacedAxis } from "../sizes/layer-sizes.ts";
import { argumentsIn, bracketsOf, callSite } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { functionText, unpackedBefore } from "../source/scope.ts";
import { rewritten, shortened, textAt, type Written, within } from "../source/written.ts";

const FARTHEST = 3;
const OPERATORS = /\s(?:@|\+|-|\*|\/)\s/g;

type Sizes = readonly unknown[];

export function insertionProposals(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  return [
    ...moved(wrong),
    ...turnedFirst(wrong),
    ...asMaps(wrong),
    ...behindOperands(wrong),
    ...behindReceiver(wrong),
    ...behindCalls(wrong, before),
    ...keptAxes(before),
    ...tooMuch(before),
  ];
}

function moved(wrong: WrongStep): Proposal[] {
  const misplaced = misplacedAxis(wrong);
  const { handed } = wrong;
  // Of a pooled image nothing but the channels is left, which are flattened.
  const isPooled = wrong.inputs[0]?.shape?.every((size, axis) => axis < 2 || size === 1);
  if (misplaced === undefined || handed === undefined || isPooled) return [];
  const [low, high] = [misplaced.from, misplaced.to].sort((a, b) => a - b);
  return appended(handed, `.transpose(${low}, ${high})`, 0.2);
}

/** `torch.bmm(x.transpose(1, 2), y)`, where the axes before the last ones should have met. */
function turnedFirst({ type, site, inputs: [first, second] }: WrongStep): Proposal[] {
  const call = callSite(site);
  const handed = call && argumentsIn(bracketsOf(call))[0];
  const [a, b] = [first?.shape, second?.shape];
  const isProduct = /^(bmm|mm|matmul)$/.test(type) && a !== undefined && b !== undefined;
  if (!isProduct || handed === undefined || a.at(-2) !== b.at(-2)) return [];
  return appended(handed, a.length === 2 ? ".t()" : `.transpose(${a.length - 2}, ${a.length - 1})`, 0.4);
}

/** The rows and columns of the maps by which images and volumes are turned. */
const MAPS = [
  [2, 3],
  [3, 4],
] as const;

/** `affine_grid(theta.view(-1, 2, 3), ...)`, where each map is a row of numbers. */
function asMaps({ type, site, inputs: [theta] }: WrongStep): Proposal[] {
  const call = type === "affine_grid" ? callSite(site) : undefined;
  const handed = call && argumentsIn(bracketsOf(call))[0];
  const [, numbers, ...others] = theta?.shape ?? [];
  const map = MAPS.find(([rows, columns]) => rows * columns === numbers);
  if (handed === undefined || others.length > 0 || map === undefined) return [];
  return appended(handed, `.view(-1, ${map.join(", ")})`, 0);
}

const REDUCES = /^(mean|sum|max|min|amax|amin|std|var|norm)$/;

/** `mean(1, keepdim=True)`, where an axis is missed. */
function keptAxes(before: readonly Reached[]): Proposal[] {
  return before.flatMap(({ step, distance }) => {
    const call = REDUCES.test(step.type) && distance <= 2 ? callSite(step.site) : undefined;
    if (call === undefined || call.file.isDescribed || /keepdim|\(\)$/.test(textAt(call))) return [];
    const end = { file: call.file, range: { start: call.range.end - 1, end: call.range.end - 1 } };
    return [rewritten(end, ", keepdim=True", 0.45 + distance / 10, "Add keepdim=True")];
  });
}

const STEPS = /^(squeeze|unsqueeze|transpose|permute|flatten|t)$/;

/** A method that should not have been called. */
function tooMuch(before: readonly Reached[]): Proposal[] {
  return before.flatMap(({ step: { type, site }, distance }) => {
    const call = STEPS.test(type) && distance <= 1 ? callSite(site) : undefined;
    if (call === undefined || call.file.isDescribed || call.file.text[call.anchor.start - 1] !== ".") return [];
    const receiver = call.file.text.slice(call.range.start, call.anchor.start - 1);
    if (/^(torch|F)$/.test(receiver)) return [];
    return [rewritten(call, receiver, 0.75 + distance / 10, `Write ${shortened(receiver)}`)];
  });
}

/** Either side of the operator that goes wrong, which is the last one as a rule. */
function behindOperands({ site, inputs }: WrongStep): Proposal[] {
  const text = textAt(site);
  const sign = [...text.matchAll(OPERATORS)].at(-1);
  if (sign === undefined || inputs.length !== 2) return [];
  const sides = [
    within(site, { start: 0, end: sign.index }),
    within(site, { start: sign.index + sign[0].length, end: text.length }),
  ];
  const isProduct = sign[0].includes("@");
  return sides.flatMap((side, place) =>
    addedSteps(inputs[place]?.shape ?? [], inputs, isProduct).flatMap(([added, cost]) => appended(side, added, cost)),
  );
}

/** Behind the tensor whose method goes wrong: axes for an expansion, one less where fewer are named. */
function behindReceiver({ type, site, inputs: [first, other] }: WrongStep): Proposal[] {
  const { file, range, anchor } = site;
  if (file.isDescribed || file.text[anchor.start - 1] !== "." || first?.shape === undefined) return [];
  const receiver = { file, range: { start: range.start, end: anchor.start - 1 } };
  const steps = type === "permute" ? squeezes(first.shape, 0.4) : openAxes(first.shape, other?.shape ?? []);
  return steps.flatMap(([added, cost]) => appended(receiver, added, cost));
}

/** Behind a call before the mistake. */
function behindCalls({ inputs }: WrongStep, before: readonly Reached[]): Proposal[] {
  return before.flatMap(({ step, distance }) => {
    const place = callSite(step.site);
    // Within a container it stands where it is built.
    if (place === undefined || distance > FARTHEST || step.site === step.module?.site || place.file.isDescribed)
      return [];
    const shape = step.outputs[0]?.shape ?? [];
    // What a file feeds its model with is rarely what is wrong.
    const base = 0.2 + distance / 10 + (functionText(place) === undefined ? 0.5 : 0);
    const steps = [...addedSteps(shape, inputs, false), ...leftOut(step.type, shape, place)];
    // The axis of a squeeze that is there is likelier wrong than another one is missing.
    return steps
      .filter(([added]) => step.type !== "squeeze" || !added.startsWith(".squeeze"))
      .flatMap(([added, cost]) => appended({ file: place.file, range: place.range }, added, cost + base));
  });
}

/** What follows such a call as a rule: tokens come to the front, heads become one axis again. */
function leftOut(type: string, { length: rank }: Sizes, place: Written): Added[] {
  if (type === "flatten" && rank === 3) return [[".transpose(1, 2)", 0.2]];
  if (!/^(transpose|permute)$/.test(type)) return [];
  const unpacked = unpackedBefore(place).filter((names) => names.length < rank);
  return unpacked.map((names) => [`.reshape(${names.join(", ")})`, 0.5]);
}

function squeezes(shape: Sizes, cost: number): Added[] {
  return shape.flatMap((size, axis) => (axis > 0 && size === 1 ? [[`.squeeze(${axis})`, cost] as const] : []));
}

/** `[:, :, None, None]` where the axes that are there are the other's first ones. */
function openAxes(shape: Sizes, other: Sizes): Added[] {
  const isStart = shape.length > 1 && shape.length < other.length && shape.every((size, axis) => size === other[axis]);
  if (!isStart) return [];
  return [[`[${other.map((_, axis) => (axis < shape.length ? ":" : "None")).join(", ")}]`, 0.4]];
}

type Added = readonly [text: string, cost: number];

function addedSteps(shape: Sizes, inputs: Step["inputs"], isProduct: boolean): Added[] {
  const rank = shape.length;
  const ranks = inputs.map((input) => input.shape?.length ?? rank);
  const [least, most] = [Math.min(...ranks), Math.max(...ranks)];
  const squeezed = most > least ? squeezes(shape, 0.6) : [];
  const opened = inputs.flatMap((input) => openAxes(shape, input.shape ?? []));
  const open = rank < most && rank > 0 ? Array.from({ length: rank }, (_, axis) => axis + 1) : [];
  const unsqueezed = open.map((axis) => [axis === rank ? ".unsqueeze(-1)" : `.unsqueeze(${axis})`, 0.9] as const);
  const turned = isProduct && rank >= 2 ? [[rank === 2 ? ".t()" : ".transpose(-2, -1)", 0.6] as const] : [];
  return [...squeezed, ...opened, ...unsqueezed, ...turned, ...(isProduct ? [] : channelsMoved(shape, inputs))];
}

const MOVED = { fewer: 0.4, more: 0.9 } as const;

/** Channels that stand last to the front or behind the batch, and back, where that makes the tensor fit another one. */
function channelsMoved(shape: Sizes, inputs: Step["inputs"]): Added[] {
  const others = inputs.flatMap(({ shape: other }) => (other === undefined || other === shape ? [] : [other]));
  const [first, ...middle] = shape.keys();
  const last = middle.pop();
  if (first === undefined || last === undefined || middle.length === 0) return [];
  // What has fewer axes was made for the other, and its first one is no batch.
  const isPart = others.every((other) => shape.length < other.length);
  const orders = [
    ...(isPart ? [[last, first, ...middle]] : []),
    [first, last, ...middle],
    [first, ...middle.slice(1), last, middle[0] as number],
  ];
  const fitting = orders.filter((order) => {
    const turned = order.map((axis) => shape[axis] as Sizes[number]);
    return (
      others.length > 0 && others.every((other) => fits(turned, other)) && !others.every((other) => fits(shape, other))
    );
  });
  return fitting.map((order) => [`.permute(${order.join(", ")})`, isPart ? MOVED.fewer : MOVED.more] as const);
}

/** Whether each axis is the other's or 1, counted from the last one. */
function fits(shape: Sizes, other: Sizes): boolean {
  return shape.every((size, axis) => {
    const met = other[other.length - shape.length + axis];
    return met === undefined || size === 1 || met === 1 || size === met;
  });
}

/** Behind a name or a chain of calls, which may begin with a bracket; anything else would need brackets. */
function appended(place: Written, added: string, cost: number): Proposal[] {
  const text = textAt(place);
  if (!/^(\([^()]*\)\.)?[\w.]+(\(.*\)|\[.*\])*$/s.test(text)) return [];
  return [rewritten(place, text + added, cost, `Write ${shortened(text)}${added}`)];
}
