import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { readSafetensors } from "../../../src/formats/safetensors.ts";
import { convlens, temporaryFile } from "./convlens.ts";
import { broken, digits, small } from "./models.ts";

test("every weight is listed with its largest error, and none is large", async () => {
  const { code, out, err } = await convlens(["gradcheck", temporaryFile("a.cnn.json", small)]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const rows = out
    .trimEnd()
    .split("\n")
    .map((line) => line.split(/ {2,}/).map((cell) => cell.trim()));
  expect(rows.map(([layer, weight]) => `${layer}.${weight}`)).toEqual([
    "layer.weight",
    "conv.kernel",
    "conv.bias",
    "out.kernel",
    "out.bias",
  ]);
});

test("as JSON each layer has its largest error", async () => {
  const { out } = await convlens(["gradcheck", temporaryFile("a.cnn.json", small), "--json"]);
  const { layers, weights } = JSON.parse(out);
  expect(layers.map(({ layer }: { layer: string }) => layer)).toEqual(["conv", "out"]);
  for (const { worst } of layers) {
    expect(worst).toBeGreaterThan(0);
    expect(worst).toBeLessThan(1e-6);
  }
  expect(weights[0]).toMatchObject({ layer: "conv", weight: "kernel", compared: 18, of: 18 });
});

test("given weights are those that are checked", async () => {
  const file = temporaryFile("digits.cnn.json", digits);
  const weights = join(dirname(file), "w.safetensors");
  await convlens(["train", file, "--json", "--save", weights]);
  expect(readSafetensors(readFileSync(weights)).size).toBe(2);
  const { out: initial } = await convlens(["gradcheck", file, "--json"]);
  const { code, out: trained } = await convlens(["gradcheck", file, "--json", "--weights", weights]);
  expect(code).toBe(0);
  expect(trained).not.toBe(initial);
});

test("a model with mistakes has no gradients", async () => {
  const { code, out, err } = await convlens(["gradcheck", temporaryFile("a.cnn.json", broken)]);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain("a.cnn.json:4:");
});

test.each(["relaxed", "simd", "reference"])(
  "the float32 gradients of the %s kernels can be checked too",
  async (kernels) => {
    const file = temporaryFile("a.cnn.json", small);
    const { code, out } = await convlens(["gradcheck", file, "--json", "--kernels", kernels]);
    expect(code).toBe(0);
    for (const { worst } of JSON.parse(out).layers) {
      expect(worst).toBeGreaterThan(1e-9);
      expect(worst).toBeLessThan(1e-5);
    }
  },
);
