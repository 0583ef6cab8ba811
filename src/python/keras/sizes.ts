/** Sizes between Python's values and ours: `None` is a letter, what is not known a letter with a reason. */
import { type Dim, Symbolic } from "../../tensor/dim.ts";
import { Native } from "../native.ts";
import type { Run } from "../run.ts";
import { tupleText } from "../tuple-text.ts";
import { Float, List, Tuple, Unknown, type Value } from "../value.ts";
import { KerasTensor } from "./keras-tensor.ts";
import { batchLetter, openSize, reasonOf, unknownSize } from "./session.ts";
import { shapeOf } from "./tensor-shape.ts";

export type Shape = readonly Dim[];

/** The size as a shape in Keras shows it. */
export function pythonSize(run: Run, dim: Dim): Value {
  if (typeof dim === "number") return dim;
  const reason = reasonOf(run, dim);
  return reason === undefined ? null : new Unknown(reason);
}

export function pythonShape(run: Run, shape: Shape): Tuple {
  return shapeOf(shape.map((dim) => pythonSize(run, dim)));
}

/** A whole number of Python's; `undefined`: it is none, and Keras would refuse it. */
export function sizeFrom(run: Run, value: Value): Dim | undefined {
  if (typeof value === "number" || value instanceof Symbolic) return value;
  if (typeof value === "boolean") return Number(value);
  if (value instanceof Float) return Number.isInteger(value.value) ? value.value : undefined;
  if (value instanceof Unknown) return unknownSize(run, value.reason);
  const numbers = value instanceof KerasTensor ? value.numbers : undefined;
  if (numbers !== undefined && !Array.isArray(numbers)) return sizeFrom(run, numbers as Value);
  if (value instanceof Native) return unknownSize(run, `a ${value.typeName}'s value is not known`);
  return undefined;
}

/** The items of a tuple or list; `undefined`: it is neither, or may have others. */
export function sequenceOf(value: Value): readonly Value[] | undefined {
  if (value instanceof List && value.unknown !== undefined) return undefined;
  if (value instanceof Tuple || value instanceof List) return value.items;
  return value instanceof KerasTensor && Array.isArray(value.numbers) ? value.numbers : undefined;
}

/** Letters for the axes of one sample: a row's, a sequence's, an image's, a volume's. */
const axisLetters: Readonly<Record<number, readonly string[]>> = {
  1: ["F"],
  2: ["L", "F"],
  3: ["H", "W", "C"],
  4: ["D", "H", "W", "C"],
};

/** A sample's shape as people write it; `None` becomes a letter. `undefined`: some entry is no size. */
export function sampleShapeFrom(run: Run, values: readonly Value[]): Dim[] | undefined {
  const letters = axisLetters[values.length] ?? [];
  const sizes = values.map((value, axis) =>
    value === null ? openSize(run, letters[axis] ?? `A${axis}`) : sizeFrom(run, value),
  );
  return sizes.every((size) => size !== undefined) ? sizes : undefined;
}

/** A shape with its batch first. */
export function batchShapeFrom(run: Run, values: readonly Value[]): Dim[] | undefined {
  const [batch = null, ...sample] = values;
  const first = batch === null ? openSize(run, batchLetter) : sizeFrom(run, batch);
  const rest = sampleShapeFrom(run, sample);
  return first === undefined || rest === undefined ? undefined : [first, ...rest];
}

/** As Keras prints a shape: `(None, 28, 28, 1)`. */
export function formatShape(shape: Shape): string {
  return tupleText(shape.map((dim) => (typeof dim === "number" ? dim : "None")));
}
