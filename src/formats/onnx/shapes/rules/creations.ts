/** What stands at the beginning of a calculation: constants, shapes as numbers, ranges, chance. */

import type { Shape } from "../../../../python/tensors/answer.ts";
import { ceilDivideDims } from "../../../../tensor/dim/divide.ts";
import { compareDims } from "../../../../tensor/dim/order.ts";
import { addDims, multiplyDims, productOfDims, subtractDims } from "../../../../tensor/dim/sum.ts";
import type { Dim } from "../../../../tensor/dim.ts";
import { FLOAT, INT32, INT64, STRING } from "../../element-types.ts";
import { numbersOf, type OnnxTensor } from "../../tensor.ts";
import type { Call, Rule, Rules } from "../call.ts";
import { fillPlaces } from "../elements.ts";
import { MOST_ELEMENTS, NotKnown, type Output } from "../value.ts";

const constant: Rule = (call) => {
  const tensor = tensorIn(call, "value");
  if (tensor) return outputOf(tensor);
  for (const [name, type] of CONSTANTS) {
    const value = call.attribute(name);
    if (typeof value === "number") return { shape: [], type, elements: [value] };
    if (typeof value === "string") return { shape: [], type };
    if (Array.isArray(value)) return { shape: [value.length], type, elements: type === STRING ? undefined : value };
  }
  throw new NotKnown(`${call.node.name} is a constant of a kind that is not read`);
};

/** One number or several, without a tensor around them. */
const CONSTANTS = [
  ["value_float", FLOAT],
  ["value_floats", FLOAT],
  ["value_int", INT64],
  ["value_ints", INT64],
  ["value_string", STRING],
  ["value_strings", STRING],
] as const;

function tensorIn(call: Call, name: string): OnnxTensor | undefined {
  const value = call.attribute(name);
  return typeof value === "object" && "message" in value ? value : undefined;
}

/** A tensor of the file as a value. */
export function outputOf(tensor: OnnxTensor): Output {
  return { shape: tensor.shape, type: tensor.type, elements: numbersOf(tensor, MOST_ELEMENTS) };
}

const shapeOf: Rule = (call) => {
  const input = call.shape(0);
  const start = call.integer("start", 0);
  const stop = call.integer("end", input.length);
  const sizes = input.slice(start, stop);
  return { shape: [sizes.length], type: INT64, elements: sizes };
};

/** The target as numbers; one of another kind has as many axes as its numbers are. */
function targetOf(call: Call): Shape {
  const target = call.integers("shape") ?? call.sizes(0);
  if (target === undefined) throw new NotKnown(`the shape that ${call.node.name} makes is computed from data`);
  return target;
}

const constantOfShape: Rule = (call) => {
  const shape = targetOf(call);
  const tensor = tensorIn(call, "value");
  const [value] = tensor ? (numbersOf(tensor, 1) ?? []) : [0];
  return { shape, type: tensor?.type ?? FLOAT, elements: fillPlaces(shape, () => value) };
};

/** From a start up to a limit that is not reached. */
const range: Rule = (call) => {
  const [start, limit, step] = [0, 1, 2].map((index) => call.elements(index)?.[0]);
  const length = start === undefined || limit === undefined ? undefined : stepsBetween(start, limit, step);
  const shape = [length ?? call.unknownSize(`the bounds of ${call.node.name} are computed from data`)];
  const elements = fillPlaces(shape, ([place = 0]) => addDims(start as Dim, multiplyDims(step as Dim, place)));
  return { shape, elements: Number.isInteger(step) && length !== undefined ? elements : undefined };
};

function stepsBetween(start: Dim, limit: Dim, step: Dim | undefined): Dim | undefined {
  if (typeof step !== "number" || step === 0) return undefined;
  if (typeof start === "number" && typeof limit === "number") return Math.max(0, Math.ceil((limit - start) / step));
  if (!Number.isInteger(step)) return undefined;
  const length = step > 0 ? subtractDims(limit, start) : subtractDims(start, limit);
  return compareDims("<", length, 0) === true ? 0 : ceilDivideDims(length, Math.abs(step));
}

const oneHot: Rule = (call) => {
  const indices = call.shape(0);
  const depth = call.sizes(1)?.[0] ?? call.elements(1)?.[0] ?? call.unknownSize();
  const axis = call.axis(call.integer("axis", -1), indices.length + 1);
  return { shape: indices.toSpliced(axis, 0, depth), type: call.type(2) };
};

/** Random numbers of a shape that an attribute gives. */
const random: Rule = (call) => ({ shape: targetOf(call), type: call.integer("dtype", FLOAT) });

const multinomial: Rule = (call) => {
  const [rows] = call.shapeOfRank(0, 2);
  return { shape: [rows as Dim, call.integer("sample_size", 1)], type: call.integer("dtype", INT32) };
};

/** A window of a signal. */
const taper: Rule = (call) => ({
  shape: [call.elements(0)?.[0] ?? call.unknownSize()],
  type: call.integer("output_datatype", FLOAT),
});

/** Boxes that remain: how many is in the data. */
const chosenBoxes: Rule = (call) => ({
  shape: [call.unknownSize("how many boxes remain is only known when the model runs"), 3],
  type: INT64,
});

/** A grid over an image, for each cell its two coordinates (three over a volume). */
const affineGrid: Rule = (call) => {
  const size = call.sizes(1);
  if (size === undefined) throw new NotKnown(`the size of ${call.node.name} is computed from data`);
  const [batch = 1, , ...image] = size;
  return { shape: [batch, ...image, image.length] };
};

export const creationRules: Rules = {
  Constant: constant,
  Shape: shapeOf,
  Size: (call) => ({ shape: [], type: INT64, elements: [productOfDims(call.shape(0))] }),
  ConstantOfShape: constantOfShape,
  Range: range,
  OneHot: oneHot,
  RandomNormal: random,
  RandomUniform: random,
  Multinomial: multinomial,
  HannWindow: taper,
  HammingWindow: taper,
  BlackmanWindow: taper,
  NonMaxSuppression: chosenBoxes,
  AffineGrid: affineGrid,
};
