/**
 * Functions on tensors as records: the names under which `keras.ops`, TensorFlow, the old `keras.backend` and NumPy's
 * arrays know them, their parameters, and what they make of shapes.
 */

import type { Arguments } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { missingAxis } from "../../tensors/missing-axis.ts";
import { itemsOf } from "../../tensors/sizes.ts";
import { Float, List, namedParts, Tuple, Unknown, type Value } from "../../value.ts";
import type { KerasTensor } from "../keras-tensor.ts";
import { tensorsIn } from "../nested.ts";
import { Options } from "../options.ts";
import { nextName } from "../session.ts";
import { formatShape, sequenceOf } from "../sizes.ts";
import { numbersGiven, numbersOf } from "./numbers.ts";
import { operandFrom } from "./operators.ts";
import { perform } from "./perform.ts";

export type Library = "keras" | "tf" | "backend" | "array";

/** Where an argument that decides is not known. */
export const notKnown: ShapeAnswer = { unknown: "an argument is not known" };

export interface OpCall {
  readonly run: Run;
  readonly shapes: readonly Shape[];
  /** The arguments behind the tensors. */
  readonly options: Options;
}

export interface TensorOp {
  /** `all`: in every library; the others in one of them. `image.transpose` is meant in that module alone. */
  readonly names: Readonly<Partial<Record<Library | "all", readonly string[]>>>;
  /** One tensor, two operands, a list, none at all, or operands under names of their own. */
  readonly takes: "one" | "two" | "list" | "none" | readonly string[];
  /** Behind the tensors, in order. */
  readonly parameters: readonly string[];
  readonly dtype?: string;
  /** It gives a list; `undefined` by a call: it is not known whether it does. */
  readonly several?: true | ((options: Options) => boolean | undefined);
  /** It adds what `axis` says to the axes of its tensor. */
  readonly adds?: true;
  /** The names of the several in their tuple. */
  readonly parts?: readonly string[];
  answers(call: OpCall): readonly ShapeAnswer[];
  /** What two plain numbers give, where a branch may depend on it: `tf.math.equal(x.shape[-1], 16)`. */
  ofNumbers?(name: string, left: number, right: number): boolean | undefined;
}

/** What libraries call their first parameters. */
const firstNames = [
  ...["x", "inputs", "input", "input_tensor", "tensor", "tensors", "values", "value", "a", "xs", "features", "images"],
  ...["image", "logits", "x1", "data", "arrays", "params", "matrix", "t", "condition", "array", "indices"],
];
const secondNames = ["y", "x2", "b", "other", "filters", "kernel", "bias", "rhs", "vec", "indices", "boxes", "q"];

export function builtinFor(op: TensorOp, library: Library, name: string): Builtin {
  const own = name.slice(name.lastIndexOf(".") + 1);
  return new Builtin(own, (run, args, site) => applyOp(run, op, { library, name: own, args, site }));
}

interface Application {
  readonly library: Library;
  readonly name: string;
  readonly args: Arguments;
  readonly site: Site;
}

function applyOp(run: Run, op: TensorOp, { library, name, args, site }: Application): Value {
  const operands = operandNames(op.takes).map((names, index) => operandAt(args, index, names));
  const [left, right] = operands.map(numberIn);
  const decided = left !== undefined && right !== undefined ? op.ofNumbers?.(name, left, right) : undefined;
  if (decided !== undefined) return decided;
  const inputs = op.takes === "list" ? listedIn(operands[0]) : operands.map((value) => operandFrom(value ?? null));
  if (!inputs.every((input) => input !== undefined))
    return new Unknown(`what ${name} is called with is no known tensor`);
  const options = new Options(run, op.parameters, { ...args, positional: args.positional.slice(operands.length) });
  const type = library === "keras" ? pascalCase(name) : name;
  if (library === "keras") nextName(run, type);
  const dtype = op.dtype ?? dtypeFrom(options);
  const handed = args.positional[0]?.written;
  const request = {
    type,
    inputs,
    site,
    dtype,
    settings: (setting: string) => options.argument(setting),
    ...(handed && { handed }),
    answers: (shapes: readonly Shape[]) => answersOf(op, { run, shapes, options }),
  };
  const outputs = perform(run, request);
  if (library !== "keras" && outputs[0]?.isData) outputs[0].numbers = numbersGiven(name, { run, operands, args, site });
  const several = typeof op.several === "function" ? op.several(options) : (op.several ?? false);
  if (several === undefined) return new Unknown(`how many tensors ${name} gives is not known`);
  if (!several || !outputs.every(({ shape }) => shape !== undefined)) return outputs[0] ?? null;
  return op.parts ? new Tuple(outputs, namedParts(op.parts)) : new List([...outputs]);
}

/** What nothing is known of because its axis is not there is a mistake. */
function answersOf(op: TensorOp, call: OpCall): readonly ShapeAnswer[] {
  const answers = op.answers(call);
  const [shape] = call.shapes;
  const axis = call.options.value("axis");
  const more = op.adds ? (itemsOf(axis)?.length ?? 1) : 0;
  const wrong =
    shape && answers.includes(notKnown) ? missingAxis(axis, shape, { more, format: formatShape }) : undefined;
  return wrong ? [wrong] : answers;
}

/** The tensors of a list; where it holds numbers alone, the tensors that they make. */
function listedIn(value: Value | undefined): readonly (KerasTensor | undefined)[] {
  const items = sequenceOf(value ?? null) ?? [];
  const areNumbers = items.length > 0 && items.every((item) => numbersOf(item) !== undefined);
  return areNumbers ? items.map(operandFrom) : tensorsIn(value);
}

function operandNames(takes: TensorOp["takes"]): readonly (readonly string[])[] {
  if (typeof takes !== "string") return takes.map((name) => [name]);
  return [firstNames, secondNames].slice(0, takes === "none" ? 0 : takes === "two" ? 2 : 1);
}

export function numberIn(value: Value | undefined): number | undefined {
  if (typeof value === "number") return value;
  return value instanceof Float ? value.value : undefined;
}

function operandAt({ positional, named }: Arguments, index: number, names: readonly string[]): Value | undefined {
  const name = names.find((each) => named.has(each));
  return positional[index]?.value ?? (name === undefined ? undefined : named.get(name)?.value);
}

function dtypeFrom(options: Options): string | undefined {
  const dtype = options.present("dtype");
  return typeof dtype === "string" ? dtype : undefined;
}

/** `leaky_relu` is the operation `LeakyRelu`, `rgb_to_hsv` is `RGBToHSV`. */
function pascalCase(name: string): string {
  return name
    .replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    .replace(/Rgb|Hsv/g, (word) => word.toUpperCase());
}
