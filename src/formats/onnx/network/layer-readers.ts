/**
 * Which of ONNX's operators are layers of ours, beyond what the layer table's `spelled.onnx` says of names and attributes: what
 * follows from the shapes of weights, and which combinations are no such layer.
 */
import type { Step } from "../shapes/infer.ts";
import type { Value } from "../shapes/value.ts";
import { sampleShape } from "./sample.ts";

/** A weight of ours, the input that gives it, and for each axis of ours the axis of theirs. */
export interface WeightInput {
  readonly weight: string;
  readonly input: number;
  readonly axes: readonly number[];
}

export interface LayerReading {
  /** The layer's type, where its name in the table does not tell. */
  readonly type?: string;
  /** Attributes in ONNX's terms, over the node's own. */
  readonly written?: Readonly<Record<string, unknown>>;
  /** Attributes in our terms. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly weights?: readonly WeightInput[];
}

/** `undefined`: the engine has no such layer. */
export type LayerReader = (step: Step) => LayerReading | undefined;

const CONVOLUTION_AXES = [2, 3, 1, 0];

function weight(name: string, input: number, axes: readonly number[] = [0]): WeightInput {
  return { weight: name, input, axes };
}

function numbersOf(value: Value | undefined): readonly number[] | undefined {
  const shape = value?.shape;
  return shape?.every((size) => typeof size === "number") ? shape : undefined;
}

function integerOf({ node }: Step, name: string, usual: number): number {
  const value = node.attributes.get(name);
  return typeof value === "number" ? value : usual;
}

function textOf({ node }: Step, name: string, usual: string): string {
  const value = node.attributes.get(name);
  return typeof value === "string" ? value : usual;
}

/** Numbers of an attribute, or of the input that took its place. */
function listOf({ node, inputs }: Step, name: string, input: number): readonly number[] | undefined {
  const written = node.attributes.get(name);
  if (Array.isArray(written)) return written as readonly number[];
  const elements = inputs[input]?.elements;
  return elements?.every((element) => typeof element === "number") ? elements : undefined;
}

/** The odd zero at the top is none of our paddings. */
function paddingOf(step: Step): Readonly<Record<string, unknown>> | undefined {
  switch (textOf(step, "auto_pad", "NOTSET")) {
    case "SAME_UPPER":
      return { pads: "same" };
    case "VALID":
      return { pads: "valid" };
    case "SAME_LOWER":
      return undefined;
    default:
      return {};
  }
}

const convolution: LayerReader = (step) => {
  const [shape, padding] = [numbersOf(step.inputs[1]), paddingOf(step)];
  if (shape?.length !== 4 || padding === undefined) return undefined;
  const bias = step.inputs[2] !== undefined;
  return {
    written: { kernel_shape: shape.slice(2), ...padding },
    attributes: { filters: shape[0], bias },
    weights: [weight("kernel", 1, CONVOLUTION_AXES), ...(bias ? [weight("bias", 2)] : [])],
  };
};

const transposedConvolution: LayerReader = (step) => {
  const [shape, padding] = [numbersOf(step.inputs[1]), paddingOf(step)];
  if (shape?.length !== 4 || padding === undefined || step.node.attributes.has("output_shape")) return undefined;
  const bias = step.inputs[2] !== undefined;
  return {
    written: { kernel_shape: shape.slice(2), ...padding },
    attributes: { filters: (shape[1] as number) * integerOf(step, "group", 1), bias },
    weights: [weight("kernel", 1, CONVOLUTION_AXES), ...(bias ? [weight("bias", 2)] : [])],
  };
};

const pooling: LayerReader = (step) => {
  const padding = paddingOf(step);
  const dilations = listOf(step, "dilations", -1) ?? [];
  if (padding === undefined || (step.node.type === "AveragePool" && dilations.some((size) => size !== 1)))
    return undefined;
  return { written: padding };
};

/** A product with a matrix that is turned or not, and one number for each output added. */
const dense: LayerReader = (step) => {
  const [left, right] = [numbersOf(step.inputs[1]), step.inputs[2]];
  const isPlain = step.node.attributes.get("alpha") ?? 1;
  if (left?.length !== 2 || integerOf(step, "transA", 0) !== 0 || isPlain !== 1) return undefined;
  const isTurned = integerOf(step, "transB", 0) === 1;
  const units = left[isTurned ? 0 : 1] as number;
  const added = numbersOf(right);
  const isBias = added?.at(-1) === units && added.reduce((product, size) => product * size, 1) === units;
  if (right !== undefined && (!isBias || (step.node.attributes.get("beta") ?? 1) !== 1)) return undefined;
  return {
    type: "dense",
    attributes: { units, bias: right !== undefined },
    weights: [weight("kernel", 1, isTurned ? [1, 0] : [0, 1]), ...(right ? [weight("bias", 2)] : [])],
  };
};

const batchNorm: LayerReader = (step) => {
  if (integerOf(step, "training_mode", 0) === 1) return undefined;
  return { weights: ["gamma", "beta", "movingMean", "movingVariance"].map((name, index) => weight(name, index + 1)) };
};

/** Over trailing axes, of an image over all of it. */
const layerNorm: LayerReader = (step) => {
  const rank = step.inputs[0]?.shape?.length ?? 0;
  const written = integerOf(step, "axis", -1);
  const trailing = written < 0 ? -written : rank - written;
  if (step.inputs[2] === undefined || (rank === 4 && trailing !== 3)) return undefined;
  const axes = trailing === 3 ? [1, 2, 0] : Array.from({ length: trailing }, (_, axis) => axis);
  return { written: { axis: -trailing }, weights: [weight("gamma", 1, axes), weight("beta", 2, axes)] };
};

/** Over the channels; before version 13 over all axes from the second on. */
const overChannels: LayerReader = (step) => {
  const rank = step.inputs[0]?.shape?.length ?? 0;
  const written = integerOf(step, "axis", step.node.opset < 13 ? 1 : -1);
  const axis = written < 0 ? written + rank : written;
  if (step.node.opset < 13 && rank !== 2) return undefined;
  return axis === (rank === 4 ? 1 : rank - 1) ? {} : undefined;
};

/** From 0 to 6, or from 0 on. */
const clip: LayerReader = ({ node, inputs }) => {
  const [least, most] = ["min", "max"].map(
    (name, index) => node.attributes.get(name) ?? inputs[index + 1]?.elements?.[0],
  );
  if (least !== 0 || (most !== 6 && inputs[2] !== undefined) || (most !== undefined && most !== 6)) return undefined;
  return { type: "activation", attributes: { function: most === 6 ? "relu6" : "relu" } };
};

const concat: LayerReader = (step) => {
  const rank = step.inputs[0]?.shape?.length ?? 0;
  const written = integerOf(step, "axis", 1);
  const axis = written < 0 ? written + rank : written;
  if (axis === 0) return undefined;
  // Channels come first there and last here.
  return { attributes: { axisFromEnd: rank < 4 ? rank - axis : axis === 1 ? 1 : rank - axis + 1 } };
};

/** The mean or the largest of each feature map. */
function globalPool(type: string): LayerReader {
  return (step) => {
    const axes = listOf(step, "axes", 1)?.map((axis) => (axis < 0 ? axis + 4 : axis));
    const isWhole = axes?.length === 2 && axes.includes(2) && axes.includes(3);
    if (step.inputs[0]?.shape?.length !== 4 || !isWhole) return undefined;
    return { type, attributes: { keepDims: integerOf(step, "keepdims", 1) === 1 } };
  };
}

/** All of a sample as one row. */
const flattening: LayerReader = ({ inputs, outputs: [output] }) =>
  inputs[0]?.shape && output?.shape?.length === 2 ? { type: "flatten" } : undefined;

const zeroPadding: LayerReader = (step) => {
  const pads = listOf(step, "pads", 1);
  const [added] = step.inputs[2]?.elements ?? [step.node.attributes.get("value") ?? 0];
  if (textOf(step, "mode", "constant") !== "constant" || added !== 0 || step.inputs[3] || pads?.length !== 8)
    return undefined;
  const [n, c, top, left, nEnd, cEnd, bottom, right] = pads;
  if ([n, c, nEnd, cEnd].some((cells) => cells !== 0) || pads.some((cells) => cells < 0)) return undefined;
  return { type: "zeroPad2d", attributes: { padding: { top, right, bottom, left } } };
};

/** By whole factors, each cell repeated, or blended between the cells' centres or corners. */
const upsampling: LayerReader = (step) => {
  const [from, to] = [sampleShape(step.inputs[0]), sampleShape(step.outputs[0])];
  if (from?.length !== 3 || to?.length !== 3 || from[2] !== to[2]) return undefined;
  const size = [0, 1].map((axis) => (to[axis] as number) / (from[axis] as number));
  const place = placing(step);
  if (!size.every(Number.isInteger) || place === undefined) return undefined;
  return { type: "upsample2d", attributes: { size, ...place } };
};

function placing(step: Step): { interpolation: string; alignCorners: boolean } | undefined {
  const [mode, isOld] = [textOf(step, "mode", "nearest"), step.node.opset < 11];
  const coordinates = isOld ? "asymmetric" : textOf(step, "coordinate_transformation_mode", "half_pixel");
  const isCentred = coordinates === "half_pixel" || coordinates === "pytorch_half_pixel";
  if (mode === "nearest") {
    const rounding = isOld ? "floor" : textOf(step, "nearest_mode", "round_prefer_floor");
    const repeats = coordinates === "asymmetric" ? rounding === "floor" : isCentred && rounding.startsWith("round");
    return repeats ? { interpolation: "nearest", alignCorners: false } : undefined;
  }
  if (mode !== "linear" || !(isCentred || coordinates === "align_corners")) return undefined;
  return { interpolation: "bilinear", alignCorners: coordinates === "align_corners" };
}

const dropout: LayerReader = (step) => {
  const written = step.node.attributes.get("ratio") ?? step.inputs[1]?.elements?.[0];
  return { attributes: typeof written === "number" ? { rate: written } : {} };
};

/** Where the table's spelling says all there is. */
const asSpelled: LayerReader = () => ({});

export const layerReaders: Readonly<Record<string, LayerReader>> = {
  Conv: convolution,
  ConvTranspose: transposedConvolution,
  MaxPool: pooling,
  AveragePool: pooling,
  GlobalAveragePool: asSpelled,
  GlobalMaxPool: asSpelled,
  ReduceMean: globalPool("globalAvgPool2d"),
  ReduceMax: globalPool("globalMaxPool2d"),
  Gemm: dense,
  MatMul: dense,
  BatchNormalization: batchNorm,
  LayerNormalization: layerNorm,
  Softmax: overChannels,
  LogSoftmax: overChannels,
  Clip: clip,
  Concat: concat,
  Add: asSpelled,
  Sum: () => ({ type: "add" }),
  Mul: asSpelled,
  Flatten: flattening,
  Reshape: flattening,
  Squeeze: flattening,
  Pad: zeroPadding,
  Resize: upsampling,
  Upsample: upsampling,
  Dropout: dropout,
};
