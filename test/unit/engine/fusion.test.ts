/** Networks whose layers are computed as one, beside the same networks layer by layer: outputs, gradients, and steps of training. */
import { describe, expect, it } from "vitest";
import { allFusions, type Fusions } from "../../../src/engine/group.ts";
import type { Network } from "../../../src/engine/network.ts";
import { chooseBackend } from "../../../src/kernels/choose-backend.ts";
import { referenceBackend } from "../../../src/kernels/reference/backend.ts";
import type { BackendName } from "../../../src/tensor/backend.ts";
import { Random } from "../../../src/tensor/random.ts";
import { networkOf } from "../../support/build.ts";
import { relativeError } from "../../support/run-layer.ts";

const conv = (filters: number, more: object = {}) => ({ type: "conv2d", filters, kernelSize: 3, ...more });
const relu = { activation: "relu" };
const head = [{ type: "flatten" }, { type: "dense", units: 4, activation: "softmax" }];

const models: Record<string, object> = {
  "the article's network": {
    input: [12, 12, 1],
    layers: [conv(8, { padding: "same", ...relu }), conv(16, { strides: 2, ...relu }), ...head],
  },
  "convolution, ReLU and pool, twice": {
    input: [14, 13, 2],
    layers: [
      conv(5, { padding: "same", ...relu }),
      { type: "maxPool2d" },
      conv(7, relu),
      { type: "maxPool2d" },
      ...head,
    ],
  },
  "layers as PyTorch writes them: convolution, pool, ReLU": {
    input: [13, 13, 3],
    layers: [
      conv(6),
      { type: "maxPool2d", poolSize: 3, strides: 2 },
      { type: "activation", function: "relu" },
      conv(6, { bias: false }),
      { type: "activation", function: "relu" },
      { type: "maxPool2d", poolSize: 2, ceilMode: true },
      ...head,
    ],
  },
  "wide layers, whose tiles are Winograd's": {
    input: [9, 10, 16],
    layers: [conv(18, { padding: "same", ...relu }), conv(16, relu), { type: "maxPool2d" }, ...head],
  },
  "a map that two layers read": {
    input: [8, 8, 2],
    layers: [
      conv(4, { name: "stem", ...relu }),
      conv(4, { name: "left", inputs: "stem", padding: "same", ...relu }),
      { type: "maxPool2d", name: "right", inputs: "stem", poolSize: 1 },
      { type: "add", inputs: ["left", "right"] },
      ...head,
    ],
  },
  "a residual around a block": {
    input: [7, 7, 3],
    layers: [
      conv(3, { name: "a", padding: "same", ...relu }),
      conv(3, { name: "b", padding: "same" }),
      { type: "add", name: "sum", inputs: ["a", "b"] },
      { type: "activation", function: "relu" },
      { type: "add", inputs: ["activation_1", "a"] },
      ...head,
    ],
  },
  "one input for two blocks": {
    input: [6, 6, 2],
    layers: [
      conv(3, { name: "a", inputs: "input", ...relu }),
      conv(3, { name: "b", inputs: "input", ...relu }),
      { type: "concat", inputs: ["a", "b", "a"] },
      ...head,
    ],
  },
  "a flattened map that is read twice": {
    input: [5, 5, 1],
    layers: [
      conv(2, { name: "a", ...relu }),
      { type: "flatten", name: "flat" },
      { type: "dense", name: "left", inputs: "flat", units: 6, ...relu },
      { type: "dense", name: "right", inputs: "flat", units: 6, activation: "tanh" },
      { type: "multiply", inputs: ["left", "right"] },
      { type: "dense", units: 4, activation: "softmax" },
    ],
  },
  "batch normalization between": {
    input: [8, 8, 1],
    layers: [
      conv(4, { bias: false }),
      { type: "batchNorm" },
      { type: "activation", function: "relu" },
      { type: "maxPool2d" },
      { type: "flatten" },
      { type: "reshape", targetShape: [3, 3, 4] },
      conv(3, { kernelSize: 2, activation: "tanh" }),
      ...head,
    ],
  },
  "groups, dilation, strides and pads of their own": {
    input: [15, 14, 4],
    layers: [
      conv(8, { groups: 2, padding: 1, ...relu }),
      conv(6, { dilation: 2, padding: [2, 1], ...relu }),
      { type: "maxPool2d" },
      conv(5, { strides: [2, 3], kernelSize: [3, 2], padding: "same", bias: "perPosition", ...relu }),
      conv(3, { strides: 3, kernelSize: 2, padding: 1, ...relu }),
      ...head,
    ],
  },
  "a convolution as the model's output": {
    input: [6, 6, 2],
    layers: [conv(3, relu), conv(4, { kernelSize: 4, ...relu }), { type: "flatten" }],
  },
  "dense layers of few and of many units": {
    input: [7],
    layers: [
      { type: "dense", units: 17, ...relu },
      { type: "dense", units: 13, bias: false, ...relu },
      { type: "dense", units: 10 },
      { type: "activation", function: "relu" },
      { type: "dense", units: 4, activation: "softmax" },
    ],
  },
};

