/**
 * Functions and methods as layers of the engine, where they are one: `F.relu` is what `nn.ReLU` is, with the same arguments
 * under the same names; `view` may be a flattening, `mean` over height and width a global pool.
 */
import { layers } from "../../layers/table.ts";
import { productOfDims, sameDim } from "../../tensor/dim/sum.ts";
import type { Tensor } from "../tensor.ts";
import { itemsOf } from "../tensors/sizes.ts";
import { noDetail, type OperationDetail } from "../trace.ts";
import type { Value } from "../value.ts";
import type { Call } from "./call.ts";
import { type EngineLayer, layerOfClass, stepsOf } from "./detail.ts";

/** The module class with the same arguments. */
const twins: Readonly<Record<string, string>> = {
  relu: "ReLU",
  relu6: "ReLU6",
  leaky_relu: "LeakyReLU",
  elu: "ELU",
  selu: "SELU",
  gelu: "GELU",
  silu: "SiLU",
  sigmoid: "Sigmoid",
  tanh: "Tanh",
  softplus: "Softplus",
  softmax: "Softmax",
  log_softmax: "LogSoftmax",
  dropout: "Dropout",
  dropout2d: "Dropout2d",
  max_pool2d: "MaxPool2d",
  avg_pool2d: "AvgPool2d",
  adaptive_avg_pool2d: "AdaptiveAvgPool2d",
  adaptive_max_pool2d: "AdaptiveMaxPool2d",
  interpolate: "Upsample",
};

const flattening = new Set(["flatten", "view", "reshape"]);
const joining: Readonly<Record<string, string>> = { add: "add", mul: "multiply", multiply: "multiply" };
const pooling: Readonly<Record<string, string>> = { mean: "globalAvgPool2d", amax: "globalMaxPool2d" };

export interface FunctionCall {
  readonly call: Call;
  readonly type: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

export function functionDetail(done: FunctionCall): OperationDetail {
  const layer = layerOf(done);
  if (layer === undefined) return noDetail.value;
  return { ...stepsOf(layer, done.inputs), layer };
}

function layerOf(done: FunctionCall): EngineLayer | undefined {
  const { call, type, inputs, outputs } = done;
  const twin = twins[type];
  if (twin !== undefined) {
    const isSoftmax = type.endsWith("softmax");
    if (isSoftmax && !isChannels(handedOver(call, "dim", 0), inputs[0])) return undefined;
    return layerOfClass(twin, (name, index) => handedOver(call, name, index));
  }
  if (flattening.has(type) && isFlat(inputs[0], outputs[0])) return plainLayer("flatten");
  if (joining[type] !== undefined && inputs.length >= 2) return plainLayer(joining[type]);
  if ((type === "cat" || type === "concat") && isChannels(call.get("dim"), inputs[0])) return plainLayer("concat");
  if (pooling[type] !== undefined && isOverImage(call, inputs[0])) {
    return plainLayer(pooling[type], { keepDims: call.flag("keepdim") });
  }
  return undefined;
}

function plainLayer(type: string, attributes: Readonly<Record<string, unknown>> = {}): EngineLayer | undefined {
  const definition = layers.get(type);
  if (definition === undefined) return undefined;
  const defaults = Object.entries(definition.attributes).map(([name, attribute]) => [name, attribute.default]);
  return { definition, attributes: { ...Object.fromEntries(defaults), ...attributes } };
}

/** By name, or behind the input at the place that the module class gives the argument. `undefined`: not handed over. */
function handedOver({ bound, args }: Call, name: string, index: number): Value | undefined {
  if (bound.takes(name)) return bound.has(name) ? bound.get(name) : undefined;
  return (args.named.get(name) ?? args.positional[index + 1])?.value;
}

/** Axis 1 of a batch of rows or images: the channels, which come last in our order. */
function isChannels(dim: Value | undefined, input: Tensor | undefined): boolean {
  const rank = input?.shape?.length;
  if (typeof dim !== "number" || rank === undefined) return false;
  return (dim < 0 ? dim + rank : dim) === 1;
}

/** All axes behind the batch made one. */
function isFlat(input: Tensor | undefined, output: Tensor | undefined): boolean {
  const [from, to] = [input?.shape, output?.shape];
  if (from === undefined || to?.length !== 2 || from.length < 2) return false;
  const [rows, features] = to;
  return rows !== undefined && features !== undefined && sameDim(productOfDims(from.slice(1)), features);
}

/** Over height and width of a batch of images. */
function isOverImage(call: Call, input: Tensor | undefined): boolean {
  const rank = input?.shape?.length;
  const axes = itemsOf(call.get("dim"))?.map((axis) =>
    typeof axis === "number" && axis < 0 ? axis + (rank ?? 0) : axis,
  );
  return rank === 4 && axes?.length === 2 && axes.includes(2) && axes.includes(3);
}
