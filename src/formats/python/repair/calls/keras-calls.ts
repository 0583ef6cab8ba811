/** Remedies for what a Keras layer or operation is handed: another variable, the layer for each step, other axes, other data. */
import { settingsOf } from "../../../../python/keras/settings.ts";
import type { Site } from "../../../../python/site.ts";
import { tupleText } from "../../../../python/tuple-text.ts";
import { Instance } from "../../../../python/value.ts";
import { sameDim } from "../../../../tensor/dim/sum.ts";
import type { Dim } from "../../../../tensor/dim.ts";
import { type Proposal, propose, type Step, sizeAt, type WrongStep } from "../proposal.ts";
import { expectedShape, expectedShapes } from "../sizes/model-inputs.ts";
import { argumentsIn, bracketsOf, calleeOf, callSite, elementsOf, isByPlace, valueIn } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { assignedBefore, assignmentsAround, assignmentsInFile } from "../source/scope.ts";
import { numberOf, setTo } from "../source/settings.ts";
import { matchesIn, rewritten, textAt, type Written, within } from "../source/written.ts";
import { exchanged } from "./exchanges.ts";
import { isImported, prefixInFile, prefixOfLayers } from "./missing-layers.ts";

export function kerasCallProposals(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  return [
    ...forEachStep(wrong, before),
    ...allSteps(before),
    ...otherData(wrong),
    ...asBatch(wrong),
    ...joinedFirst(wrong, before),
    ...transposed(wrong),
    ...turnedOver(wrong),
    ...expanded(wrong),
    ...expandedOperand(wrong),
    ...orderFirst(wrong),
    ...wholeOrder(wrong),
    ...otherScaling(wrong),
    ...inputsLess(wrong),
    ...otherDirection(wrong, before),
  ];
}

/** A model of images that gets a sequence of them. */
function forEachStep(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const expected = expectedShape(wrong);
  const found = wrong.inputs[0]?.shape ?? [];
  const place = callSite(wrong.site);
  const prefix = prefixOfLayers(wrong, before) ?? prefixInFile(wrong);
  if (expected === undefined || place === undefined || prefix === undefined) return [];
  const isSequence = found.length === expected.length + 2 && expected.every((size, axis) => size === found[axis + 2]);
  const callee = calleeOf(place);
  if (!isSequence || !/^[\w.]+$/.test(callee)) return [];
  const text = `${prefix}TimeDistributed(${callee})`;
  return [rewritten(within(place, { start: 0, end: callee.length }), text, 0.3, `Write ${text}`)];
}

/** An array that is written with its shape, in the call or where its name is assigned. */
function otherData(wrong: WrongStep): Proposal[] {
  const expected = expectedShape(wrong);
  const found = wrong.inputs[0]?.shape ?? [];
  const { handed } = wrong;
  if (expected === undefined || handed === undefined || !found.every((size) => typeof size === "number")) return [];
  const pattern = new RegExp(String.raw`(?<=[(\[]\s*)${found.join(String.raw`\s*,\s*`)}(?=\s*[)\]])`);
  return [handed, ...assignmentsAround(handed), ...assignmentsInFile(handed)].flatMap((place) => {
    const match = pattern.exec(textAt(place));
    if (match === null) return [];
    const at = within(place, { start: match.index, end: match.index + match[0].length });
    const text = tupleText([found[0] as number, ...expected]).slice(1, -1);
    return [rewritten(at, text, 0.4, `Write ${text}`)];
  });
}

/** One sample where a model takes several: a batch of it alone. */
function asBatch(wrong: WrongStep): Proposal[] {
  const { handed } = wrong;
  const expected = expectedShape(wrong);
  const found = wrong.inputs[0]?.shape ?? [];
  const text = handed?.file.text ?? "";
  const library = /^import numpy as np\b/m.test(text)
    ? "np"
    : /^import tensorflow as tf\b/m.test(text)
      ? "tf"
      : undefined;
  const isSample =
    expected?.length === found.length && expected.every((size, axis) => axis === 0 || size === found[axis]);
  if (handed === undefined || library === undefined || !isSample) return [];
  const batch = `${library}.expand_dims(${textAt(handed)}, 0)`;
  return [rewritten(handed, batch, AS_BATCH, `Write ${batch}`)];
}

const AS_BATCH = 0.1;

/** Tensors in a list for a layer that takes one. */
function joinedFirst(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const { handed, inputs } = wrong;
  const prefix = prefixOfLayers(wrong, before) ?? prefixInFile(wrong);
  if (handed === undefined || prefix === undefined || inputs.length < 2 || elementsOf(handed).length < 2) return [];
  if (!/^(Dense|Conv\dD)$/.test(wrong.type)) return [];
  const joined = `${prefix}Concatenate()(${textAt(handed)})`;
  const found = rewritten(handed, joined, JOINED_FIRST, `Write ${joined}`);
  return found.fix.edits.every(isImported) ? [found] : [];
}

