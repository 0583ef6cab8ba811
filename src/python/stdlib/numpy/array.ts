/**
 * `numpy.ndarray`: a shape, and the numbers themselves where they are few and known, because models take their sizes and
 * rates from arrays. A slice shares its numbers with the array that it is a part of, as in NumPy.
 */
import { productOfDims, sameDim } from "../../../tensor/dim/sum.ts";
import { type Dim, Symbolic } from "../../../tensor/dim.ts";
import { BoundMethod, type Builtin } from "../../callables.ts";
import { Native } from "../../native.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import type { Tensor } from "../../tensor.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { permuteAxes } from "../../tensors/axes.ts";
import { broadcast } from "../../tensors/broadcast.ts";
import { indexInto, tensorIn } from "../../tensors/index.ts";
import { multiplyMatrices } from "../../tensors/matmul.ts";
import { expandTo } from "../../tensors/reshape.ts";
import { tupleOf } from "../../tensors/sizes.ts";
import { unknownSize } from "../../tensors/unknown-size.ts";
import { Unknown, type Value } from "../../value.ts";
import { numberOf } from "../math.ts";
import { mistakeIn } from "./mistakes.ts";
import { broadcastPlaces, permutedPlaces, placesOf } from "./places.ts";

/** Of more numbers than these only the shape is kept. */
export const MOST_NUMBERS = 10_000;

/** What arrays share that are parts of each other; `undefined`: the numbers are not known. */
interface Numbers {
  values: readonly Value[] | undefined;
}

interface Facts {
  readonly reason?: string | undefined;
  readonly dtype?: string | undefined;
  readonly values?: readonly Value[] | undefined;
}

/** Methods by their names: filled by `methods.ts`, which needs arrays itself. */
export const arrayMethods = new Map<string, Builtin>();

export class NumberArray extends Native implements Tensor {
  readonly typeName = "ndarray";
  readonly shape: Shape | undefined;
  readonly reason: string | undefined;
  readonly dtype: string | undefined;
  #numbers: Numbers;
  /** Which of the shared numbers are this array's; `undefined`: all. */
  #places: readonly number[] | undefined;

  constructor(shape: Shape | undefined, { reason, dtype, values }: Facts = {}) {
    super();
    this.shape = shape;
    this.reason = shape === undefined ? (reason ?? "the array's shape is not known") : undefined;
    this.dtype = dtype;
    this.#numbers = { values: values !== undefined && values.length <= MOST_NUMBERS ? values : undefined };
  }

  /** The numbers row by row. */
  get values(): readonly Value[] | undefined {
    const { values } = this.#numbers;
    return values && (this.#places?.map((place) => values[place] as Value) ?? values);
  }

  /** The sizes, where the numbers are known. */
  get #sizes(): readonly number[] | undefined {
    return this.#numbers.values && this.shape && sizesIn(this.shape);
  }

  /** The same numbers, or some of them, in another shape. */
  view(shape: Shape, places?: readonly number[]): NumberArray {
    const view = new NumberArray(shape, { dtype: this.dtype });
    const own = this.#places;
    view.#numbers = this.#numbers;
    view.#places = places === undefined ? own : own === undefined ? places : places.map((at) => own[at] as number);
    return view;
  }

  override item(run: Run, key: Value, site: Site): Value {
    if (this.shape === undefined) return this;
    const answer = indexInto(run, this.shape, key);
    mistakeIn(run, { type: "index", inputs: [this], site }, answer);
    return this.#part(key, answer);
  }

