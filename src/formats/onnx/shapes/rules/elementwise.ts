/** One number out of one number, or of one from each input: shapes are broadcast as in NumPy. */
import type { Shape } from "../../../../python/tensors/answer.ts";
import { broadcastAll } from "../../../../python/tensors/broadcast.ts";
import type { Dim } from "../../../../tensor/dim.ts";
import { BOOL, isWhole } from "../../element-types.ts";
import type { Call, Rule, Rules } from "../call.ts";
import { binaryFolds, cast, elementAt, fillPlaces, unaryFolds } from "../elements.ts";
import type { Elements, Output } from "../value.ts";

/** The first input's shape, whatever the others are. */
export const sameAsFirst: Rule = (call) => ({ shape: call.shape(0) });

const unary: Rule = (call) => {
  const fold = unaryFolds[call.node.type];
  const elements = fold && call.elements(0)?.map((element) => (element === undefined ? undefined : fold(element)));
  return { shape: call.shape(0), elements };
};

function toTruth(rule: Rule): Rule {
  return (call) => ({ ...(rule(call) as Output), type: BOOL });
}

/** Up to version 6 the first input's shape was the result's. */
const LAST_OF_THE_FIRST_KIND = 6;

const broadcasting: Rule = (call) => {
  if (call.opset <= LAST_OF_THE_FIRST_KIND && call.node.domain === "" && call.count === 2)
    return { shape: call.shape(0) };
  const shapes = call.shapes();
  const shape = call.checked(broadcastAll(shapes));
  return { shape, elements: foldAll(call, shapes, shape) };
};

function foldAll(call: Call, shapes: readonly Shape[], shape: Shape): Elements | undefined {
  const fold = binaryFolds[call.node.type];
  const all = shapes.map((_, index) => call.elements(index));
  if (fold === undefined || !all.every((elements) => elements !== undefined)) return undefined;
  const whole = isWhole(call.type(0));
  return fillPlaces(shape, (place) => {
    const numbers = all.map((elements, index) => elementAt(elements, shapes[index] as Shape, place));
    return numbers.reduce((a, b) => (a === undefined || b === undefined ? undefined : fold(a, b, whole)));
  });
}

const where: Rule = (call) => {
  const shapes = call.shapes();
  const shape = call.checked(broadcastAll(shapes));
  const [conditions, chosen, other] = [0, 1, 2].map((index) => call.elements(index));
  const at = (index: number, elements: Elements | undefined, place: readonly number[]): Dim | undefined =>
    elements && elementAt(elements, shapes[index] as Shape, place);
  const elements =
    conditions &&
    fillPlaces(shape, (place) => {
      const condition = at(0, conditions, place);
      if (condition === undefined) return undefined;
      return condition === 0 ? at(2, other, place) : at(1, chosen, place);
    });
  return { shape, type: call.type(1), elements };
};

const casting: Rule = (call) => {
  const type = call.node.type === "CastLike" ? call.type(1) : call.integer("to", 0);
  const elements = call.elements(0)?.map((element) => cast(element, isWhole(type)));
  return { shape: call.shape(0), type, elements };
};

/** The mask's shape is the input's. */
const dropout: Rule = (call) => [{ shape: call.shape(0) }, { shape: call.shape(0), type: BOOL }];

/** A table from names to one rule. */
export function all(names: string, rule: Rule): Rules {
  return Object.fromEntries(names.split(" ").map((name) => [name, rule]));
}

export const elementwiseRules: Rules = {
  ...all(
    "Abs Ceil Exp Floor Identity Log Neg Not Reciprocal Round Sign Sqrt Acos Acosh Asin Asinh Atan Atanh BitwiseNot Celu Clip Cos Cosh " +
      "Elu Erf FastGelu Gelu QuickGelu BiasGelu HardSigmoid HardSwish Hardmax LeakyRelu LogSoftmax Mish PRelu Relu Selu " +
      "Shrink Sigmoid Sin Sinh Softmax Softplus Softsign Swish Tan Tanh ThresholdedRelu QLinearSigmoid QLinearLeakyRelu QLinearSoftmax",
    unary,
  ),
  ...all("IsInf IsNaN", toTruth(unary)),
  ...all("Add Sub Mul Div Pow Mod Max Min Sum Mean BitShift BitwiseAnd BitwiseOr BitwiseXor", broadcasting),
  ...all("And Or Xor Equal Greater GreaterOrEqual Less LessOrEqual", toTruth(broadcasting)),
  ...all(
    "CumSum CumProd Trilu ReverseSequence Bernoulli RandomNormalLike RandomUniformLike RotaryEmbedding ScatterElements ScatterND Scatter TensorScatter",
    sameAsFirst,
  ),
  Cast: casting,
  CastLike: casting,
  Dropout: dropout,
  EyeLike: (call) => ({ shape: call.shape(0), type: call.integer("dtype", call.type(0) ?? 1) }),
  Where: where,
};
