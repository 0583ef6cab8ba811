import fc from "fast-check";
import { expect, test } from "vitest";
import { alikeNodes } from "../../../src/engine/alike.ts";
import type { Network } from "../../../src/engine/network.ts";
import { networkOf } from "../../support/build.ts";

const same = { type: "conv2d", filters: 2, kernelSize: 3, padding: "same" };

/** Two branches, one of them skipped by the input, a join, a pool that keeps where its maxima were, and a head. */
const layers: readonly Readonly<Record<string, unknown>>[] = [
  { ...same, name: "stem", activation: "relu" },
  { ...same, name: "left", inputs: "stem", activation: "tanh" },
  { ...same, name: "right", inputs: "input" },
  { type: "add", name: "join", inputs: ["left", "right"] },
  { type: "activation", name: "act", function: "relu" },
  { type: "maxPool2d", name: "pool" },
  { type: "batchNorm", name: "norm" },
  { type: "concat", name: "both", inputs: ["norm", "pool"] },
  { type: "flatten", name: "flat" },
  { type: "dense", name: "head", units: 3, activation: "softmax" },
];

function build(edit: Readonly<Record<string, object>> = {}): Network {
  const edited = layers.map((layer) => ({ ...layer, ...edit[String(layer.name)] }));
  const network = networkOf({ input: [6, 6, 1], layers: edited }, { batchSize: 1, inputGradients: true });
  for (const { value } of network.weights) value.set(value.map((_, i) => Math.sin(i + 1)));
  network.inputs[0]?.set(Array.from({ length: 36 }, (_, i) => Math.cos(i)));
  return network;
}

function names(network: Network, indices: Iterable<number>): (string | undefined)[] {
  return [...indices].map((index) => network.plan.nodes.find((node) => node.index === index)?.name);
}

/** All that a pass leaves behind, values first and then the gradients of a backward pass from ones. */
function everything(network: Network): number[][] {
  network.clearGradients();
  network.gradientAt("output").fill(1);
  network.backward("output");
  return [
    ...network.plan.nodes.flatMap(({ index }) => [[...network.output(index)], [...network.beforeActivation(index)]]),
    ...network.weights.map(({ gradient }) => [...(gradient ?? [])]),
    [...network.inputGradient(0)],
  ];
}

/** The edited network with what an unedited one has computed, and which layers it computed itself. */
function edited(edit: Readonly<Record<string, object>>): { network: Network; computed: (string | undefined)[] } {
  const before = build();
  before.forward(1, { training: false });
  const network = build(edit);
  const alike = alikeNodes(before, network);
  network.takeValues(before, alike);
  const changed = network.plan.nodes.filter(({ index }) => !alike.has(index)).map(({ index }) => index);
  return { network, computed: names(network, network.forwardBehind(1, new Set(changed))) };
}

test("a changed weight makes only the layers behind its own be computed again, on the branches that it feeds", () => {
  const network = build();
  network.forward(1, { training: false });
  expect(names(network, network.forwardBehind(1, new Set([1])))).toEqual([
    ...["left", "join", "act", "pool", "norm", "both", "flat", "head"],
  ]);
  expect(network.forwardBehind(1, new Set())).toEqual([]);
});

test.each([
  ["a head's units", { head: { units: 4 } }, ["head"]],
  ["one branch", { right: { kernelSize: 5 } }, ["right", "join", "act", "pool", "norm", "both", "flat", "head"]],
  ["an activation", { act: { function: "tanh" } }, ["act", "pool", "norm", "both", "flat", "head"]],
  ["a place that a join takes", { both: { inputs: ["pool", "norm"] } }, ["both", "flat", "head"]],
  ["a number of one layer", { norm: { epsilon: 0.5 } }, ["norm", "both", "flat", "head"]],
  ["nothing", {}, []],
])("after an edit of %s the layers before it keep their values", (_, edit, expected) => {
  const { network, computed } = edited(edit);
  expect(computed).toEqual(expected);
  const full = build(edit);
  full.forward(1, { training: false });
  expect(everything(network)).toEqual(everything(full));
});

test("a layer's name does not count, but its weights do", () => {
  expect(edited({ flat: { name: "flattened" } }).computed).toEqual([]);
  const [before, after] = [build(), build()];
  const kernel = after.weights.find(({ name }) => name === "norm.gamma")?.value as Float64Array;
  kernel[1] = -(kernel[1] as number);
  expect(names(after, alikeNodes(before, after).keys())).toEqual(["stem", "left", "right", "join", "act", "pool"]);
});

test("networks for inputs of another shape have nothing alike", () => {
  const before = build();
  const after = networkOf(
    { input: [6, 7, 1], layers: [{ ...same, name: "stem", activation: "relu" }] },
    { batchSize: 1 },
  );
  expect(alikeNodes(before, after).size).toBe(0);
});

test("after any weights have changed, a pass behind them equals a full pass bit for bit", () => {
  const names = build().weights.map(({ name }) => name);
  fc.assert(
    fc.property(fc.subarray(names), fc.double({ min: -2, max: 2, noNaN: true }), (changed, factor) => {
      const [partial, full] = [build(), build()];
      partial.forward(1, { training: false });
      const touch = (network: Network) => {
        const touched = network.weights.filter(({ name }) => changed.includes(name));
        for (const { value } of touched) value.set(value.map((x) => Math.abs(x * factor)));
        return touched.map(({ layer }) => layer);
      };
      const layers = touch(partial);
      const nodes = partial.plan.nodes.filter(({ name }) => layers.includes(name)).map(({ index }) => index);
      partial.forwardBehind(1, new Set(nodes));
      touch(full);
      full.forward(1, { training: false });
      expect(everything(partial)).toEqual(everything(full));
    }),
    { numRuns: 50 },
  );
});
