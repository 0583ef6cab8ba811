import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSafetensors, writeSafetensors } from "../../../src/formats/safetensors.ts";
import type { NamedTensors, Tensor } from "../../../src/tensor/named-tensor.ts";
import { convlens, temporaryFile } from "./convlens.ts";
import { broken, digits, small } from "./models.ts";

function tensor(shape: readonly number[], value: (index: number) => number): Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return { shape, data: Float32Array.from({ length: size }, (_, index) => value(index)) };
}

function tensorFile(tensors: Record<string, Tensor>): string {
  return temporaryFile("tensors.safetensors", writeSafetensors(new Map(Object.entries(tensors))));
}

/** Runs the model and reads what it dumped. */
async function dumped(text: string, ...options: readonly string[]): Promise<{ out: string; dump: NamedTensors }> {
  const file = temporaryFile("model.cnn.json", text);
  const dump = join(dirname(file), "out.safetensors");
  const { code, out, err } = await convlens(["run", file, ...options, "--dump", dump]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return { out, dump: readSafetensors(readFileSync(dump)) };
}

function shapesIn(dump: NamedTensors): Record<string, readonly number[]> {
  return Object.fromEntries([...dump].map(([name, { shape }]) => [name, shape]));
}

function numbers(dump: NamedTensors, name: string): number[] {
  return [...(dump.get(name)?.data ?? [])];
}

const batch = (): string => tensorFile({ input: tensor([2, 4, 4, 1], (index) => Math.sin(index)) });

test("a dump holds every layer's output with its batch and nothing else", async () => {
  const { dump } = await dumped(small, "--input", batch());
  expect(shapesIn(dump)).toEqual({ "conv.output": [2, 2, 2, 2], "flat.output": [2, 8], "out.output": [2, 3] });
  const [a = 0, b = 0, c = 0] = numbers(dump, "out.output");
  expect(a + b + c).toBeCloseTo(1, 6);
});

test("weights are those of the file", async () => {
  const weights = tensorFile({
    "conv.kernel": tensor([3, 3, 1, 2], () => 0),
    "conv.bias": tensor([2], (index) => index + 1),
    "out.kernel": tensor([8, 3], () => 0),
    "out.bias": tensor([3], (index) => Math.log(index + 1)),
  });
  const { dump } = await dumped(small, "--input", batch(), "--weights", weights);
  expect(numbers(dump, "conv.output").slice(0, 4)).toEqual([1, 2, 1, 2]);
  numbers(dump, "out.output").forEach((value, index) => {
    expect(value).toBeCloseTo(((index % 3) + 1) / 6, 6);
  });
});

test("an input without a batch gets one", async () => {
  const input = tensorFile({ input: tensor([4, 4, 1], (index) => Math.sin(index)) });
  const { dump } = await dumped(small, "--input", input);
  const { dump: both } = await dumped(small, "--input", batch());
  expect(dump.get("out.output")?.shape).toEqual([1, 3]);
  expect(numbers(dump, "out.output")).toEqual(numbers(both, "out.output").slice(0, 3));
});

describe("--label", () => {
  const model = small.replace('"softmax"', '"linear"');

  test("adds the gradients of every output and weight, and the loss", async () => {
    const { out, dump } = await dumped(small, "--input", batch(), "--label", "1");
    expect(shapesIn(dump)).toEqual({
      "conv.output": [2, 2, 2, 2],
      "flat.output": [2, 8],
      "out.output": [2, 3],
      "conv.grad.output": [2, 2, 2, 2],
      "flat.grad.output": [2, 8],
      "out.grad.output": [2, 3],
      "conv.grad.kernel": [3, 3, 1, 2],
      "conv.grad.bias": [2],
      "out.grad.kernel": [8, 3],
      "out.grad.bias": [3],
    });
    const p = numbers(dump, "out.output");
    const loss = -(Math.log(p[1] ?? 0) + Math.log(p[4] ?? 0)) / 2;
    expect(Number(/^loss (.*)$/m.exec(out)?.[1])).toBeCloseTo(loss, 5);
  });

  test("gives the gradient of the mean loss by the logits: (p - onehot) / n", async () => {
    const { dump } = await dumped(model, "--input", batch(), "--label", "2");
    const logits = numbers(dump, "out.output");
    for (const sample of [0, 3]) {
      const row = logits.slice(sample, sample + 3).map(Math.exp);
      const sum = row.reduce((total, value) => total + value, 0);
      row.forEach((value, index) => {
        const expected = (value / sum - (index === 2 ? 1 : 0)) / 2;
        expect(numbers(dump, "out.grad.output")[sample + index]).toBeCloseTo(expected, 6);
      });
    }
  });

  test("gives the gradient of a softmax's output too: -1 / p at the label", async () => {
    const { dump } = await dumped(small, "--input", batch(), "--label", "0");
    const p = numbers(dump, "out.output");
    const expected = [-1 / (2 * (p[0] ?? 0)), 0, 0, -1 / (2 * (p[3] ?? 0)), 0, 0];
    numbers(dump, "out.grad.output").forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 4);
    });
  });

  test("gives the same gradients whether softmax is in the model or in the loss", async () => {
    const within = await dumped(small, "--input", batch(), "--label", "1");
    const outside = await dumped(model, "--input", batch(), "--label", "1");
    expect(numbers(within.dump, "conv.grad.kernel")).toEqual(numbers(outside.dump, "conv.grad.kernel"));
  });

  test("must be one of the model's classes", async () => {
    const args = ["run", temporaryFile("a.cnn.json", small), "--input", batch(), "--label", "3"];
    expect(await convlens(args)).toEqual({
      code: 2,
      out: "",
      err: "convlens: --label must be a class from 0 to 2, not 3.\n",
    });
  });
});

