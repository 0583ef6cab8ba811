import { describe, expect, test } from "vitest";
import type { Graph, GraphNode } from "../../../src/graph/graph.ts";
import { buildSnapshot, type SnapshotSource, whyBroken } from "../../../src/panel/snapshot.ts";
import { untrained } from "../../../src/panel/training-history.ts";
import { readModel } from "./session-harness.ts";

const article = `{
  // the article's network
  "input": [28, 28, 1],
  "layers": [
    { "type": "conv2d", "filters": 8, "kernelSize": 3, "padding": "same", "activation": "relu" },
    { "type": "conv2d", "filters": 16, "kernelSize": [3, 3], "strides": 2, "padding": "valid" },
    { "type": "flatten" },
    { "type": "dense", "units": 10, "activation": "softmax" }
  ]
}`;

const dataset = { train: 10_000, test: 2_000, shape: [28, 28, 1], classes: 10 };

function snapshotOf(text: string, more: Partial<SnapshotSource> = {}) {
  return buildSnapshot({
    ...readModel(text, "article.cnn.json"),
    revision: 7,
    selected: -1,
    dataset: undefined,
    trouble: undefined,
    training: untrained,
    curve: [],
    epochs: [],
    weightsVersion: 3,
    ...more,
  });
}

describe("a snapshot", () => {
  test("counts parameters as PyTorch does in a PyTorch model, and running statistics beside them", () => {
    const text = `{ "input": [8, 8, 4], "layers": [{ "type": "batchNorm" }, { "type": "conv2d", "filters": 2, "kernelSize": 1 }] }`;
    const { document } = readModel(text);
    const counts = (from: Pick<Graph, "initialization">) =>
      snapshotOf(text, { document: { ...document, graph: { ...document.graph, ...from } } }).layers.map(
        ({ parameters, statistics }) => [parameters, statistics],
      );
    expect(counts({ initialization: "torch" })).toEqual([
      [8, 8],
      [10, undefined],
    ]);
    expect(counts({})).toEqual([
      [16, undefined],
      [10, undefined],
    ]);
  });

  test("has each layer with its shapes, costs, activation, feeders and line", () => {
    const { layers, input, broken, fileName, revision, weightsVersion } = snapshotOf(article);
    expect([input, broken, fileName, revision, weightsVersion]).toEqual([
      [28, 28, 1],
      undefined,
      "article.cnn.json",
      7,
      3,
    ]);
    expect(
      layers.map(({ name, line, feeders, shape, parameters, activation }) => [
        name,
        line,
        feeders,
        shape?.output,
        parameters,
        activation,
      ]),
    ).toEqual([
      ["conv2d_1", 5, [-1], [28, 28, 8], 80, "relu"],
      ["conv2d_2", 6, [0], [13, 13, 16], 1168, undefined],
      ["flatten_1", 7, [1], [2704], 0, undefined],
      ["dense_1", 8, [2], [10], 27050, "softmax"],
    ]);
    expect(layers[1]?.macs).toBe(194_688);
    expect(layers[1]?.inputShapes).toEqual([[28, 28, 8]]);
    expect(layers[1]?.shape?.window).toMatchObject({ h: 28, oh: 13, sh: 2 });
  });

  test("can be sent as JSON without losing a field", () => {
    const snapshot = snapshotOf(article, { dataset });
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(JSON.parse(JSON.stringify(structuredClone(snapshot))));
    expect(JSON.parse(JSON.stringify(snapshot)).layers).toHaveLength(4);
  });

  test("of a broken model still shows what is known, with the problem at its layer and the reasons behind it", () => {
    const text = article.replace('"filters": 16', '"filters": 0');
    const { layers, broken, computable } = snapshotOf(text);
    expect(broken).toContain("filters");
    expect(computable).toBe(1);
    expect(layers[0]?.shape?.output).toEqual([28, 28, 8]);
    expect(layers[0]?.problem).toBeUndefined();
    expect(layers[1]?.problem).toContain("filters");
    expect(layers[2]?.shape).toBeUndefined();
    expect(layers[2]?.unknownBecause).toEqual(expect.any(String));
  });

  test("of a model that can be computed is not broken by a mistake in its training options", () => {
    const { broken } = snapshotOf(article.replace(/\n\}$/, ',\n  "training": { "epochs": -1 }\n}'));
    expect(broken).toBeUndefined();
  });

  test.each([
    ["an empty file", ""],
    ["no layers", '{ "input": [28, 28, 1], "layers": [] }'],
    ["no input", article.replace('"input": [28, 28, 1],', "")],
    ["an unfinished text", '{ "input": [28, 28, 1], "layers": [{ "type": "conv2d", '],
    ["a list instead of an object", "[1, 2]"],
  ])("of %s says in words that it cannot be computed", (_, text) => {
    const { broken } = snapshotOf(text);
    expect(broken).toMatch(/\w+ \w+/);
  });

  test("of a program that does not say its input's size tells how to say it", () => {
    const { document } = readModel(article);
    const graph = { ...document.graph, inputs: document.graph.inputs.map((input) => ({ ...input, shape: undefined })) };
    expect(whyBroken({ ...document, graph })).toMatch(
      /^The input's size is not known\. Set it with ConvLens: Set Input Shape/,
    );
  });

  test("of a program with a layer that nothing computes names it, and what is known of it", () => {
    const { document } = readModel(article);
    const { graph, analysis } = document;
    const [first, ...rest] = graph.nodes;
    const foreign = { ...(first as GraphNode), name: "conv1", type: "Conv1d", definition: undefined };
    const unknown = { known: false as const, reason: "conv1 has the unknown type Conv1d" };
    expect(
      whyBroken({
        ...document,
        graph: { ...graph, nodes: [foreign, ...rest] },
        analysis: { ...analysis, nodes: [unknown, ...analysis.nodes.slice(1)] },
      }),
    ).toBe("conv1 is a Conv1d: shapes of these are known, but nothing is computed with them.");
  });

  test("says when the data set's images are not what the input takes", () => {
    const { broken, unfit } = snapshotOf(article, { dataset: { ...dataset, shape: [32, 32, 3] } });
    expect(unfit).toContain("32 × 32 × 3");
    expect(broken).toBeUndefined();
    expect(snapshotOf(article, { dataset }).unfit).toBeUndefined();
  });

  test("tells apart what the model's output does where the data set does not fit", () => {
    const wide = article.replace('"units": 10', '"units": 1000');
    expect(snapshotOf(wide, { dataset: { ...dataset, shape: [32, 32, 3] } }).classes).toBe(1000);
    expect(snapshotOf(wide, { dataset }).classes).toBe(10);
  });

  test("says first what keeps the file from being followed", () => {
    expect(snapshotOf("", { trouble: "article.cnn.json was deleted." }).broken).toBe("article.cnn.json was deleted.");
    expect(snapshotOf(article, { trouble: "article.cnn.json was deleted.", dataset }).computable).toBe(4);
    expect(snapshotOf(article, { trouble: "There is no data set.", dataset: undefined }).computable).toBe(0);
  });

  test("counts the samples once they are known", () => {
    expect(snapshotOf(article).samples).toEqual({ train: 0, test: 0 });
    expect(snapshotOf(article, { dataset }).samples).toEqual({ train: 10_000, test: 2_000 });
  });

  test.each([
    [-1, -1],
    [2, 2],
    [9, 3],
    [-5, -1],
  ])("with layer %i selected has %i", (selected, expected) => {
    expect(snapshotOf(article, { selected }).selected).toBe(expected);
  });
});
