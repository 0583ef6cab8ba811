// A workload's model as an ONNX file, channels first: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto (the numbers
// of its fields are used below). Only the layers that the workloads have.

import { hasWeight, type PeerModel, type PeerNode, weightOf } from "../models.ts";
import { bytesField, type Field, floatField, integerField, join, messageField, textField } from "./protobuf.ts";

const irVersion = 8;
const opset = 17;
const float32 = 1;

export interface OnnxOptions {
  readonly batch: number;
  /** Whether every layer's output is an output of the graph. */
  readonly keepMaps: boolean;
}

/** The model's input is called `input`; its outputs are the values of the nodes, by the names of `outputNames`. */
export function writeModel(model: PeerModel, options: OnnxOptions): Uint8Array {
  const graph = [
    ...model.nodes.flatMap((node) => nodeFields(model, node)),
    textField(2, "workload"),
    ...model.nodes.flatMap((node) => initializers(model, node)),
    messageField(11, valueInfo("input", [options.batch, ...channelsFirst(model.input)])),
    ...outputNames(model, options).map((name) => messageField(12, valueInfo(name))),
  ];
  return join([
    integerField(1, irVersion),
    messageField(8, [textField(1, ""), integerField(2, opset)]),
    messageField(7, graph),
  ]);
}

export function outputNames(model: PeerModel, { keepMaps }: OnnxOptions): string[] {
  return (keepMaps ? model.nodes : model.nodes.slice(-1)).map(valueName);
}

/** [h, w, c] becomes [c, h, w]. */
function channelsFirst(shape: readonly number[]): readonly number[] {
  const [h = 0, w = 0, c = 0] = shape;
  return shape.length === 3 ? [c, h, w] : shape;
}

/** The name of a node's value, behind its activation. */
function valueName({ name }: PeerNode): string {
  return name;
}

function isActivated({ activation }: PeerNode): boolean {
  return activation !== "linear";
}

/** The operator of a layer, and one more for its activation. */
function nodeFields(model: PeerModel, node: PeerNode): Field[] {
  const from = node.inputs.map((source) => (source < 0 ? "input" : valueName(model.nodes[source] as PeerNode)));
  const before = isActivated(node) ? `${node.name}.before` : valueName(node);
  const activate = (input: string): Field[] =>
    isActivated(node) ? [operator(activationOperator(node), [input], valueName(node))] : [];
  if (node.type === "activation") return activate(from[0] as string);
  const { name, attributes, weights } = operatorOf(model, node);
  return [
    operator(name, [...from, ...weights.map((weight) => `${node.name}.${weight}`)], before, attributes),
    ...activate(before),
  ];
}

function activationOperator({ activation }: PeerNode): string {
  if (activation === "relu") return "Relu";
  if (activation === "softmax") return "Softmax";
  throw new Error(`There is no ONNX operator here for ${activation}.`);
}

interface Operator {
  readonly name: string;
  readonly attributes: readonly Field[];
  readonly weights: readonly string[];
}

function operatorOf(model: PeerModel, node: PeerNode): Operator {
  const plain = (name: string): Operator => ({ name, attributes: [], weights: [] });
  const weights = hasWeight(model, node, "bias") ? ["kernel", "bias"] : ["kernel"];
  switch (node.type) {
    case "conv2d":
      return { name: "Conv", attributes: windowAttributes(node), weights };
    case "maxPool2d":
      return { name: "MaxPool", attributes: windowAttributes(node), weights: [] };
    case "dense":
      return { name: "Gemm", attributes: [], weights };
    case "batchNorm": {
      const statistics = ["gamma", "beta", "movingMean", "movingVariance"];
      return { name: "BatchNormalization", attributes: [floatAttribute("epsilon", node.epsilon)], weights: statistics };
    }
    case "globalAvgPool2d":
      // The mean over places without the axes of size 1 that GlobalAveragePool keeps.
      return {
        name: "ReduceMean",
        attributes: [integersAttribute("axes", [2, 3]), integerAttribute("keepdims", 0)],
        weights: [],
      };
    case "add":
      return plain("Add");
    case "flatten":
      return plain("Flatten");
    case "dropout":
      return plain("Identity");
    default:
      throw new Error(`There is no ONNX operator here for ${node.type}.`);
  }
}

