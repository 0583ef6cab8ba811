/** The models of examples/: what people open first must be right and must learn. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { optimizerSlots } from "../../src/engine/optimizer.ts";
import { train } from "../../src/engine/train.ts";
import { readCnnJson } from "../../src/formats/cnn-json/read.ts";
import { chooseBackend } from "../../src/kernels/choose-backend.ts";
import { Random } from "../../src/tensor/random.ts";
import type { Samples } from "../../src/tensor/samples.ts";
import { networkOf } from "../support/build.ts";

const folder = join(import.meta.dirname, "../../examples");
const files = readdirSync(folder).filter((name) => name.endsWith(".cnn.json"));

/** Two images of 28 x 28 for each of ten classes: a square on noise, whose side tells the class. */
function squares(): Samples {
  const random = new Random(7);
  const pixels = Array.from({ length: 20 }, (_, sample) => {
    const side = 2 + 2 * (sample % 10);
    const isInside = (cell: number): boolean => Math.abs(cell - 13.5) < side / 2;
    const pixel = (_: unknown, i: number): number =>
      (isInside(Math.floor(i / 28)) && isInside(i % 28) ? 0.7 : 0) + 0.3 * random.uniform();
    return Float32Array.from({ length: 28 * 28 }, pixel);
  });
  return {
    count: pixels.length,
    shape: [28, 28, 1],
    classes: 10,
    label: (index) => index % 10,
    write: (index, target, offset) => target.set(pixels[index] as Float32Array, offset),
  };
}

describe.each(files)("examples/%s", (name) => {
  const text = readFileSync(join(folder, name), "utf8");
  const document = readCnnJson(text, name);

  test("has no mistake", () => {
    expect(document.issues).toEqual([]);
  });

  test("learns: two dozen steps lower the loss, and every weight gets a gradient of finite numbers", () => {
    const data = { train: squares(), test: { ...squares(), count: 0 } };
    const { count } = data.train;
    const options = { ...document.training, samples: count, batchSize: count, epochs: 24 };
    const network = networkOf(document, {
      backend: chooseBackend(),
      precision: "float32",
      batchSize: count,
      optimizerSlots: optimizerSlots(options.optimizer),
    });
    const losses = [...train(network, data, options)].flatMap((event) => (event.kind === "step" ? event.loss : []));
    expect(losses.at(-1)).toBeLessThan(0.9 * (losses[0] ?? 0));
    for (const { name, spec, gradient = [] } of network.weights.filter(({ spec }) => spec.trainable)) {
      expect(gradient, name).toHaveLength(spec.shape.reduce((product, dim) => product * dim, 1));
      expect(gradient.every(Number.isFinite), name).toBe(true);
      expect(
        gradient.some((value) => value !== 0),
        name,
      ).toBe(true);
    }
  });

  test("is explained to learners", () => {
    // The article's own file is given as it is printed there.
    if (name !== "article.cnn.json") expect(text.match(/^ *\/\/ .{20,}/gm)?.length).toBeGreaterThan(1);
  });
});
