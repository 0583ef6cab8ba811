/** One node with what is known of its inputs: how rules ask for shapes, numbers and attributes. */
import type { Shape, ShapeAnswer } from "../../../python/tensors/answer.ts";
import { formatShape } from "../../../python/tensors/answer.ts";
import { codes } from "../../../python/tensors/codes.ts";
import { unknownSize } from "../../../python/tensors/unknown-size.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { AttributeValue, OnnxNode } from "../model.ts";
import { type Elements, NotKnown, type Output, type Value, Wrong } from "./value.ts";

export type Rule = (call: Call) => Output | readonly Output[];

/** By the operator's name. */
export type Rules = Readonly<Record<string, Rule>>;

export class Call {
  readonly node: OnnxNode;
  readonly #inputs: readonly (Value | undefined)[];
  /** Whoever counts the sizes of which nothing is known: one for a whole model. */
  readonly letters: object;

  constructor(node: OnnxNode, inputs: readonly (Value | undefined)[], letters: object) {
    this.node = node;
    this.#inputs = inputs;
    this.letters = letters;
  }

  get opset(): number {
    return this.node.opset;
  }

  get count(): number {
    return this.#inputs.length;
  }

  /** Whether an optional input is given. */
  has(index: number): boolean {
    return this.#inputs[index] !== undefined;
  }

  /** The input's value; what an operator cannot do without is a mistake if it is missing. */
  value(index: number): Value {
    const value = this.#inputs[index];
    if (value !== undefined) return value;
    throw new Wrong("onnx/missing-input", `${this.node.type} needs an input ${index + 1} and gets none.`);
  }

  shape(index: number): Shape {
    const { shape, reason } = this.value(index);
    if (shape !== undefined) return shape;
    throw new NotKnown(reason ?? `the shape of ${this.node.inputs[index]} is not known`);
  }

  /** Of all inputs. */
  shapes(): readonly [Shape, ...Shape[]] {
    const [first, ...others] = this.#inputs.flatMap((input, index) => (input === undefined ? [] : [this.shape(index)]));
    return [first ?? this.shape(0), ...others];
  }

  /** The shape of an input that has so many axes at least. */
  shapeOfRank(index: number, least: number): Shape {
    const shape = this.shape(index);
    if (shape.length >= least) return shape;
    throw new Wrong(
      codes.rank,
      `${this.node.type} expects at least ${least} axes and gets ${formatShape(shape)} from ${this.node.inputs[index]}.`,
    );
  }

  type(index: number): number | undefined {
    return this.#inputs[index]?.type;
  }

  /** The input's numbers; `undefined`: not known, or not given. */
  elements(index: number): Elements | undefined {
    return this.#inputs[index]?.elements;
  }

  /** Numbers that a shape depends on: a letter of its own stands for what is not known. */
  sizes(index: number, reason?: string): readonly Dim[] | undefined {
    const known = this.elements(index);
    if (known !== undefined) return known.map((size) => size ?? this.unknownSize(reason));
    const [length] = this.value(index).shape ?? [];
    return typeof length === "number" && length < 64
      ? Array.from({ length }, () => this.unknownSize(reason ?? `${this.node.inputs[index]} is computed from data`))
      : undefined;
  }

  /** Whole numbers that must be known: from the attribute, or from the input that took its place in a later version. */
  integers(name: string, input?: number): readonly number[] | undefined {
    const written = this.node.attributes.get(name);
    if (Array.isArray(written)) return written as readonly number[];
    if (input === undefined || !this.has(input)) return undefined;
    const elements = this.elements(input);
    if (elements?.every((size) => typeof size === "number")) return elements;
    throw new NotKnown(`${name} of ${this.node.name} is computed from data`);
  }

  integer(name: string, usual: number): number {
    const written = this.node.attributes.get(name);
    return typeof written === "number" ? written : usual;
  }

  text(name: string, usual: string): string {
    const written = this.node.attributes.get(name);
    return typeof written === "string" ? written : usual;
  }

  attribute(name: string): AttributeValue | undefined {
    return this.node.attributes.get(name);
  }

  /** An axis from the front. */
  axis(axis: number, rank: number): number {
    if (Number.isInteger(axis) && axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis;
    throw new Wrong(codes.axis, `axis ${axis} is not there: the input has ${rank} axes.`);
  }

  axes(axes: readonly number[], rank: number): readonly number[] {
    return [...new Set(axes.map((axis) => this.axis(axis, rank)))];
  }

  unknownSize(reason?: string): Dim {
    return unknownSize(this.letters, reason);
  }

  /** What a rule on shapes answers. */
  checked(answer: ShapeAnswer): Shape {
    if ("shape" in answer) return answer.shape;
    if ("unknown" in answer) throw new NotKnown(answer.unknown);
    throw new Wrong(answer.mistake.code, answer.mistake.message);
  }
}