  #part(key: Value, answer: ShapeAnswer): Value {
    if (!("shape" in answer)) return new NumberArray(undefined, { reason: "what is chosen of the array is not known" });
    const sizes = this.#sizes;
    const places = sizes && placesOf(sizes, key);
    if (places === undefined) return new NumberArray(answer.shape, { dtype: this.dtype });
    const part = this.view(answer.shape, places);
    return answer.shape.length === 0 ? (part.number() as Value) : part;
  }

  override setItem(run: Run, key: Value, value: Value, site: Site): void {
    const sizes = this.#sizes;
    const answer = this.shape && indexInto(run, this.shape, key);
    const array = value instanceof NumberArray ? value : isNumber(value) ? single(value) : undefined;
    const step = { type: "assignment", inputs: [this, array], site };
    if (answer) mistakeIn(run, step, "shape" in answer ? assigned(answer.shape, tensorIn(value)?.shape) : answer);
    const written = answer && "shape" in answer ? array?.spread(answer.shape) : undefined;
    this.#write(run, sizes && placesOf(sizes, key), written);
  }

  /** Numbers that are not known, or not known to be written, leave all of them unknown. */
  #write(run: Run, places: readonly number[] | undefined, written: readonly Value[] | undefined): void {
    const numbers = this.#numbers;
    const before = numbers.values;
    if (before === undefined) return;
    if (places === undefined || written?.length !== places.length || !run.certain) {
      numbers.values = undefined;
      return;
    }
    const after = [...before];
    places.forEach((place, index) => {
      after[this.#places?.[place] ?? place] = written[index] as Value;
    });
    const put = (values: readonly Value[]) => () => {
      numbers.values = values;
    };
    run.change(put(after), put(before), this);
  }

  override binary(run: Run, operator: string, other: Value, reflected: boolean, site: Site): Value | undefined {
    const inPlace = /^(\+|-|\*|\/|\/\/|%|\*\*|&|\||\^)=$/.test(operator);
    const result = this.#combine(run, { operator: inPlace ? operator.slice(0, -1) : operator, reflected, site }, other);
    if (!inPlace || result === undefined) return result;
    this.#write(run, allOf(this.values), result.values);
    return this;
  }

  #combine(run: Run, by: Combining, other: Value): NumberArray | undefined {
    const { operator, site } = by;
    const right = other instanceof NumberArray ? other : isNumber(other) ? single(other) : undefined;
    if (right === undefined) return undefined;
    const inputs: readonly [NumberArray, NumberArray] = by.reflected ? [right, this] : [this, right];
    if (operator === "@") return matrixProduct(run, inputs, site);
    const dtype = COMPARISONS.has(operator) ? "bool" : undefined;
    const answer = this.shape && right.shape && broadcast(this.shape, right.shape);
    // Arrays that cannot be compared differ, in former versions.
    if (answer && !COMPARISONS.has(operator)) mistakeIn(run, { type: operator, inputs, site }, answer);
    if (answer === undefined || !("shape" in answer)) return new NumberArray(undefined, { dtype });
    const [left, others] = [this.spread(answer.shape), right.spread(answer.shape)];
    const values = left && others && pairs(run, by, left, others);
    return new NumberArray(answer.shape, { dtype, values });
  }

  /** The numbers as they stand in a larger shape. */
  spread(shape: Shape): readonly Value[] | undefined {
    const [own, sizes] = [this.#sizes, sizesIn(shape)];
    if (own === undefined || sizes === undefined) return undefined;
    const values = this.values as readonly Value[];
    const count = sizes.reduce((product, size) => product * size, 1);
    if (values.length === 1) return new Array<Value>(count).fill(values[0] as Value);
    if (values.length === count) return values;
    return broadcastPlaces(own, sizes)?.map((place) => values[place] as Value);
  }

  override unary(run: Run, operator: string, site: Site): Value | undefined {
    return operator === "-" ? this.binary(run, "-", 0, true, site) : undefined;
  }

  /** With the axes in another order. */
  transposed(order: readonly number[]): NumberArray {
    const shape = this.shape && permuteAxes(this.shape, order);
    if (shape === undefined) return new NumberArray(undefined);
    const sizes = this.#sizes;
    return sizes === undefined
      ? new NumberArray(shape, { dtype: this.dtype })
      : this.view(shape, permutedPlaces(sizes, order));
  }

  override attribute(_run: Run, name: string): Value | undefined {
    const unknown = () => new Unknown(this.reason ?? "");
    switch (name) {
      case "shape":
        return this.shape === undefined ? unknown() : tupleOf(this.shape);
      case "size":
        return this.shape === undefined ? unknown() : productOfDims(this.shape);
      case "ndim":
        return this.shape?.length ?? unknown();
      case "T":
        return this.transposed((this.shape ?? []).map((_, axis) => axis).reverse());
    }
    const method = arrayMethods.get(name);
    return method && new BoundMethod(this, method);
  }

  override number(): Value | undefined {
    const { values } = this;
    return values?.length === 1 ? values[0] : undefined;
  }

  override iterate(): readonly Value[] | undefined {
    const [length, ...row] = this.shape ?? [];
    if (typeof length !== "number" || length > MOST_NUMBERS) return undefined;
    return Array.from({ length }, (_, at) => this.#part(at, { shape: row }));
  }

  override length(): Value | undefined {
    return this.shape?.[0];
  }

  override merge(run: Run, other: Value): Value | undefined {
    const [own, shape] = [this.shape, other instanceof NumberArray ? other.shape : undefined];
    if (own === undefined || shape?.length !== own.length) return undefined;
    return new NumberArray(own.map((size, at) => (sameDim(size, shape[at] as Dim) ? size : unknownSize(run))));
  }
}

/** What is written to a part of an array may have axes of one in front. */
function assigned(part: Shape, value: Shape | undefined): ShapeAnswer {
  if (value === undefined) return { shape: part };
  const more = value.slice(0, Math.max(0, value.length - part.length));
  return expandTo(more.every((size) => size === 1) ? value.slice(more.length) : value, part);
}

interface Combining {
  readonly operator: string;
  readonly reflected: boolean;
  readonly site: Site;
}

const COMPARISONS = new Set(["==", "!=", "<", "<=", ">", ">="]);

export function isNumber(value: Value): boolean {
  return numberOf(value) !== undefined || value instanceof Symbolic;
}

/** One number, as an array without axes. */
export function single(value: Value): NumberArray {
  return new NumberArray([], { values: [value] });
}

function matrixProduct(run: Run, inputs: readonly [NumberArray, NumberArray], site: Site): NumberArray {
  const [left, right] = inputs;
  const answer = left.shape && right.shape && multiplyMatrices(left.shape, right.shape);
  if (answer) mistakeIn(run, { type: "@", inputs, site }, answer);
  return new NumberArray(answer !== undefined && "shape" in answer ? answer.shape : undefined);
}

function allOf(values: readonly Value[] | undefined): readonly number[] | undefined {
  return values?.map((_, place) => place);
}

/** Sizes that are all known, of few enough numbers. */
function sizesIn(shape: Shape): readonly number[] | undefined {
  const count = productOfDims(shape);
  return typeof count === "number" && count <= MOST_NUMBERS ? (shape as readonly number[]) : undefined;
}

function pairs(
  run: Run,
  { operator, reflected, site }: Combining,
  left: readonly Value[],
  right: readonly Value[],
): readonly Value[] | undefined {
  run.spend(left.length);
  const use = COMPARISONS.has(operator) ? run.compare.bind(run) : run.binary.bind(run);
  const values = left.map((a, at) => {
    const b = right[at] as Value;
    return reflected ? use(operator, b, a, site) : use(operator, a, b, site);
  });
  return values.some((value) => value instanceof Unknown) ? undefined : values;
}