function windowAttributes({ window }: PeerNode): Field[] {
  if (window === undefined) throw new Error("A layer without a window was asked for it.");
  const { kh, kw, sh, sw, rh, rw, top, left, bottom, right } = window;
  return [
    integersAttribute("kernel_shape", [kh, kw]),
    integersAttribute("strides", [sh, sw]),
    integersAttribute("dilations", [rh, rw]),
    integersAttribute("pads", [top, left, bottom, right]),
  ];
}

function operator(type: string, inputs: readonly string[], output: string, attributes: readonly Field[] = []): Field {
  const names = [...inputs.map((input) => textField(1, input)), textField(2, output)];
  return messageField(1, [...names, textField(4, type), ...attributes]);
}

const attributeTypes = { float: 1, integer: 2, integers: 7 };

function integersAttribute(name: string, values: readonly number[]): Field {
  return messageField(5, [
    textField(1, name),
    ...values.map((value) => integerField(8, value)),
    integerField(20, attributeTypes.integers),
  ]);
}

function integerAttribute(name: string, value: number): Field {
  return messageField(5, [textField(1, name), integerField(3, value), integerField(20, attributeTypes.integer)]);
}

function floatAttribute(name: string, value: number): Field {
  return messageField(5, [textField(1, name), floatField(2, value), integerField(20, attributeTypes.float)]);
}

/** A value's name and type; without a shape it follows from the graph. */
function valueInfo(name: string, shape?: readonly number[]): Field[] {
  const dims = shape && [
    messageField(
      2,
      shape.map((dim) => messageField(1, [integerField(1, dim)])),
    ),
  ];
  const tensorType = messageField(1, [integerField(1, float32), ...(dims ?? [])]);
  return [textField(1, name), messageField(2, [tensorType])];
}

function initializers(model: PeerModel, node: PeerNode): Field[] {
  const { weights } = node.type === "activation" ? { weights: [] } : operatorOf(model, node);
  return weights.map((name) => {
    const { shape, data } = turned(model, node, name);
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const dims = shape.map((dim) => integerField(1, dim));
    return messageField(5, [
      ...dims,
      integerField(2, float32),
      textField(8, `${node.name}.${name}`),
      bytesField(9, bytes),
    ]);
  });
}

interface Turned {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Kernels [kh, kw, i, o] become [o, i, kh, kw]; rows of a dense layer behind a flattened image go from [h, w, c] to [c, h, w]. */
function turned(model: PeerModel, node: PeerNode, name: string): Turned {
  const { shape, data } = weightOf(model, node, name);
  const values = Float32Array.from(data);
  if (name !== "kernel") return { shape, data: values };
  if (node.type === "conv2d") {
    const [kh = 1, kw = 1, i = 1, o = 1] = shape;
    return { shape: [o, i, kh, kw], data: transpose(values, kh * kw, i, o) };
  }
  const image = flattenedImage(model, node);
  if (image === undefined) return { shape, data: values };
  const [h = 1, w = 1, c = 1] = image;
  const units = shape[1] ?? 1;
  const rows = values.slice();
  for (let place = 0; place < h * w; place++) {
    for (let channel = 0; channel < c; channel++) {
      const row = values.subarray((place * c + channel) * units, (place * c + channel + 1) * units);
      rows.set(row, (channel * h * w + place) * units);
    }
  }
  return { shape, data: rows };
}

/** [taps, i, o] becomes [o, i, taps]. */
function transpose(values: Float32Array, taps: number, i: number, o: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const [filter, channel, tap] = [at % o, Math.floor(at / o) % i, Math.floor(at / (o * i))];
    result[(filter * i + channel) * taps + tap] = values[at] as number;
  }
  return result;
}

function flattenedImage(model: PeerModel, node: PeerNode): readonly number[] | undefined {
  let source = model.nodes[node.inputs[0] ?? -1];
  while (source?.type === "dropout") source = model.nodes[source.inputs[0] ?? -1];
  return source?.type === "flatten" && source.inputShape.length === 3 ? source.inputShape : undefined;
}
