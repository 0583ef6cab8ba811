import { describe, expect, test } from "vitest";
import { fileWeights } from "../../../../src/formats/onnx/network/file-weights.ts";
import { networkOf, type OnnxModelDocument } from "../../../../src/formats/onnx/network/onnx-network.ts";
import { fromFile, type Layout, toFile } from "../../../../src/formats/onnx/network/sample.ts";
import { type OnnxDocument, readOnnx } from "../../../../src/formats/onnx/onnx-document.ts";
import { onnxBytes, type TestModel, type TestNode, type TestTensor } from "./onnx-bytes.ts";

function read(model: TestModel): OnnxDocument {
  const result = readOnnx(onnxBytes(model));
  if ("refusal" in result) throw new Error(result.refusal);
  return result.document;
}

function network(model: TestModel): OnnxModelDocument {
  return networkOf(read(model));
}

function zeros(name: string, dims: readonly number[]): TestTensor {
  return { name, dims, numbers: Array.from({ length: dims.reduce((product, size) => product * size, 1) }, () => 0) };
}

function whole(name: string, numbers: readonly number[]): TestTensor {
  return { name, dims: [numbers.length], type: 7, numbers };
}

const tensors: readonly TestTensor[] = [
  zeros("w", [6, 4, 3, 3]),
  zeros("b", [6]),
  zeros("matrix", [8, 5]),
  whole("flat", [0, -1]),
  whole("other", [0, 2, -1]),
  whole("axes", [2, 3]),
  whole("pads", [0, 0, 1, 2, 0, 0, 3, 4]),
  { name: "none", dims: [], numbers: [0] },
  { name: "six", dims: [], numbers: [6] },
  { name: "nine", dims: [], numbers: [9] },
  { name: "double", dims: [4], numbers: [1, 1, 2, 2] },
  { name: "half", dims: [4], numbers: [1, 1, 1.5, 1.5] },
];

/** One node on an image of 4 x 8 x 8, or on rows. */
function layerOf(node: TestNode, input: readonly number[] = [1, 4, 8, 8]): unknown {
  const document = network({
    inputs: [["x", input]],
    initializers: tensors,
    nodes: [node],
    outputs: [["y", undefined]],
  });
  const [first] = document.graph.nodes;
  return first && { type: first.type, ...first.attributes };
}

describe("a node is a layer of the engine", () => {
  const cases: readonly [claim: string, node: TestNode, layer: Record<string, unknown>, input?: readonly number[]][] = [
    [
      "a convolution, whose filters are in its weight",
      { type: "Conv", inputs: ["x", "w", "b"], attributes: { pads: [1, 0, 2, 1], strides: [2, 1] } },
      {
        type: "conv2d",
        filters: 6,
        kernelSize: [3, 3],
        strides: [2, 1],
        bias: true,
        padding: { top: 1, left: 0, bottom: 2, right: 1 },
      },
    ],
    [
      "a convolution that keeps the size",
      { type: "Conv", inputs: ["x", "w"], attributes: { auto_pad: "SAME_UPPER" } },
      { type: "conv2d", padding: "same", bias: false },
    ],
    [
      "a pool with partial windows",
      { type: "MaxPool", attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 } },
      { type: "maxPool2d", poolSize: [3, 3], ceilMode: true },
    ],
    [
      "the mean over the image",
      { type: "ReduceMean", inputs: ["x", "axes"], attributes: { keepdims: 0 } },
      { type: "globalAvgPool2d", keepDims: false },
    ],
    [
      "a product with a matrix",
      { type: "MatMul", inputs: ["x", "matrix"] },
      { type: "dense", units: 5, bias: false },
      [2, 8],
    ],
    [
      "a clipped ReLU",
      { type: "Clip", inputs: ["x", "none", "six"] },
      { type: "activation", function: { type: "relu6" } },
    ],
    [
      "softmax over channels",
      { type: "Softmax", attributes: { axis: 1 } },
      { type: "activation", function: { type: "softmax" } },
    ],
    ["a reshape to one row", { type: "Reshape", inputs: ["x", "flat"] }, { type: "flatten" }],
    [
      "zeros around the image",
      { type: "Pad", inputs: ["x", "pads"] },
      { type: "zeroPad2d", padding: { top: 1, left: 2, bottom: 3, right: 4 } },
    ],
    [
      "cells repeated",
      {
        type: "Resize",
        inputs: ["x", "", "double"],
        attributes: { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" },
      },
      { type: "upsample2d", size: [2, 2], interpolation: "nearest" },
    ],
    [
      "cells blended",
      {
        type: "Resize",
        inputs: ["x", "", "double"],
        attributes: { mode: "linear", coordinate_transformation_mode: "align_corners" },
      },
      { type: "upsample2d", interpolation: "bilinear", alignCorners: true },
    ],
    ["a sum", { type: "Add", inputs: ["x", "x"] }, { type: "add" }],
    [
      "channels side by side",
      { type: "Concat", inputs: ["x", "x"], attributes: { axis: 1 } },
      { type: "concat", axisFromEnd: 1 },
    ],
    [
      "rows of the image below each other",
      { type: "Concat", inputs: ["x", "x"], attributes: { axis: -2 } },
      { type: "concat", axisFromEnd: 3 },
    ],
  ];

  test.each(cases)("%s", (_, node, layer, input) => {
    expect(layerOf(node, input)).toMatchObject(layer);
  });
});