const JOINED_FIRST = 0.2;

/** `tf.matmul` of two tensors of one shape means the second one's transpose. */
function transposed({ type, inputs, site }: WrongStep): Proposal[] {
  const [left, right] = inputs.map(({ shape }) => shape);
  const place = callSite(site);
  if (type !== "matmul" || place === undefined || left === undefined || left.at(-1) !== right?.at(-1)) return [];
  if (!/\btf\.(linalg\.)?matmul$/.test(calleeOf(place))) return [];
  if (textAt(bracketsOf(place)).includes("transpose_")) return [];
  const end = textAt(place).length - 1;
  // A weight is built in the order in which it is multiplied.
  const cost = right?.length === left.length ? 0.4 : 1;
  return [rewritten(within(place, { start: end, end }), ", transpose_b=True", cost, "Add transpose_b=True")];
}

/** The same in an order of its axes, for a function that takes no such word. */
function turnedOver({ type, inputs, site }: WrongStep): Proposal[] {
  const [left, right] = inputs.map(({ shape }) => shape);
  const place = callSite(site);
  const [, library] = (place && /^(.*\bops\.|np\.)matmul$/.exec(calleeOf(place))) ?? [];
  const [first, second] = place ? argumentsIn(bracketsOf(place)) : [];
  if (!/^matmul$/i.test(type) || library === undefined || first === undefined || second === undefined) return [];
  const rank = left?.length ?? 0;
  // An order that is there is wrong rather than another one left out.
  if (rank < 2 || right?.length !== rank || /transpose|permute/i.test(textAt(bracketsOf(place as Site)))) return [];
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  const order = tupleText([...axes.slice(0, -2), rank - 1, rank - 2]);
  const turn = (at: Written) => {
    const text = `${library}transpose(${textAt(at)}, ${order})`;
    return rewritten(at, text, TURNED_OVER, `Write ${text}`);
  };
  const meets = (a: Dim | undefined, b: Dim | undefined) => a !== undefined && b !== undefined && sameDim(a, b);
  return [
    ...(meets(left?.at(-2), right.at(-2)) ? [turn(first)] : []),
    ...(meets(left?.at(-1), right.at(-1)) ? [turn(second)] : []),
  ];
}

const TURNED_OVER = 0.4;

/** A tensor with an axis less than those that it is joined with. */
function expanded({ type, inputs, site, handed }: WrongStep): Proposal[] {
  const place = callSite(site);
  const library = place && /^(.*\.)concat(enate)?$/.exec(calleeOf(place))?.[1];
  const elements = handed ? elementsOf(handed) : [];
  const ranks = inputs.map(({ shape }) => shape?.length ?? 0);
  const most = Math.max(...ranks);
  if (!/^concat(enate)?$/i.test(type) || library === undefined || elements.length !== ranks.length) return [];
  return elements.flatMap((element, index) => {
    if (ranks[index] !== most - 1) return [];
    const text = `${library}expand_dims(${textAt(element)}, 1)`;
    return [rewritten(element, text, 0.4, `Write ${text}`)];
  });
}

/** An operand with an axis less than the other one: it counts for each step. */
function expandedOperand({ site, inputs: [first, second] }: WrongStep): Proposal[] {
  const sign = matchesIn(site, /\s[-+*/]\s/g).at(-1)?.at;
  const library = /(?<![\w.])((?:keras\.)?ops|tf|K)\.\w/.exec(site.file.text)?.[1];
  const gap = (second?.shape?.length ?? 0) - (first?.shape?.length ?? 0);
  const isOfEach =
    first?.shape?.[0] !== undefined && second?.shape?.[0] !== undefined && sameDim(first.shape[0], second.shape[0]);
  if (sign === undefined || library === undefined || Math.abs(gap) !== 1 || !isOfEach) return [];
  const { file, range } = site;
  const side = gap < 0 ? { start: sign.range.end, end: range.end } : { start: range.start, end: sign.range.start };
  const operand = { file, range: side };
  if (!/^[\w.]+(\(.*\))?$/s.test(textAt(operand))) return [];
  return [1, -1].map((axis, place) => {
    const text = `${library}.expand_dims(${textAt(operand)}, ${axis})`;
    return rewritten(operand, text, 0.7 + place / 5, `Write ${text}`);
  });
}

