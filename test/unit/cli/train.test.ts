import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSafetensors, writeSafetensors } from "../../../src/formats/safetensors.ts";
import type { NamedTensors, Tensor } from "../../../src/tensor/named-tensor.ts";
import { idxOf } from "../data/idx-of.ts";
import { convlens, temporaryFile, temporaryFolder } from "./convlens.ts";
import { broken, digits } from "./models.ts";

function modelFile(text = digits): string {
  return temporaryFile("digits.cnn.json", text);
}

function linesOf(out: string): Record<string, unknown>[] {
  return out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

function weightsOf(path: string): NamedTensors {
  return readSafetensors(readFileSync(path));
}

/** A data set of 3 x 3 images with three classes, in a folder of this name beside the model. */
function writeDataset(folder: string): void {
  mkdirSync(folder);
  const image = Uint8Array.from({ length: 9 }, (_, index) => index * 20);
  const write = (name: string, bytes: Uint8Array): void => writeFileSync(join(folder, name), bytes);
  write("train-images-idx3-ubyte", idxOf([2, 3, 3], Uint8Array.of(...image, ...image.toReversed())));
  write("train-labels-idx1-ubyte", idxOf([2], Uint8Array.of(0, 2)));
  write("t10k-images-idx3-ubyte", idxOf([1, 3, 3], image));
  write("t10k-labels-idx1-ubyte", idxOf([1], Uint8Array.of(0)));
}

describe("as JSON", () => {
  test("every epoch is a line, and a last one sums up", async () => {
    const { code, out, err } = await convlens(["train", modelFile(), "--json"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const lines = linesOf(out);
    expect(lines).toHaveLength(4);
    for (const [index, line] of lines.slice(0, 3).entries()) {
      expect(Object.keys(line)).toEqual(["epoch", "loss", "accuracy", "valLoss", "valAccuracy", "seconds"]);
      expect(line.epoch).toBe(index + 1);
      for (const value of Object.values(line)) expect(value).toBeTypeOf("number");
    }
    const confusion = lines[3]?.confusion as number[][];
    expect(Object.keys(lines[3] ?? {})).toEqual(["done", "testAccuracy", "confusion", "seconds"]);
    expect(lines[3]).toMatchObject({ done: true, testAccuracy: lines[2]?.valAccuracy });
    expect(confusion.map((row) => row.length)).toEqual(Array(10).fill(10));
    expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(20);
    const right = confusion.reduce((sum, row, label) => sum + (row[label] ?? 0), 0);
    expect(right / 20).toBe(lines[3]?.testAccuracy);
  });

  test("without test samples the test's numbers are null", async () => {
    const { out } = await convlens(["train", modelFile(), "--json", "--epochs", "1", "--test-samples", "0"]);
    const [epoch, done] = linesOf(out);
    expect(epoch).toMatchObject({ epoch: 1, valLoss: null, valAccuracy: null });
    expect(done).toMatchObject({ done: true, testAccuracy: null, confusion: null });
  });
});

describe("for people", () => {
  test("every epoch is a line with percentages", async () => {
    const { out } = await convlens(["train", modelFile()]);
    const lines = out.split("\n");
    expect(lines[0]).toMatch(
      /^epoch 1\/3 {2}loss \d\.\d{4} {2}accuracy +[\d.]+ % {2}test loss \d\.\d{4} {2}test accuracy +[\d.]+ % {2}[\d.]+ s$/,
    );
    expect(lines[3]).toMatch(
      /^Test accuracy +[\d.]+ % after [\d.]+ s \((relaxed|simd|reference) kernels, 1 thread\)\.$/,
    );
  });

  test("who watch, a line about the step is written over", async () => {
    const { err } = await convlens(["train", modelFile()], { isWatched: true });
    const [before, first, ...others] = err.split("\r\u001b[K");
    expect(before).toBe("");
    expect(first).toMatch(/^epoch 1\/3 {2}step 1\/8 {2}loss \d\.\d{4}$/);
    expect(others.at(-1)).toBe("");
  });
});

describe("the same command", () => {
  async function losses(...options: readonly string[]): Promise<unknown[]> {
    const { out } = await convlens(["train", modelFile(), "--json", ...options]);
    return linesOf(out).map(({ loss }) => loss);
  }

  test("gives the same run", async () => {
    expect(await losses()).toEqual(await losses());
  });

  test.each(["--seed 2", "--samples 40", "--batch-size 4", "--learning-rate 0.001", "--no-shuffle"])(
    "with %s gives another",
    async (options) => {
      expect(await losses(...options.split(" "))).not.toEqual(await losses());
    },
  );

  test("with --threads gives the same", async () => {
    expect(await losses("--threads", "2")).toEqual(await losses());
  });
});

describe("weights", () => {
  test("that were saved are those that the next training starts from", async () => {
    const file = modelFile();
    const saved = join(dirname(file), "w.safetensors");
    const first = await convlens(["train", file, "--json", "--save", saved]);
    expect(first.err).toBe(`Done: the weights are saved in ${saved}.\n`);
    expect([...weightsOf(saved).keys()]).toEqual(["out.kernel", "out.bias"]);
    const again = await convlens([
      "train",
      file,
      "--json",
      "--weights",
      saved,
      "--learning-rate",
      "0",
      "--epochs",
      "1",
    ]);
    expect(linesOf(again.out)[0]?.valLoss).toBe(linesOf(first.out)[2]?.valLoss);
  });

  function weightsFile(shapes: Record<string, readonly number[]>): string {
    const tensors = Object.entries(shapes).map(([name, shape]): [string, Tensor] => {
      return [name, { shape, data: new Float32Array(shape.reduce((product, dim) => product * dim, 1)) }];
    });
    return temporaryFile("w.safetensors", writeSafetensors(new Map(tensors)));
  }

  test("of which some are missing or left over are loaded, and those are named", async () => {
    const path = weightsFile({ "out.bias": [10], "other.kernel": [1] });
    const { code, err } = await convlens(["train", modelFile(), "--json", "--epochs", "1", "--weights", path]);
    expect(code).toBe(0);
    expect(err).toBe(
      `Not in ${path}, so initialized by the seed: out.kernel.\nIn ${path}, but not in the model: other.kernel.\n`,
    );
  });

  test("of another shape are refused with both shapes", async () => {
    const path = weightsFile({ "out.bias": [10], "out.kernel": [5, 10] });
    const { code, err } = await convlens(["train", modelFile(), "--weights", path]);
    expect(code).toBe(2);
    expect(err).toBe(`convlens: out.kernel is [49, 10] in the model, but [5, 10] in ${path}.\n`);
  });

  test("of which none fits are refused", async () => {
    const path = weightsFile({});
    const { code, err } = await convlens(["train", modelFile(), "--weights", path]);
    expect(code).toBe(2);
    expect(err).toContain("holds no weight of this model");
  });

  test("that cannot be saved are refused before the training begins", async () => {
    const { code, out, err } = await convlens(["train", modelFile(), "--save", "/gone/w.safetensors"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe("convlens: Cannot save to /gone/w.safetensors: no such file or directory.\n");
  });
});

describe("Ctrl+C", () => {
  test("stops, saves and says so", async () => {
    const file = modelFile();
    const saved = join(dirname(file), "w.safetensors");
    const options = ["--json", "--epochs", "1000", "--save", saved];
    const { code, out, err } = await convlens(["train", file, ...options], { interruptAt: '"epoch":2' });
    expect(code).toBe(0);
    expect(err).toBe(`Stopped after step 16: the weights are saved in ${saved}.\n`);
    expect(linesOf(out).at(-1)).toMatchObject({ done: true, stopped: true });
    const whole = join(dirname(file), "two.safetensors");
    await convlens(["train", file, "--json", "--epochs", "2", "--save", whole]);
    expect([...weightsOf(saved)]).toEqual([...weightsOf(whole)]);
  });

  test("without --save says that nothing was saved", async () => {
    const { code, err } = await convlens(["train", modelFile(), "--json"], { interruptAt: '"epoch":1' });
    expect(code).toBe(0);
    expect(err).toBe("Stopped after step 8: nothing was saved, for want of --save.\n");
  });
});

describe("a data set", () => {
  const model = `{ "input": [3, 3, 1],
    "layers": [{ "type": "flatten", "name": "flat" }, { "type": "dense", "name": "out", "units": 3 }],
    "training": { "dataset": "mine", "epochs": 1 } }`;

  test("is the folder beside the model that the file names", async () => {
    const file = modelFile(model);
    writeDataset(join(dirname(file), "mine"));
    const { code, out } = await convlens(["train", file, "--json"]);
    expect(code).toBe(0);
    expect(linesOf(out)[1]?.confusion).toHaveLength(3);
  });

  test("is the folder of --data instead", async () => {
    const folder = join(temporaryFolder(), "data");
    writeDataset(folder);
    expect((await convlens(["train", modelFile(model), "--json", "--data", folder])).code).toBe(0);
  });

  test("that is not there is named", async () => {
    const { code, err } = await convlens(["train", modelFile(model)]);
    expect(code).toBe(2);
    expect(err).toMatch(/mine: there is no train-images-idx3-ubyte, plain or \.gz\.\n$/);
  });

  test("that does not fit the model is refused with both shapes", async () => {
    const { code, err } = await convlens(["train", modelFile(model.replace("mine", "mnist"))]);
    expect(code).toBe(1);
    expect(err).toContain("The model's input is [3, 3, 1], but the images are [28, 28, 1] (height, width, channels).");
  });
});

test("a model with mistakes is not trained: they are listed", async () => {
  const file = modelFile(broken);
  const { code, out, err } = await convlens(["train", file]);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain(`${file}:4:`);
});

test("a model larger than the memory is refused before anything is allocated, with its largest layer", async () => {
  const dense = Array.from({ length: 60 }, (_, index) => ({ type: "dense", name: `dense${index}`, units: 46_000 }));
  const layers = [{ type: "flatten" }, ...dense, { type: "dense", name: "out", units: 10 }];
  const { code, err } = await convlens(["train", modelFile(JSON.stringify({ input: [28, 28, 1], layers }))]);
  expect(code).toBe(1);
  expect(err).toMatch(
    /^convlens: The model needs [\d,]+ MB and may use [\d,]+ MB; dense\d+ alone needs [\d,]+ MB \([\d,]+ bytes\)\./,
  );
});

test("a loss that breaks down ends the training, and what was good is saved", async () => {
  const file = modelFile(
    digits.replace('"batchSize": 8', '"batchSize": 1, "loss": "meanSquaredError"').replace("softmax", "linear"),
  );
  const saved = join(dirname(file), "w.safetensors");
  const sgd = file.replace("digits", "sgd");
  writeFileSync(
    sgd,
    readFileSync(file, "utf8").replace('"type": "adam", "learningRate": 0.01', '"type": "sgd", "learningRate": 100'),
  );
  const { code, err } = await convlens(["train", sgd, "--json", "--save", saved]);
  expect(code).toBe(1);
  expect(err).toContain(`Failed: the weights are saved in ${saved}.`);
  expect(existsSync(saved)).toBe(true);
  for (const { data } of weightsOf(saved).values()) for (const value of data) expect(Number.isFinite(value)).toBe(true);
});

describe("with what it computes", () => {
  const text = JSON.stringify({
    input: [28, 28, 1],
    layers: [
      { type: "conv2d", filters: 8, kernelSize: 3, activation: "relu" },
      { type: "flatten" },
      { type: "dense", units: 10, activation: "softmax" },
    ],
    training: { samples: 2000, testSamples: 20, epochs: 1, batchSize: 100 },
  });

  test("is said at the end: the kernels that were asked for, and several threads where the work is worth it", async () => {
    const { code, out } = await convlens(["train", modelFile(text), "--kernels", "reference", "--threads", "2"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^Test accuracy .* s \(reference kernels, 2 threads\)\.$/m);
  });

  test("is one thread for little work, however many are allowed", async () => {
    const { out } = await convlens(["train", modelFile(), "--threads", "4"]);
    expect(out).toMatch(/kernels, 1 thread\)\.$/m);
  });

  test.each(["simd", "reference"])("gives nearly the same numbers with %s kernels", async (kernels) => {
    const [best, other] = await Promise.all([
      convlens(["train", modelFile(), "--json"]),
      convlens(["train", modelFile(), "--json", "--kernels", kernels]),
    ]);
    const [expected, found] = [best, other].map(({ out }) => linesOf(out)[0]?.loss as number);
    expect(found).toBeCloseTo(expected ?? Number.NaN, 4);
  });

  test("must be something that there is", async () => {
    const { code, err } = await convlens(["train", modelFile(), "--kernels", "gpu"]);
    expect({ code, err }).toEqual({
      code: 2,
      err: 'convlens: --kernels must be auto, relaxed, simd, reference or wide, not "gpu".\n',
    });
  });
});
