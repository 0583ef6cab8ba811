import { describe, expect, test } from "vitest";
import { type OnnxDocument, readOnnx } from "../../../../src/formats/onnx/onnx-document.ts";
import { floatsOf, numbersOf } from "../../../../src/formats/onnx/tensor.ts";
import { formatShape } from "../../../../src/python/tensors/answer.ts";
import { onnxBytes, type TestModel, type TestTensor } from "./onnx-bytes.ts";

function read(model: TestModel, inputs: readonly (readonly number[])[] = []): OnnxDocument {
  const result = readOnnx(onnxBytes(model), inputs);
  if ("refusal" in result) throw new Error(result.refusal);
  return result.document;
}

function shapesOf({ steps }: OnnxDocument): string[] {
  return steps.map(({ outputs: [first] }) => (first?.shape ? formatShape(first.shape) : `? ${first?.reason}`));
}

const conv = { type: "Conv", inputs: ["x", "w", "b"], outputs: ["y"], name: "conv" } as const;
const weights: readonly TestTensor[] = [
  { name: "w", dims: [4, 3, 3, 3], numbers: Array.from({ length: 108 }, () => 0) },
  { name: "b", dims: [4], numbers: [0, 0, 0, 0] },
];

describe("sizes with letters", () => {
  const model: TestModel = {
    inputs: [["x", ["N", 3, "H", 20]]],
    initializers: weights,
    nodes: [conv, { type: "GlobalAveragePool", inputs: ["y"], outputs: ["z"] }],
    values: [["y", ["N", 4, "H2", 18]]],
  };

  test("stay letters in what follows from them", () => {
    expect(shapesOf(read(model))).toEqual(["[N, 4, H - 2, 18]", "[N, 4, 1, 1]"]);
  });

  test("are fixed by a chosen input", () => {
    expect(shapesOf(read(model, [[2, 3, 10, 20]]))).toEqual(["[2, 4, 8, 18]", "[2, 4, 1, 1]"]);
  });

  test("leave the file's other shapes alone where the input is another one", () => {
    const { issues, steps } = read(model, [[2, 3, 10, 30]]);
    expect(issues).toEqual([]);
    expect(steps[0]?.outputs[0]?.shape).toEqual([2, 4, 8, 28]);
  });
});

test("a reshape's target is followed through Shape, Gather, Unsqueeze and Concat", () => {
  const whole = (name: string, numbers: readonly number[], dims: readonly number[] = [numbers.length]): TestTensor => ({
    name,
    dims,
    type: 7,
    numbers,
  });
  const document = read({
    inputs: [["x", ["N", 4, 5, 6]]],
    initializers: [whole("zero", [0], []), whole("axes", [0]), whole("rest", [-1])],
    nodes: [
      { type: "Shape", outputs: ["s"] },
      { type: "Gather", inputs: ["s", "zero"], outputs: ["n"] },
      { type: "Unsqueeze", inputs: ["n", "axes"], outputs: ["u"] },
      { type: "Concat", inputs: ["u", "rest"], outputs: ["t"], attributes: { axis: 0 } },
      { type: "Reshape", inputs: ["x", "t"] },
    ],
  });
  expect(shapesOf(document).at(-1)).toBe("[N, 120]");
  expect(document.issues).toEqual([]);
});

describe("costs", () => {
  const { steps } = read({
    inputs: [["x", ["N", 3, 8, 8]]],
    initializers: [
      ...weights,
      ...["scale", "shift", "mean", "variance"].map((name) => ({ ...weights[1], name }) as TestTensor),
    ],
    nodes: [
      { ...conv, outputs: ["y"] },
      { type: "BatchNormalization", inputs: ["y", "scale", "shift", "mean", "variance"], outputs: ["z"] },
      { type: "Conv", inputs: ["x", "w"], outputs: ["again"] },
    ],
  });

  test("count the weights of a convolution and of a normalization, whose statistics are not trained", () => {
    expect(steps.map(({ parameters, trainable }) => [parameters, trainable])).toEqual([
      [112, 112],
      [16, 8],
      [0, 0],
    ]);
  });

  test("count multiply-accumulates, with one sample where the batch is not known", () => {
    expect(steps.map(({ macs }) => macs)).toEqual([6 * 6 * 108, 0, 6 * 6 * 108]);
  });
});