/** A transpose that is handed the order of the axes before the tensor. */
function orderFirst({ type, site }: WrongStep): Proposal[] {
  const place = callSite(site);
  const [first, second] = place && /^(transpose|permute)$/i.test(type) ? argumentsIn(bracketsOf(place)) : [];
  if (first === undefined || second === undefined) return [];
  const isExchanged = /^[([]/.test(textAt(first)) && /^[a-z_]/i.test(textAt(second)) && isByPlace(textAt(second));
  return isExchanged ? [exchanged(first, second, 0.1)] : [];
}

/** An order of the axes that leaves some out: they stay where they are. */
function wholeOrder({ type, site, inputs }: WrongStep): Proposal[] {
  const place = callSite(site);
  const rank = inputs[0]?.shape?.length ?? 0;
  if (place === undefined || !/^(transpose|permute)$/i.test(type)) return [];
  return argumentsIn(bracketsOf(place)).flatMap((argument) => {
    const order = elementsOf(valueIn(argument)).map((axis) => Number(textAt(axis)));
    if (order.length === 0 || order.length >= rank || !order.every((axis) => axis >= 0 && axis < rank)) return [];
    const missing = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !order.includes(axis));
    const whole = missing.reduce((axes, axis) => axes.toSpliced(axis, 0, axis), order);
    return whole.length === rank ? [rewritten(valueIn(argument), tupleText(whole), WHOLE_ORDER)] : [];
  });
}

const WHOLE_ORDER = 0.1;

/** Convolutions with strides, beside their transposes: what enlarges an image where it should have made it smaller. */
const DIRECTIONS = /^(Conv[123]D)(Transpose)?$/;

/** Of images of which one is larger than the other by a layer's strides squared, that layer went the wrong way. */
function otherDirection(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const [first, second] = wrong.inputs;
  const found = sizeAt(first, 1);
  const wanted = second ? sizeAt(second, 1) : expectedShape(wrong)?.[0];
  if (found === undefined || wanted === undefined) return [];
  const ratio = Math.max(found, wanted) / Math.min(found, wanted);
  return before.flatMap(({ step, distance }) => {
    const { type } = step;
    const [, convolution, transposed] = DIRECTIONS.exec(type) ?? [];
    const strides = numberOf(step, "strides") ?? 1;
    const made = step.module?.site;
    if (convolution === undefined || made === undefined || strides < 2 || strides ** 2 !== ratio) return [];
    const callee = calleeOf(made);
    if (!callee.endsWith(type)) return [];
    const other = transposed ? convolution : `${convolution}Transpose`;
    const at = within(made, { start: callee.length - type.length, end: callee.length });
    const isKnown = callee !== type || new RegExp(`\\b${other}\\b`).test(made.file.text);
    return isKnown ? [rewritten(at, other, 0.6 + distance / 20, `Use ${other}`)] : [];
  });
}

/** A pool where the image should have become larger, and the other way round. */
function otherScaling({ type, site, module }: WrongStep): Proposal[] {
  const made = callSite(module?.site);
  const [, dimension] = /^(?:Max|Average)Pooling(\dD)$/.exec(type) ?? [];
  if (made === undefined || dimension === undefined || !calleeOf(made).endsWith(type)) return [];
  const end = calleeOf(made).length;
  const other = `UpSampling${dimension}`;
  const isKnown = calleeOf(made) !== type || new RegExp(`\\b${other}\\b`).test(site.file.text);
  const at = within(made, { start: end - type.length, end });
  return isKnown ? [rewritten(at, other, OTHER_SCALING, `Use ${other}`)] : [];
}

const OTHER_SCALING = 0.9;

/** A model of several inputs that is handed one less, in a list: what was given a name before. */
function inputsLess(wrong: WrongStep): Proposal[] {
  const { handed, inputs } = wrong;
  const missing = expectedShapes(wrong).length - inputs.length;
  if (handed === undefined || missing !== 1 || !textAt(handed).startsWith("[")) return [];
  const items = elementsOf(handed).map(textAt);
  const names = assignedBefore(handed).filter((name) => !items.includes(name));
  return names.slice(0, MOST_NAMES).flatMap((name, order) =>
    [...items, ""].map((_, place) => {
      const text = `[${items.toSpliced(items.length - place, 0, name).join(", ")}]`;
      return rewritten(handed, text, INPUT_LESS + order / 20 + place / 50);
    }),
  );
}

const INPUT_LESS = 0.3;
const MOST_NAMES = 6;

const RECURRENT = /^(LSTM|GRU|SimpleRNN|RNN|ConvLSTM\dD)$/;

/** The step as that of the recurrent layer in it; `undefined`: there is none. */
export function recurrentIn(step: Step) {
  const inner = step.type === "Bidirectional" ? step.settings?.("layer")?.value : step.module;
  if (!(inner instanceof Instance) || !RECURRENT.test(inner.cls.name)) return undefined;
  return { ...step, module: inner, settings: settingsOf(inner) };
}

/** A recurrent layer that should have handed on all of its steps. */
function allSteps(before: readonly Reached[]): Proposal[] {
  return before.flatMap(({ step, distance }) => {
    const recurrent = recurrentIn(step);
    const isLast = recurrent && recurrent.settings("return_sequences")?.value !== true;
    const fix = isLast ? setTo(recurrent, "return_sequences", "True") : undefined;
    return propose(fix, 0.3 + distance / 20) ?? [];
  });
}
