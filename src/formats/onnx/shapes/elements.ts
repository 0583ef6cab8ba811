/** Numbers that are carried along with shapes: moved like the tensors that they stand in, and computed with. */

import type { Shape } from "../../../python/tensors/answer.ts";
import { floorDivideDims, moduloDims } from "../../../tensor/dim/divide.ts";
import { type Comparison, compareDims, maximumOf, minimumOf } from "../../../tensor/dim/order.ts";
import { addDims, multiplyDims, subtractDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { type Elements, MOST_ELEMENTS } from "./value.ts";

type Element = Dim | undefined;

/** All sizes as numbers, if they hold few enough elements to follow. */
export function smallSizes(shape: Shape): readonly number[] | undefined {
  if (!shape.every((size) => typeof size === "number")) return undefined;
  const sizes = shape as readonly number[];
  return sizes.reduce((product, size) => product * size, 1) <= MOST_ELEMENTS ? sizes : undefined;
}

/** The elements of a tensor of this shape, one for each place; `undefined` if they are too many. */
export function fillPlaces(shape: Shape, at: (place: readonly number[]) => Element): Elements | undefined {
  const sizes = smallSizes(shape);
  if (sizes === undefined) return undefined;
  const count = sizes.reduce((product, size) => product * size, 1);
  const place = sizes.map(() => 0);
  return Array.from({ length: count }, () => {
    const element = at(place);
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      place[axis] = ((place[axis] as number) + 1) % (sizes[axis] as number);
      if (place[axis] !== 0) break;
    }
    return element;
  });
}

/** The element at a place of a tensor; an axis of size 1 is taken for every place along it. */
export function elementAt(elements: Elements, shape: Shape, place: readonly number[]): Element {
  const skipped = place.length - shape.length;
  let index = 0;
  for (const [axis, size] of shape.entries()) {
    index = index * (size as number) + (size === 1 ? 0 : (place[axis + skipped] as number));
  }
  return elements[index];
}

type Binary = (a: Dim, b: Dim, isWhole: boolean) => Element;

const isNumber = (a: Dim): a is number => typeof a === "number";

/** Letters stand for whole numbers, so that only such may be added to them or taken times them. */
function exact(operation: (a: Dim, b: Dim) => Element): Binary {
  return (a, b) => {
    if (isNumber(a) && !isNumber(b) && !Number.isInteger(a)) return undefined;
    if (isNumber(b) && !isNumber(a) && !Number.isInteger(b)) return undefined;
    return operation(a, b);
  };
}

function compared(comparison: Comparison): Binary {
  return (a, b) => {
    const answer = compareDims(comparison, a, b);
    return answer === undefined ? undefined : Number(answer);
  };
}

function ofNumbers(operation: (a: number, b: number) => number): Binary {
  return (a, b) => (isNumber(a) && isNumber(b) ? operation(a, b) : undefined);
}

/** A whole quotient is rounded towards 0, which for sizes is down. */
function divide(a: Dim, b: Dim, isWhole: boolean): Element {
  if (isNumber(a) && isNumber(b)) return b === 0 ? undefined : isWhole ? Math.trunc(a / b) : a / b;
  if (!isWhole && b !== 1) return undefined;
  return isNumber(b) && Number.isInteger(b) && b > 0 ? floorDivideDims(a, b) : undefined;
}

export const binaryFolds: Readonly<Record<string, Binary>> = {
  Add: exact(addDims),
  Sub: exact(subtractDims),
  Mul: exact(multiplyDims),
  Div: divide,
  Mod: exact(moduloDims),
  Max: exact(maximumOf),
  Min: exact(minimumOf),
  Sum: exact(addDims),
  Pow: ofNumbers((a, b) => a ** b),
  Equal: compared("=="),
  Greater: compared(">"),
  GreaterOrEqual: compared(">="),
  Less: compared("<"),
  LessOrEqual: compared("<="),
  And: ofNumbers((a, b) => Number(a !== 0 && b !== 0)),
  Or: ofNumbers((a, b) => Number(a !== 0 || b !== 0)),
  Xor: ofNumbers((a, b) => Number((a !== 0) !== (b !== 0))),
};

type Unary = (a: Dim) => Element;

function ofNumber(operation: (a: number) => number): Unary {
  return (a) => (isNumber(a) ? operation(a) : undefined);
}

/** A letter is whole already. */
function rounded(operation: (a: number) => number): Unary {
  return (a) => (isNumber(a) ? operation(a) : a);
}

export const unaryFolds: Readonly<Record<string, Unary>> = {
  Identity: (a) => a,
  Neg: (a) => subtractDims(0, a),
  Abs: ofNumber(Math.abs),
  Not: ofNumber((a) => Number(a === 0)),
  Floor: rounded(Math.floor),
  Ceil: rounded(Math.ceil),
  Round: rounded(roundToEven),
  Sqrt: ofNumber(Math.sqrt),
  Exp: ofNumber(Math.exp),
  Log: ofNumber(Math.log),
  Reciprocal: ofNumber((a) => 1 / a),
  Sign: ofNumber(Math.sign),
};

/** Half-way cases go to the even neighbour, as in ONNX. */
function roundToEven(a: number): number {
  const low = Math.floor(a);
  if (a - low !== 0.5) return Math.round(a);
  return low % 2 === 0 ? low : low + 1;
}

/** A whole type cuts off what stands behind the point. */
export function cast(element: Element, toWhole: boolean): Element {
  return typeof element === "number" && toWhole ? Math.trunc(element) : element;
}