describe("what cannot be known has its reason", () => {
  const input = [["x", [1, 3, 8, 8]]] as const;
  const cases: readonly [claim: string, model: TestModel, shapes: string[]][] = [
    [
      "an operator that is not known",
      {
        inputs: input,
        nodes: [
          { type: "Fancy", domain: "mine", name: "f" },
          { type: "Relu", inputs: ["y"], outputs: ["z"] },
        ],
      },
      ["? f is a mine.Fancy, an operator that is not known", "? f is a mine.Fancy, an operator that is not known"],
    ],
    [
      "an operator that is not known, of which the file says the shape",
      {
        inputs: input,
        nodes: [
          { type: "Fancy", domain: "mine" },
          { type: "Relu", inputs: ["y"], outputs: ["z"] },
        ],
        values: [["y", [1, 5]]],
      },
      ["[1, 5]", "[1, 5]"],
    ],
    [
      "a reshape by numbers of another file",
      {
        inputs: input,
        initializers: [{ name: "t", dims: [2], type: 7, external: "model.data" }],
        nodes: [{ type: "Reshape", inputs: ["x", "t"], name: "r" }],
      },
      ["[?, ?]"],
    ],
    [
      "an input without a shape",
      { inputs: [["x", undefined]], nodes: [{ type: "Relu" }] },
      ["? the shape of the input x is not known"],
    ],
  ];

  test.each(cases)("%s", (_, model, shapes) => {
    const document = read(model);
    expect(shapesOf(document)).toEqual(shapes);
    expect(document.issues).toEqual([]);
  });
});

describe("what is wrong is told at its node", () => {
  const wrong: readonly [claim: string, model: TestModel, code: string, number: number | undefined, message: RegExp][] =
    [
      [
        "channels that do not fit",
        {
          inputs: [["x", [1, 5, 8, 8]]],
          initializers: weights,
          nodes: [
            { type: "Relu", outputs: ["r"] },
            { ...conv, inputs: ["r", "w", "b"] },
          ],
        },
        "shape/in-channels",
        2,
        /^conv: expects 3 input channels by its weight \[4, 3, 3, 3\] with 1 groups, and gets 5\. /,
      ],
      [
        "a window larger than its input",
        { inputs: [["x", [1, 3, 2, 8]]], initializers: weights, nodes: [conv] },
        "shape/kernel-larger-than-input",
        1,
        /^conv: the window covers 3 cells, but the input has only 2 /,
      ],
      [
        "shapes that do not broadcast",
        {
          inputs: [
            ["x", [1, 5]],
            ["z", [1, 4]],
          ],
          nodes: [{ type: "Add", inputs: ["x", "z"], name: "sum" }],
        },
        "shape/broadcast",
        1,
        /^sum: the shapes \[1, 5\] and \[1, 4\] do not fit/,
      ],
      [
        "a file that says another shape",
        { inputs: [["x", [1, 3, 8, 8]]], initializers: weights, nodes: [conv], outputs: [["y", [1, 4, 8, 8]]] },
        "onnx/contradiction",
        1,
        /^conv gives \[1, 4, 6, 6\] as "y", but the file says \[1, 4, 8, 8\]\./,
      ],
      [
        "a value that nobody gives",
        { inputs: [["x", [1]]], nodes: [{ type: "Add", inputs: ["x", "gone"], name: "sum" }] },
        "onnx/undefined-value",
        1,
        /^sum reads "gone", which no node before it gives/,
      ],
      [
        "an initializer that does not fill its shape",
        {
          inputs: [["x", [2]]],
          initializers: [{ name: "w", dims: [2], raw: new Uint8Array(7) }],
          nodes: [{ type: "Add", inputs: ["x", "w"] }],
        },
        "onnx/initializer",
        undefined,
        /^The initializer "w": expected 8 bytes for \[2\], found 7\./,
      ],
    ];

  test.each(wrong)("%s", (_, model, code, number, message) => {
    const { issues } = read(model);
    expect(issues).toMatchObject([{ code, number, message: expect.stringMatching(message) }]);
  });
});

