/** What a node owns and multiplies. */
import type { Shape } from "../../python/tensors/answer.ts";
import { evaluateDim, lettersIn } from "../../tensor/dim/evaluate.ts";
import { addDims, multiplyDims, productOfDims } from "../../tensor/dim/sum.ts";
import type { Dim } from "../../tensor/dim.ts";
import { BOOL, INT64, STRING } from "./element-types.ts";
import type { OnnxModel } from "./model.ts";
import type { Step } from "./shapes/infer.ts";

export interface Costs {
  /** Of the numbers that stand in the file for this node alone, or for it first. */
  readonly parameters: number;
  /** Without the statistics of batch normalization. */
  readonly trainable: number;
  /** Multiply-accumulates for the whole batch (one that is not known counts as one); `undefined`: a size is not known. */
  readonly macs: number | undefined;
}

/** Sizes, indices, truth values: no numbers that are learned. */
const NOT_LEARNED = new Set([INT64, BOOL, STRING]);

/** Statistics of a batch normalization among its inputs. */
const STATISTICS = new Set([3, 4]);

export function costsOf({ initializers, inputs }: OnnxModel, steps: readonly Step[]): Costs[] {
  const counted = new Set<string>();
  const [batch] = inputs[0]?.shape ?? [];
  const one = new Map([...(batch === undefined ? [] : lettersIn(batch))].map((name) => [name, 1]));
  return steps.map((step) => {
    let [parameters, trainable] = [0, 0];
    for (const [index, name] of step.node.inputs.entries()) {
      const tensor = initializers.get(name);
      if (tensor === undefined || counted.has(name) || tensor.shape.length === 0 || NOT_LEARNED.has(tensor.type))
        continue;
      counted.add(name);
      const count = tensor.shape.reduce((product, size) => product * size, 1);
      parameters += count;
      if (step.node.type !== "BatchNormalization" || !STATISTICS.has(index)) trainable += count;
    }
    const macs = macsOf(step);
    return { parameters, trainable, macs: macs === undefined ? undefined : evaluateDim(macs, one) };
  });
}

/** `inputs` and `output` are shapes. */
type Macs = (inputs: readonly Shape[], output: Shape) => Dim;

/** A convolution's: each output value takes one filter's weights. `at` is the weight's place among the inputs. */
function ofWindow(at: number): Macs {
  return (inputs, output) => multiplyDims(productOfDims(output), productOfDims((inputs[at] ?? []).slice(1)));
}

const ofProduct: Macs = ([left = []], output) => multiplyDims(productOfDims(output), left.at(-1) ?? 1);

/** The input and the state before it, each times its matrix, at every step and in every direction. */
const ofRecurrence: Macs = ([[steps = 1, batch = 1] = [], weight = [], recurrence = []]) =>
  multiplyDims(multiplyDims(steps, batch), addDims(productOfDims(weight), productOfDims(recurrence)));

const MACS: Readonly<Record<string, Macs>> = {
  Conv: ofWindow(1),
  FusedConv: ofWindow(1),
  ConvInteger: ofWindow(1),
  QLinearConv: ofWindow(3),
  // Each input value is spread over one filter's weights.
  ConvTranspose: ([input = [], weight = []]) => multiplyDims(productOfDims(input), productOfDims(weight.slice(1))),
  Gemm: ([left = []], output) => multiplyDims(productOfDims(left), output[1] ?? 1),
  MatMul: ofProduct,
  MatMulInteger: ofProduct,
  QLinearMatMul: ofProduct,
  LSTM: ofRecurrence,
  GRU: ofRecurrence,
  RNN: ofRecurrence,
};

/** Nothing for what multiplies nothing; `undefined`: a shape is not known. */
function macsOf(step: Step): Dim | undefined {
  const { node, inputs, outputs } = step;
  const rule = Object.hasOwn(MACS, node.type) ? MACS[node.type] : undefined;
  if (rule === undefined) return node.type === "Einsum" ? ofLetters(step) : 0;
  const shapes = inputs.map((input) => input?.shape ?? []);
  const output = outputs[0]?.shape;
  const isKnown = output !== undefined && inputs.every((input) => input === undefined || input.shape !== undefined);
  return isKnown ? rule(shapes, output) : undefined;
}

/** A sum in Einstein's notation over two operands: one product for each choice of all letters. */
function ofLetters({ node, inputs }: Step): Dim | undefined {
  const equation = node.attributes.get("equation");
  if (typeof equation !== "string" || equation.includes("...") || inputs.length !== 2) return undefined;
  const [operands = ""] = equation.replaceAll(" ", "").split("->");
  const sizes = new Map<string, Dim>();
  for (const [index, letters] of operands.split(",").entries()) {
    const shape = inputs[index]?.shape;
    if (shape?.length !== letters.length) return undefined;
    for (const [axis, letter] of [...letters].entries()) sizes.set(letter, shape[axis] as Dim);
  }
  return productOfDims([...sizes.values()]);
}