const batchSize = 5;

interface Way {
  readonly backend: BackendName;
  readonly fusions?: Fusions;
}

function build(model: object, { backend, fusions }: Way): Network {
  const options = { precision: "float32", batchSize, observed: "output", inputGradients: true } as const;
  const chosen = backend === "reference" ? referenceBackend : chooseBackend(backend);
  return networkOf(model, { ...options, backend: chosen, ...(fusions && { fusions }) });
}

/** Output, gradients of inputs and weights of a few passes over random numbers, of n samples each. */
function run(network: Network, counts: readonly number[]): Map<string, Float32Array> {
  const random = new Random(11);
  const found = new Map<string, Float32Array>();
  for (const { value } of network.weights) for (let i = 0; i < value.length; i++) value[i] = random.uniform() - 0.5;
  for (const [pass, n] of counts.entries()) {
    for (const input of network.inputs) for (let i = 0; i < input.length; i++) input[i] = 2 * random.uniform() - 1;
    network.forward(n, { training: true });
    network.clearGradients();
    const dy = network.gradientAt("output");
    for (let i = 0; i < dy.length; i++) dy[i] = random.uniform() - 0.5;
    network.backward("output");
    found.set(`${pass} output`, Float32Array.from(network.output(network.plan.output.index)));
    found.set(
      `${pass} input`,
      Float32Array.from(network.inputGradient(0).subarray(0, n * (network.inputGradient(0).length / batchSize))),
    );
    for (const { name, gradient } of network.weights) found.set(`${pass} ${name}`, Float32Array.from(gradient ?? []));
  }
  return found;
}

const ways: Way[] = [
  { backend: "relaxed" },
  { backend: "simd" },
  { backend: "relaxed", fusions: { ...allFusions, pooling: false } },
  { backend: "relaxed", fusions: { ...allFusions, copies: false } },
  { backend: "relaxed", fusions: { ...allFusions, blocks: false } },
  { backend: "relaxed", fusions: { ...allFusions, winograd: false } },
];

describe.each(Object.entries(models))("%s", (_, model) => {
  const expected = run(build(model, { backend: "reference" }), [5, 1, 3, 4]);

  it.each(ways)("gives the plain layers' outputs and gradients, fused $backend $fusions", (way) => {
    const found = run(build(model, way), [5, 1, 3, 4]);
    expect([...found.keys()]).toEqual([...expected.keys()]);
    for (const [name, numbers] of expected) {
      expect(relativeError(found.get(name) ?? [], numbers), name).toBeLessThan(2e-5);
    }
  });

  it("adds to the weights what would be the gradient", () => {
    const [apart, joined] = [build(model, { backend: "relaxed" }), build(model, { backend: "relaxed" })];
    if (!joined.descends) return;
    for (const network of [apart, joined]) {
      network.inputs[0]?.fill(0.3);
      network.forward(3, { training: true });
      network.clearGradients();
      network.gradientAt("output").fill(-0.01);
      network.backward("output", { intoWeights: network === joined });
    }
    for (const [i, { name, value, gradient }] of apart.weights.entries()) {
      const expected = value.map((number, at) => number + (gradient?.[at] ?? Number.NaN));
      expect(relativeError(joined.weights[i]?.value ?? [], expected), name).toBeLessThan(1e-5);
    }
  });
});

describe("what is not observed", () => {
  const model = models["convolution, ReLU and pool, twice"] as object;

  it("takes no memory and says so when asked for", () => {
    const network = build(model, { backend: "relaxed" });
    network.forward(1, { training: false });
    expect(network.keeps(0)).toBe(false);
    expect(() => network.output(0)).toThrow(/conv2d_1 are not kept/);
    expect(network.plan.bytes).toBeLessThan(build(model, { backend: "reference" }).plan.bytes);
  });

  it("is there in a network that is observed", () => {
    const network = networkOf(model, { backend: chooseBackend("relaxed"), precision: "float32" });
    network.forward(1, { training: false });
    expect(network.plan.groups.every(({ kind }) => kind === "layer")).toBe(true);
    expect(network.output(0)).toHaveLength(14 * 13 * 5);
  });
});
