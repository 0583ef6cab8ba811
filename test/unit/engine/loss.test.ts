import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createLoss } from "../../../src/engine/loss.ts";
import { crossEntropy, meanSquaredError } from "../../../src/engine/loss-rules.ts";
import { networkOf } from "../../support/build.ts";
import { relativeError } from "../../support/run-layer.ts";

interface Case {
  id: string;
  op: "softmaxCrossEntropy" | "meanSquaredError";
  attrs: { target: Nested[]; reduction: "mean" | "sum"; labels?: "sparse" | "onehot" };
  inputs: { x: { shape: number[]; data: number[] } };
  output: { data: number[] };
  grads: { x: { data: number[] } };
}

type Nested = number | Nested[];

const cases: Case[] = JSON.parse(readFileSync(new URL("../../golden/ops/loss.json", import.meta.url), "utf8")).cases;

/** The targets as one row for each sample. */
function targetRows({ attrs, inputs: { x } }: Case): number[][] {
  const n = x.shape[0] ?? 0;
  const classes = x.data.length / n;
  if (attrs.labels === "sparse") {
    return attrs.target.map((label) => Array.from({ length: classes }, (_, i) => (i === label ? 1 : 0)));
  }
  const flat = attrs.target.flat(3) as number[];
  return Array.from({ length: n }, (_, sample) => flat.slice(sample * classes, (sample + 1) * classes));
}

it.each(cases)("$id: loss and gradient equal the framework's", (golden) => {
  const rule = golden.op === "meanSquaredError" ? meanSquaredError : crossEntropy;
  const rows = targetRows(golden);
  const { data } = golden.inputs.x;
  const values = Float64Array.from(data);
  const gradient = new Float64Array(data.length);
  const scale = golden.attrs.reduction === "mean" ? 1 / rows.length : 1;
  const sum = rows
    .map((row, sample) => rule(values, Float64Array.from(row), gradient, { from: sample * row.length, scale }))
    .reduce((total, loss) => total + loss);
  expect(relativeError([sum * scale], golden.output.data, 9)).toBeLessThan(1e-9);
  expect(relativeError(gradient, golden.grads.x.data, 9)).toBeLessThan(1e-9);
});

function run(logits: Case["inputs"]["x"], labels: number[], activation: string) {
  const [n = 0, classes = 0] = logits.shape;
  const network = networkOf(
    { input: [classes], layers: [{ type: "activation", function: activation }] },
    { batchSize: n, inputGradients: true },
  );
  network.inputs[0]?.set(logits.data);
  network.forward(n, { training: false });
  network.clearGradients();
  const loss = createLoss(network, "crossEntropy", classes);
  const result = loss.withGradient(labels);
  network.backward(loss.start);
  return { loss: result.loss / n, gradient: [...network.inputGradient(0)], result };
}

describe("cross entropy", () => {
  it("is the same on logits and behind softmax or logSoftmax", () => {
    const logits = { shape: [2, 3], data: [0.3, -1, 2, 0.1, 0.2, -0.7] };
    const plain = run(logits, [2, 0], "linear");
    for (const activation of ["softmax", "logSoftmax"]) {
      const found = run(logits, [2, 0], activation);
      expect(found.loss).toBe(plain.loss);
      expect(found.gradient).toEqual(plain.gradient);
    }
  });

  it("stays finite for logits that would overflow", () => {
    const { loss, gradient } = run({ shape: [1, 3], data: [1000, 0, -1000] }, [2], "softmax");
    expect(loss).toBe(2000);
    expect(gradient).toEqual([1, 0, -1]);
  });

  it("counts a sample as right when its label has the largest output", () => {
    const { result } = run({ shape: [3, 2], data: [2, 1, 0, 3, 5, 4] }, [0, 1, 1], "softmax");
    expect(result.correct).toBe(2);
  });
});

describe("mean squared error", () => {
  it("is the mean over the outputs of the squared distance from the one-hot label", () => {
    const network = networkOf({ input: [2], layers: [{ type: "activation", function: "linear" }] }, { batchSize: 1 });
    network.inputs[0]?.set([0.5, 2]);
    network.forward(1, { training: false });
    const loss = createLoss(network, "meanSquaredError", 2);
    expect(loss.withGradient([1]).loss).toBe((0.25 + 1) / 2);
    expect([...network.gradientAt(loss.start)]).toEqual([0.5, 1]);
  });
});

it("an output that cannot stand for the classes is refused with the layer and the number to set", () => {
  const network = networkOf({ input: [4], layers: [{ type: "dense", name: "head", units: 5 }] });
  expect(() => createLoss(network, "crossEntropy", 10)).toThrow(/head gives \[5\].*10 classes.*units 10/);
});
