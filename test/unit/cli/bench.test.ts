import { expect, test } from "vitest";
import { convlens } from "./convlens.ts";

const names = [
  "small-batch-1",
  "lenet-batch-32",
  "lenet-batch-128-threads-1",
  "convolution-56x56x64-forward",
  "convolution-56x56x64-input-gradient",
  "convolution-56x56x64-kernel-gradient",
  "convolution-28x28x32-forward",
  "convolution-28x28x32-input-gradient",
  "convolution-28x28x32-kernel-gradient",
];

test("says with what it computed, and a rate for each of its jobs", async () => {
  const { code, out, err } = await convlens(["bench", "--seconds", "0.01", "--threads", "1", "--json"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const report = JSON.parse(out);
  const best = report.relaxedSimd ? "relaxed" : report.simd ? "simd" : "reference";
  expect(report).toMatchObject({ kernels: best, threads: 1, node: process.versions.node });
  expect(report.results.map(({ name }: { name: string }) => name)).toEqual(names);
  for (const { value, unit } of report.results) {
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(["steps/s", "GFLOP/s"]).toContain(unit);
  }
});

test("tells people the same in a table", async () => {
  const { code, out } = await convlens(["bench", "--seconds", "0.01", "--threads", "2", "--kernels", "simd"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^.+, \d+ cores, Node \d+\.\d+\.\d+\nKernels: simd\. .* Threads: 2\.\n/);
  expect(out).toMatch(/^A step of LeNet-5, 128 images, on 2 threads +[\d.]+ {2}steps\/s$/m);
  expect(out).toMatch(/^A step of LeNet-5, 32 images +[\d.]+ {2}steps\/s$/m);
  expect(out.match(/GFLOP\/s$/gm)).toHaveLength(6);
});

test("takes no file", async () => {
  const { code, err } = await convlens(["bench", "model.cnn.json"]);
  expect({ code, err }).toEqual({ code: 2, err: 'convlens: convlens bench takes no file, not "model.cnn.json".\n' });
});