describe("a node that the engine would compute otherwise stays what it is", () => {
  const cases: readonly [claim: string, node: TestNode][] = [
    ["the odd zero at the top", { type: "Conv", inputs: ["x", "w"], attributes: { auto_pad: "SAME_LOWER" } }],
    ["softmax over the height", { type: "Softmax", attributes: { axis: 2 } }],
    ["clipping at 9", { type: "Clip", inputs: ["x", "none", "nine"] }],
    ["a constant that is added", { type: "Add", inputs: ["x", "none"] }],
    ["a reshape to no row", { type: "Reshape", inputs: ["x", "other"] }],
    ["a factor that is not whole", { type: "Resize", inputs: ["x", "", "half"], attributes: { mode: "nearest" } }],
    ["samples joined", { type: "Concat", inputs: ["x", "x"], attributes: { axis: 0 } }],
    ["another domain's operator", { type: "Relu", domain: "mine" }],
  ];

  test.each(cases)("%s", (_, node) => {
    expect(layerOf(node)).toEqual({ type: node.type });
  });
});

test("what computes sizes, constants and the type is no layer, and nothing behind another output is", () => {
  const { graph, analysis } = network({
    inputs: [["x", ["N", 4, 8, 8]]],
    initializers: tensors,
    nodes: [
      { type: "Shape", outputs: ["s"] },
      { type: "Identity", inputs: ["w"], outputs: ["w2"] },
      { type: "Cast", outputs: ["c"], attributes: { to: 1 } },
      { type: "Conv", inputs: ["c", "w2", "b"], outputs: ["k"], name: "conv" },
      { type: "Relu", inputs: ["c"], outputs: ["aside"] },
      { type: "Relu", inputs: ["k"], outputs: ["y"], name: "conv" },
    ],
    outputs: [
      ["y", undefined],
      ["aside", undefined],
    ],
  });
  expect(graph.nodes.map(({ name, type, inputs }) => [name, type, inputs])).toEqual([
    ["conv", "conv2d", [{ kind: "input", index: 0 }]],
    ["conv_2", "activation", [{ kind: "node", index: 0 }]],
  ]);
  expect(graph.inputs).toMatchObject([{ name: "x", shape: [8, 8, 4] }]);
  expect(graph.nodes[0]?.origin.whole).toEqual({ start: 3, end: 4 });
  expect(analysis.issues).toEqual([]);
});

describe("a flattened image", () => {
  const nodes: readonly TestNode[] = [
    { type: "Flatten", outputs: ["f"] },
    { type: "Relu", inputs: ["f"], outputs: ["r"] },
  ];
  const model: TestModel = { inputs: [["x", [1, 2, 2, 2]]], initializers: tensors, outputs: [["y", undefined]] };

  test("stands in the file's order in a dense layer's weight", () => {
    const { graph } = network({ ...model, nodes: [...nodes, { type: "MatMul", inputs: ["r", "matrix"] }] });
    expect(graph.nodes[2]?.foreign).toEqual([{ weight: "kernel", name: "matrix", axes: [0, 1], flattened: [2, 2, 2] }]);
  });

  test("feeds no layer that would see its order", () => {
    const { graph } = network({
      ...model,
      nodes: [...nodes, { type: "Concat", inputs: ["r", "f"], attributes: { axis: 1 } }],
    });
    expect(graph.nodes[2]).toMatchObject({ type: "Concat", definition: undefined });
  });

  test("comes out in the file's order and goes in from it", () => {
    const layout: Layout = { shape: [8], image: [2, 2, 2] };
    const ours = Float32Array.from([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...toFile(ours, layout)]).toEqual([0, 2, 4, 6, 1, 3, 5, 7]);
    expect(fromFile(toFile(ours, layout), layout)).toEqual(ours);
  });
});

test("weights are the file's own, and one in another file is missed with its reason", () => {
  const nodes: readonly TestNode[] = [{ type: "Conv", inputs: ["x", "w", "b"] }];
  const inside = read({ inputs: [["x", [1, 4, 8, 8]]], initializers: tensors, nodes, outputs: [["y", undefined]] });
  const found = fileWeights(inside.model, networkOf(inside).graph);
  expect([...found.tensors].map(([name, { shape }]) => [name, shape])).toEqual([
    ["w", [6, 4, 3, 3]],
    ["b", [6]],
  ]);
  expect(found.missing).toBeUndefined();
  const outside = read({
    inputs: [["x", [1, 4, 8, 8]]],
    initializers: [{ name: "w", dims: [6, 4, 3, 3], external: "model.data" }, ...tensors.slice(1)],
    nodes,
    outputs: [["y", undefined]],
  });
  expect(fileWeights(outside.model, networkOf(outside).graph).missing).toBe(
    "The file has no numbers for w: its numbers are in model.data, which is not read.",
  );
});