describe("--upstream", () => {
  const linear = small.replace('"softmax"', '"linear"');

  test("gives the gradients of sum(output * upstream), down to the input", async () => {
    const upstream = tensorFile({ upstream: tensor([2, 3], (index) => index - 2) });
    const { dump } = await dumped(linear, "--input", batch(), "--upstream", upstream);
    expect(numbers(dump, "out.grad.output")).toEqual([-2, -1, 0, 1, 2, 3]);
    expect(numbers(dump, "out.grad.bias")).toEqual([-1, 1, 3]);
    expect(dump.get("input.grad")?.shape).toEqual([2, 4, 4, 1]);
  });

  test("agrees with a difference of two runs in what the input does", async () => {
    const up = tensor([1, 3], (index) => index + 1);
    const upstream = tensorFile({ upstream: up });
    const pixels = tensor([1, 4, 4, 1], (index) => Math.cos(index));
    const run = (input: Tensor) => dumped(linear, "--input", tensorFile({ input }), "--upstream", upstream);
    const value = (dump: NamedTensors) =>
      numbers(dump, "out.output").reduce((sum, y, index) => sum + y * (up.data[index] ?? 0), 0);
    const { dump } = await run(pixels);
    const at = numbers(dump, "input.grad").findIndex((gradient) => Math.abs(gradient) > 0.1);
    const moved = tensor([1, 4, 4, 1], (index) => (pixels.data[index] ?? 0) + (index === at ? 1e-2 : 0));
    const difference = (value((await run(moved)).dump) - value(dump)) / 1e-2;
    expect(difference).toBeCloseTo(numbers(dump, "input.grad")[at] ?? Number.NaN, 2);
  });

  test("names the gradient of each of several inputs", async () => {
    const two = `{ "input": { "a": [2], "b": [2] },
      "layers": [{ "type": "multiply", "name": "product", "inputs": ["a", "b"] }] }`;
    const input = tensorFile({ a: tensor([1, 2], () => 3), b: tensor([1, 2], () => 5) });
    const upstream = tensorFile({ upstream: tensor([2], (index) => index + 1) });
    const { dump } = await dumped(two, "--input", input, "--upstream", upstream);
    expect(numbers(dump, "a.grad")).toEqual([5, 10]);
    expect(numbers(dump, "b.grad")).toEqual([3, 6]);
    expect(dump.has("input.grad")).toBe(false);
  });

  test.each([
    ["another tensor", { up: tensor([2, 3], () => 1) }, "has no tensor named upstream."],
    ["another shape", { upstream: tensor([2, 4], () => 1) }, "must be [2, 3], and is [2, 4]."],
    ["another batch", { upstream: tensor([1, 3], () => 1) }, "must be [2, 3], and is [1, 3]."],
  ])("with %s is refused", async (_claim, tensors, message) => {
    const args = ["run", temporaryFile("a.cnn.json", linear), "--input", batch(), "--upstream", tensorFile(tensors)];
    const { code, err } = await convlens(args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

test("--training normalizes by the batch's own statistics", async () => {
  const model = '{ "input": [2], "layers": [{ "type": "batchNorm", "name": "norm", "epsilon": 1e-12 }] }';
  const input = tensorFile({ input: tensor([2, 2], (index) => 10 * index) });
  const { dump: own } = await dumped(model, "--input", input, "--training");
  const { dump: moving } = await dumped(model, "--input", input);
  numbers(own, "norm.output").forEach((value, index) => {
    expect(value).toBeCloseTo(index < 2 ? -1 : 1, 5);
  });
  expect(numbers(moving, "norm.output")).toEqual([0, 10, 20, 30]);
});

test("as JSON the output and the loss are printed", async () => {
  const { out, dump } = await dumped(small, "--input", batch(), "--label", "0", "--json");
  const printed = JSON.parse(out);
  expect(printed.output).toEqual({ shape: [2, 3], data: numbers(dump, "out.output") });
  expect(printed.loss).toBeTypeOf("number");
});

test("without --dump the output is still shown", async () => {
  const { code, out } = await convlens(["run", temporaryFile("digits.cnn.json", digits), "--input", "mnist:0"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^out\.output \[1, 10\]\n {2}largest at \d: (0\.\d+ ?){10}\n$/);
});

describe("is refused with one line:", () => {
  const model = (): string => temporaryFile("a.cnn.json", small);
  const cases: [claim: string, args: () => string[], message: string][] = [
    ["no input", () => [model()], "convlens run needs --input"],
    ["both starts", () => [model(), "--input", "x.png", "--label", "1", "--upstream", "u"], "give one of them"],
    ["an input that is not there", () => [model(), "--input", "/gone.png"], "Cannot read /gone.png: no such file"],
    ["a label that is none", () => [model(), "--input", batch(), "--label", "x"], "--label must be a whole number"],
    ["a dump into nowhere", () => [model(), "--input", batch(), "--dump", "/gone/x"], "Cannot save to /gone/x"],
  ];

  test.each(cases)("%s", async (_claim, args, message) => {
    const { code, err } = await convlens(["run", ...args()]);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err.trimEnd()).not.toContain("\n");
  });
});

test("a model with mistakes is not run", async () => {
  const { code, err } = await convlens(["run", temporaryFile("a.cnn.json", broken), "--input", batch()]);
  expect(code).toBe(1);
  expect(err).toContain("a.cnn.json:4:");
});
