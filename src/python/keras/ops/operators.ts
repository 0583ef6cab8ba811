/** Python's operators on tensors, under the names of Keras's operations. */
import { Symbolic } from "../../../tensor/dim.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { broadcast } from "../../tensors/broadcast.ts";
import { multiplyMatrices } from "../../tensors/matmul.ts";
import { Float, List, Unknown, type Value } from "../../value.ts";
import { KerasTensor, unknownTensor } from "../keras-tensor.ts";
import { asTensor } from "../nested.ts";
import { nextName } from "../session.ts";
import { sequenceOf } from "../sizes.ts";
import { calculate, numbersOf } from "./numbers.ts";
import { perform } from "./perform.ts";

const arithmetic: Readonly<Record<string, string>> = {
  "+": "Add",
  "-": "Subtract",
  "*": "Multiply",
  "/": "TrueDivide",
  "//": "FloorDivide",
  "%": "Mod",
  "**": "Power",
  "@": "Matmul",
};

const comparisons: Readonly<Record<string, string>> = {
  "<": "Less",
  "<=": "LessEqual",
  ">": "Greater",
  ">=": "GreaterEqual",
  "&": "LogicalAnd",
  "|": "LogicalOr",
  "^": "LogicalXor",
};

/** Value by value where the text compares two tensors; where a list is searched for one, they are only the same or not. */
const equalities: Readonly<Record<string, string>> = { "==": "Equal", "!=": "NotEqual" };

interface Operands {
  readonly operator: string;
  readonly tensor: KerasTensor;
  readonly other: Value;
  readonly reflected: boolean;
  readonly site: Site;
}

export function operate(run: Run, { operator, tensor, other, reflected, site }: Operands): Value | undefined {
  const isWritten = site.file.path !== "";
  const type = arithmetic[operator] ?? comparisons[operator] ?? (isWritten ? equalities[operator] : undefined);
  if (type === undefined) return undefined;
  if (other === null && operator in equalities) return operator === "!=";
  const operand = operandFrom(other);
  if (operand === undefined) return undefined;
  nextName(run, type);
  const pair = reflected ? [operand, tensor] : [tensor, operand];
  const dtype = operator in arithmetic ? tensor.dtype : "bool";
  const answer = operator === "@" ? multiplyMatrices : broadcast;
  const [result] = perform(run, { type, inputs: pair, site, dtype, answers: (shapes) => [combine(answer, shapes)] });
  const numbers = [numbersOf(tensor), numbersOf(other)] as const;
  if (result?.isData && operator in arithmetic && numbers[0] !== undefined && numbers[1] !== undefined)
    result.numbers = calculate(run, operator, reflected ? [numbers[1], numbers[0]] : [numbers[0], numbers[1]], site);
  return result;
}

function combine(rule: (left: Shape, right: Shape) => ShapeAnswer, shapes: readonly Shape[]): ShapeAnswer {
  const [left, right] = shapes;
  return left === undefined || right === undefined ? { unknown: "an operand is missing" } : rule(left, right);
}

/** The other operand: a tensor, a number (a tensor without axes), or nested lists of numbers. */
export function operandFrom(value: Value): KerasTensor | undefined {
  if (typeof value === "number" || typeof value === "boolean" || value instanceof Float) return numbers([]);
  if (value instanceof Symbolic) return numbers([]);
  if (value instanceof List && value.unknown !== undefined) return unknownTensor(value.unknown);
  const items = sequenceOf(value);
  if (items === undefined) return asTensor(value);
  const inner = operandFrom(items[0] ?? new Unknown("an empty list"));
  if (inner?.shape === undefined) return undefined;
  const shape = [items.length, ...inner.shape];
  return inner.isData ? numbers(shape) : new KerasTensor(shape);
}

/** What the text itself holds is no part of a model's graph. */
function numbers(shape: Shape): KerasTensor {
  const tensor = new KerasTensor(shape);
  tensor.isData = true;
  return tensor;
}

const alone: Readonly<Record<string, string>> = { "-": "Negative", "~": "LogicalNot", "+": "Identity" };

export function operateAlone(run: Run, operator: string, tensor: KerasTensor, site: Site): Value | undefined {
  const type = alone[operator];
  if (type === undefined) return undefined;
  nextName(run, type);
  return perform(run, { type, inputs: [tensor], site, answers: ([shape = []]) => [{ shape }] })[0];
}