test("a function of the file is replaced by its nodes, which bear the number of the call", () => {
  const document = read({
    inputs: [["x", [2, 3]]],
    nodes: [
      { type: "Twice", domain: "mine", name: "call", outputs: ["y"] },
      { type: "Relu", inputs: ["y"], outputs: ["z"] },
    ],
    functions: [
      {
        name: "Twice",
        domain: "mine",
        inputs: ["a"],
        outputs: ["b"],
        nodes: [
          { type: "Transpose", inputs: ["a"], outputs: ["t"], name: "turn" },
          { type: "Relu", inputs: ["t"], outputs: ["b"] },
        ],
      },
    ],
  });
  expect(document.steps.map(({ node }) => [node.number, node.name])).toEqual([
    [1, "call/turn"],
    [1, "call/b"],
    [2, "z"],
  ]);
  expect(shapesOf(document)).toEqual(["[3, 2]", "[3, 2]", "[3, 2]"]);
});

describe("a tensor's numbers", () => {
  const tensors: readonly [claim: string, tensor: TestTensor, numbers: readonly number[] | undefined][] = [
    ["float32 one by one", { name: "t", dims: [2], numbers: [1.5, -2] }, [1.5, -2]],
    ["float32 as bytes", { name: "t", dims: [2], raw: new Uint8Array(new Float32Array([1.5, -2]).buffer) }, [1.5, -2]],
    ["int64 packed", { name: "t", dims: [2], type: 7, numbers: [-1, 2 ** 40] }, [-1, 2 ** 40]],
    [
      "int64 as bytes",
      { name: "t", dims: [2], type: 7, raw: new Uint8Array(new BigInt64Array([-1n, 5n]).buffer) },
      [-1, 5],
    ],
    ["int32 packed", { name: "t", dims: [2], type: 6, numbers: [-7, 7] }, [-7, 7]],
    ["int8 as bytes", { name: "t", dims: [2], type: 3, raw: new Uint8Array([0xff, 1]) }, [-1, 1]],
    ["float16 as bytes", { name: "t", dims: [2], type: 10, raw: new Uint8Array([0, 0x3c, 0, 0xc0]) }, [1, -2]],
    ["float16 packed", { name: "t", dims: [2], type: 10, numbers: [0x3c00, 0xc000] }, [1, -2]],
    ["bfloat16 as bytes", { name: "t", dims: [2], type: 16, raw: new Uint8Array([0x80, 0x3f, 0, 0xc0]) }, [1, -2]],
    ["double as bytes", { name: "t", dims: [1], type: 11, raw: new Uint8Array(new Float64Array([0.1]).buffer) }, [0.1]],
    ["fewer than its shape", { name: "t", dims: [3], type: 7, numbers: [1] }, undefined],
    ["in another file", { name: "t", dims: [1], external: "weights.bin" }, undefined],
  ];

  test.each(tensors)("%s", (_, tensor, numbers) => {
    const { model } = read({ initializers: [tensor] });
    const found = model.initializers.get("t");
    if (found === undefined) throw new Error("the tensor is not there");
    expect(numbersOf(found, 10)).toEqual(numbers);
    expect(floatsOf(found) && [...floatsOf(found)!]).toEqual(numbers);
  });
});

describe("a file that is none is refused with its reason", () => {
  const whole = onnxBytes({ inputs: [["x", [1]]], nodes: [{ type: "Relu" }] });
  const cases: readonly [claim: string, bytes: Uint8Array, message: RegExp][] = [
    ["nothing", new Uint8Array(), /^The file: expected an ONNX model, found an empty file\. /],
    ["a text", new TextEncoder().encode("import torch\n"), /^The file: expected /],
    [
      "a pointer of Git LFS",
      new TextEncoder().encode("version https://git-lfs.github.com/spec/v1\noid"),
      /found a pointer of Git LFS/,
    ],
    ["a file that was cut off", whole.subarray(0, whole.length - 9), /The file is damaged or was cut off/],
    [
      "a length beyond the end",
      new Uint8Array([8, 8, 0x3a, 0xff, 0xff, 0xff, 0x7f]),
      /expected whole fields, found a broken one/,
    ],
  ];

  test.each(cases)("%s", (_, bytes, message) => {
    expect(readOnnx(bytes)).toEqual({ refusal: expect.stringMatching(message) });
  });
});
