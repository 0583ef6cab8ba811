/** Indexing and slicing as in NumPy: integers, slices, `None`, `...`, and tensors or lists of indices. */

import { ceilDivideDims } from "../../tensor/dim/divide.ts";
import { compareDims, maximumOf, minimumOf } from "../../tensor/dim/order.ts";
import { addDims, subtractDims } from "../../tensor/dim/sum.ts";
import { formatDim } from "../../tensor/dim/text.ts";
import { type Dim, Symbolic } from "../../tensor/dim.ts";
import { Native } from "../native.ts";
import type { Run } from "../run.ts";
import type { Tensor } from "../tensor.ts";
import { Ellipsis, List, Slice, Tuple, Unknown, type Value } from "../value.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "./answer.ts";
import { broadcastAll } from "./broadcast.ts";
import { codes } from "./codes.ts";
import { dimFrom, noWholeNumber } from "./sizes.ts";
import { unknownSize } from "./unknown-size.ts";

/** A framework's tensor, whichever it is. */
export function tensorIn(value: Value | undefined): (Native & Tensor) | undefined {
  return value instanceof Native && "shape" in value && "reason" in value ? (value as Native & Tensor) : undefined;
}

export function indexInto(run: Run, input: Shape, key: Value): ShapeAnswer {
  const keys = key instanceof Tuple ? key.items : [key];
  const unknown = keys.find((item) => item instanceof Unknown);
  if (unknown instanceof Unknown) return { unknown: unknown.reason };
  return new Indexing(run, input).apply(keys);
}

/** One subscript while it is read from left to right. */
class Indexing {
  readonly #run: Run;
  readonly #input: Shape;
  readonly #shape: Dim[] = [];
  readonly #advanced: Shape[] = [];
  /** Where in `#shape` the indices' own axes go: at the first of them, or in front if others stand between them. */
  #place: number | undefined;
  #apart = false;
  #axis = 0;

  constructor(run: Run, input: Shape) {
    this.#run = run;
    this.#input = input;
  }

  apply(keys: readonly Value[]): ShapeAnswer {
    const used = keys.reduce<number>((sum, item) => sum + axesUsedBy(item), 0);
    if (used > this.#input.length) return this.#tooMany(used);
    const list = keys.some((item) => item instanceof Ellipsis) ? keys : [...keys, new Ellipsis()];
    for (const item of list) {
      const failure = this.#take(item, this.#input.length - used);
      if (failure !== undefined) return failure;
    }
    return this.#finish();
  }

  #take(item: Value, rest: number): ShapeAnswer | undefined {
    if (item === null) this.#keep(1);
    else if (item instanceof Ellipsis) for (let i = 0; i < rest; i++) this.#keep(this.#input[this.#axis++] as Dim);
    else if (item instanceof Slice) return this.#slice(item);
    else if (typeof item === "number") return this.#integer(item);
    else if (item instanceof Symbolic) this.#axis++;
    else return this.#indices(item);
    return undefined;
  }

  #keep(size: Dim): void {
    this.#shape.push(size);
  }

  #integer(index: number): ShapeAnswer | undefined {
    const size = this.#input[this.#axis++] as Dim;
    if (compareDims("<", index < 0 ? addDims(size, index) : subtractDims(subtractDims(size, 1), index), 0) !== true)
      return undefined;
    const message = `the index ${index} is out of range for axis ${this.#axis - 1} of ${formatShape(this.#input)}, which has ${formatDim(size)}.`;
    return mistaken(codes.index, message);
  }

  #slice(slice: Slice): ShapeAnswer | undefined {
    const bounds = [slice.start, slice.stop, slice.step].filter((each) => each !== null);
    const wrong = bounds.map(noWholeNumber).find((each) => each !== undefined);
    if (wrong !== undefined) return mistaken(codes.index, `a slice's bounds are whole numbers, and one is ${wrong}.`);
    this.#keep(sliceLength(this.#input[this.#axis++] as Dim, slice) ?? unknownSize(this.#run));
    return undefined;
  }

  #indices(item: Value): ShapeAnswer | undefined {
    const shape = indexShape(this.#run, item);
    if (shape === undefined) return { unknown: "an index is not known" };
    this.#advanced.push(shape);
    if (this.#place === undefined) this.#place = this.#shape.length;
    else if (this.#place !== this.#shape.length) this.#apart = true;
    this.#axis += axesUsedBy(item);
    return undefined;
  }

  #finish(): ShapeAnswer {
    if (this.#place === undefined) return { shape: this.#shape };
    const indices = broadcastAll(this.#advanced);
    if (!("shape" in indices)) return indices;
    return { shape: this.#shape.toSpliced(this.#apart ? 0 : this.#place, 0, ...indices.shape) };
  }

  #tooMany(used: number): ShapeAnswer {
    return mistaken(codes.index, `${used} indices are too many for ${formatShape(this.#input)}.`);
  }
}

/** How many axes of the input an index consumes; a mask consumes its own. */
function axesUsedBy(item: Value): number {
  if (item === null || typeof item === "boolean" || item instanceof Ellipsis) return 0;
  const tensor = tensorIn(item);
  return tensor?.dtype === "bool" ? (tensor.shape?.length ?? 1) : 1;
}

function indexShape(run: Run, item: Value): Shape | undefined {
  if (typeof item === "boolean") return [Number(item)];
  const tensor = tensorIn(item);
  if (tensor?.dtype === "bool")
    return [unknownSize(run, "how many values a mask takes is only known when the code runs")];
  if (tensor) return tensor.shape;
  if (item instanceof List || item instanceof Tuple) return [item.items.length];
  return undefined;
}

/** `undefined`: a bound or the step is not known. */
export function sliceLength(size: Dim, { start, stop, step }: Slice): Dim | undefined {
  const by = step === null ? 1 : dimFrom(step);
  if (typeof by !== "number" || by < 1) return by === -1 && start === null && stop === null ? size : undefined;
  const from = start === null ? 0 : bound(size, dimFrom(start));
  const to = stop === null ? size : bound(size, dimFrom(stop));
  if (from === undefined || to === undefined) return undefined;
  const length = subtractDims(to, from);
  if (typeof length === "number") return Math.max(0, Math.ceil(length / by));
  return ceilDivideDims(length, by);
}

/** Where a slice's bound lies: negative ones count from the end, and none lies outside. */
function bound(size: Dim, written: Dim | undefined): Dim | undefined {
  if (written === undefined) return undefined;
  const negative = compareDims("<", written, 0);
  if (negative === undefined) return typeof size === "number" ? undefined : minimumOf(size, written);
  if (!negative) return minimumOf(size, written);
  const fromEnd = addDims(size, written);
  return typeof fromEnd === "number" ? maximumOf(0, fromEnd) : fromEnd;
}
