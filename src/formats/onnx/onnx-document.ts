/** An ONNX file, read: what its nodes do to shapes, and what is wrong with it. */
import type { Shape } from "../../python/tensors/answer.ts";
import { type Costs, costsOf } from "./costs.ts";
import type { OnnxModel } from "./model.ts";
import { readModel } from "./read-model.ts";
import { OnnxRefusal } from "./refusal.ts";
import { inferShapes, type OnnxIssue, type Step } from "./shapes/infer.ts";

export interface OnnxStep extends Step, Costs {}

export interface OnnxDocument {
  readonly model: OnnxModel;
  readonly inputs: readonly { readonly name: string; readonly shape: Shape | undefined }[];
  /** One for each node, in the order of the file. */
  readonly steps: readonly OnnxStep[];
  readonly issues: readonly OnnxIssue[];
}

/** `refusal`: the bytes are no such file; why is said to people. */
export type ReadOnnx = { readonly document: OnnxDocument } | { readonly refusal: string };

/** `given` are the inputs' shapes, where somebody chose them. Reads nothing of the weights. */
export function readOnnx(bytes: Uint8Array, given: readonly (readonly number[])[] = []): ReadOnnx {
  try {
    return { document: documentOf(readModel(bytes), given) };
  } catch (error) {
    if (error instanceof OnnxRefusal) return { refusal: error.message };
    throw error;
  }
}

function documentOf(model: OnnxModel, given: readonly (readonly number[])[]): OnnxDocument {
  const { steps, inputs, issues } = inferShapes(model, given);
  const costs = costsOf(model, steps);
  return {
    model,
    inputs: inputs.map(({ name, value }) => ({ name, shape: value.shape })),
    steps: steps.map((step, index) => ({ ...step, ...(costs[index] as Costs) })),
    issues,
  };
}
