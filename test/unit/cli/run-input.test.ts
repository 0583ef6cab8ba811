import { writeFileSync } from "node:fs";
import { encode } from "fast-png";
import { describe, expect, test } from "vitest";
import { readPng } from "../../../src/cli/png-file.ts";
import { fitTensor, readRunInput } from "../../../src/cli/run-input.ts";
import { writeSafetensors } from "../../../src/formats/safetensors.ts";
import type { Tensor } from "../../../src/tensor/named-tensor.ts";
import { temporaryFile } from "./convlens.ts";

function tensor(shape: readonly number[]): Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return { shape, data: Float32Array.from({ length: size }, (_, index) => index) };
}

function tensorFile(tensors: Record<string, readonly number[]>): string {
  const entries = Object.entries(tensors).map(([name, shape]): [string, Tensor] => [name, tensor(shape)]);
  return temporaryFile("in.safetensors", writeSafetensors(new Map(entries)));
}

const image = [{ name: "input", shape: [2, 3, 1] }];

describe("a PNG", () => {
  const kinds: [kind: string, png: Parameters<typeof encode>[0]][] = [
    ["8-bit grey", { width: 2, height: 1, channels: 1, depth: 8, data: Uint8Array.of(0, 255) }],
    ["16-bit grey", { width: 2, height: 1, channels: 1, depth: 16, data: Uint16Array.of(0, 65535) }],
    ["1-bit grey", { width: 2, height: 1, channels: 1, depth: 1, data: Uint8Array.of(0b01000000) }],
    ["4-bit grey", { width: 2, height: 1, channels: 1, depth: 4, data: Uint8Array.of(0x0f) }],
    ["grey with alpha", { width: 2, height: 1, channels: 2, depth: 8, data: Uint8Array.of(0, 255, 9, 0) }],
    ["colours", { width: 2, height: 1, channels: 3, depth: 8, data: Uint8Array.of(0, 0, 0, 255, 255, 255) }],
    [
      "a palette",
      {
        width: 2,
        height: 1,
        channels: 1,
        depth: 8,
        data: Uint8Array.of(1, 0),
        palette: [
          [255, 255, 255],
          [0, 0, 0],
        ],
      },
    ],
  ];

  test.each(kinds)("of %s is read", (_kind, png) => {
    const path = temporaryFile("image.png", encode(png));
    const [black, white] = readPng(path, [1, 2, 1]);
    expect(black).toBe(0);
    expect(white).toBeCloseTo(1, 6);
  });

  test("takes the model's size", () => {
    const png = encode({ width: 4, height: 4, channels: 1, depth: 8, data: new Uint8Array(16).fill(51) });
    const { n, inputs } = readRunInput(temporaryFile("image.PNG", png), image);
    expect(n).toBe(1);
    expect(inputs[0]).toHaveLength(6);
    expect(inputs[0]?.[5]).toBeCloseTo(0.2, 6);
  });

  test("that is none, was cut off or announces billions of pixels is refused", () => {
    const path = temporaryFile("image.png", "no picture");
    expect(() => readPng(path, [1, 2, 1])).toThrow(`Cannot read ${path}: `);
    const whole = encode({ width: 2, height: 1, channels: 1, depth: 8, data: Uint8Array.of(0, 255) });
    for (let length = 0; length < whole.length - 12; length += 5) {
      writeFileSync(path, whole.subarray(0, length));
      expect(() => readPng(path, [1, 2, 1])).toThrow(`Cannot read ${path}: `);
    }
    new DataView(whole.buffer, whole.byteOffset).setUint32(16, 0x7fffffff);
    writeFileSync(path, whole);
    expect(() => readPng(path, [1, 2, 1])).toThrow("it announces more than 33554432 pixels");
  });
});

describe("a tensor", () => {
  test("with a batch keeps it, without one gets one", () => {
    expect(fitTensor(tensor([5, 2, 3]), { shape: [2, 3] }, "x").n).toBe(5);
    expect(fitTensor(tensor([2, 3]), { shape: [2, 3] }, "x").n).toBe(1);
  });

  test.each([[[2, 3, 1]], [[0, 2, 3]], [[6]], [[]]])("of shape %j is not one of [2, 3]", (shape) => {
    expect(() => fitTensor(tensor(shape), { shape: [2, 3] }, "x")).toThrow(
      `x must be [n, 2, 3], and is [${shape.join(", ")}].`,
    );
  });

  test("must have the batch that is wanted", () => {
    expect(() => fitTensor(tensor([2, 3]), { shape: [3] }, "up", 4)).toThrow("up must be [4, 3], and is [2, 3].");
  });
});

describe("a file of tensors", () => {
  test("feeds the one input from `input` or from its own name", () => {
    const named = [{ name: "pixels", shape: [2] }];
    expect(readRunInput(tensorFile({ input: [3, 2] }), named).n).toBe(3);
    expect(readRunInput(tensorFile({ pixels: [3, 2] }), named).n).toBe(3);
  });

  test("feeds several inputs by their names", () => {
    const two = [
      { name: "left", shape: [2] },
      { name: "right", shape: [3] },
    ];
    const { n, inputs } = readRunInput(tensorFile({ right: [4, 3], left: [4, 2] }), two);
    expect([n, inputs[0]?.length, inputs[1]?.length]).toEqual([4, 8, 12]);
    expect(() => readRunInput(tensorFile({ left: [4, 2] }), two)).toThrow("has no tensor named right.");
    expect(() => readRunInput(tensorFile({ left: [4, 2], right: [3] }), two)).toThrow(
      "differ in their number of samples",
    );
    expect(() => readRunInput("mnist:7", two)).toThrow("feeds one input, and the model has 2");
  });

  test("that lacks the input is refused", () => {
    expect(() => readRunInput(tensorFile({ x: [1] }), image)).toThrow("has no tensor named input.");
  });
});

describe("a digit of MNIST", () => {
  const digit = [{ name: "input", shape: [28, 28, 1] }];

  test("comes from the test set unless the training set is asked for", () => {
    const [seventh, again, other] = ["mnist:7", "mnist:test:7", "mnist:train:7"].map((name) =>
      readRunInput(name, digit),
    );
    expect(again).toEqual(seventh);
    expect(other).not.toEqual(seventh);
    expect(Math.max(...(seventh?.inputs[0] ?? []))).toBe(1);
  });

  test("that is not there, or has no place in the model, is refused", () => {
    expect(() => readRunInput("mnist:2000", digit)).toThrow("mnist:test:2000: there are 2000 images, from 0.");
    expect(() => readRunInput("mnist:0", image)).toThrow("images are [28, 28, 1], but the model's input is [2, 3, 1]");
  });
});

test.each(["mnist:x", "mnist:-1", "a.jpg", ""])("%j is no input", (from) => {
  expect(() => readRunInput(from, image)).toThrow("--input must be a .safetensors or .png file or mnist:7");
});
