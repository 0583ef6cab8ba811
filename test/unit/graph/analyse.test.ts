import { describe, expect, test } from "vitest";
import { analyse } from "../../../src/graph/analyse.ts";
import type { Analysis } from "../../../src/graph/analysis.ts";
import { graphOf, type TestLayer } from "./graph-of.ts";

function dense(name: string, ...inputs: string[]): TestLayer {
  return { type: "dense", name, units: 4, ...(inputs.length > 0 && { inputs }) };
}

function shapesOf({ nodes }: Analysis): unknown[] {
  return nodes.map((node) => (node.known ? node.shape.output : node.reason));
}

function issuesOf({ issues }: Analysis): string[] {
  return issues.map(({ code, node }) => `${code} ${node}`);
}

const article: readonly TestLayer[] = [
  { type: "conv2d", filters: 8, kernelSize: 3, padding: "same", activation: "relu" },
  { type: "conv2d", filters: 16, kernelSize: 3, strides: 2, activation: "relu" },
  { type: "flatten" },
  { type: "dense", units: 10, activation: "softmax" },
];

describe("shapes and costs", () => {
  const analysis = analyse(graphOf([28, 28, 1], article));

  test("follow from layer to layer", () => {
    expect(shapesOf(analysis)).toEqual([[28, 28, 8], [13, 13, 16], [2704], [10]]);
    expect(analysis.issues).toEqual([]);
  });

  test("parameters are the numbers of all weights", () => {
    const counts = analysis.nodes.map((node) => (node.known ? node.parameters : 0));
    expect(counts).toEqual([3 * 3 * 8 + 8, 3 * 3 * 8 * 16 + 16, 0, 2704 * 10 + 10]);
    expect(analysis.parameters).toBe(28_298);
  });

  test("multiplications are those of the layers that multiply", () => {
    expect(analysis.macs).toBe(28 * 28 * 9 * 8 + 13 * 13 * 9 * 8 * 16 + 27_040);
    expect(analysis.nodes.map((node) => node.known && node.macs === undefined)).toEqual([false, false, true, false]);
  });

  test("are summed over the layers that are known", () => {
    const broken = analyse(graphOf([28, 28, 1], [article[0] as TestLayer, { type: "mystery" }]));
    expect(broken.parameters).toBe(80);
  });
});

describe("the order of computation", () => {
  test("has feeders first, wherever the file lists them", () => {
    const graph = graphOf(
      [4],
      [dense("last", "middle"), dense("middle", "first"), dense("first", "input"), dense("out", "last")],
    );
    const { order, nodes } = analyse(graph);
    expect(order).toEqual([2, 1, 0, 3]);
    expect(nodes.every(({ known }) => known)).toBe(true);
  });

  test("leaves out layers on a cycle and behind one", () => {
    const graph = graphOf(
      [4],
      [dense("a"), { type: "add", name: "b", inputs: ["a", "c"] }, dense("c", "b"), dense("d", "c")],
    );
    const analysis = analyse(graph);
    expect(analysis.order).toEqual([0]);
    expect(issuesOf(analysis)).toEqual(["graph/cycle 1", "graph/cycle 2"]);
    expect(shapesOf(analysis)).toEqual([
      [4],
      "b is on a cycle",
      "c is on a cycle",
      "d waits for b, which is on a cycle",
    ]);
  });

  test("a layer between two cycles is on none", () => {
    const pair = (a: string, b: string, from: string): TestLayer[] => [
      { type: "add", name: a, inputs: [from, b] },
      dense(b, a),
    ];
    const graph = graphOf([4], [...pair("a", "b", "input"), dense("between", "b"), ...pair("c", "d", "between")]);
    const analysis = analyse(graph);
    expect(issuesOf(analysis)).toEqual(["graph/cycle 0", "graph/cycle 1", "graph/cycle 3", "graph/cycle 4"]);
    expect(shapesOf(analysis)[2]).toBe("between waits for a, which is on a cycle");
  });

  test("names the cycle in the direction of the data", () => {
    const graph = graphOf([4], [dense("a", "c"), dense("b", "a"), dense("c", "b")]);
    expect(analyse(graph).issues[1]?.message).toMatch(/b feeds c feeds a feeds b/);
  });

  test("a cycle of two loops names who is on it", () => {
    const list = [{ type: "add", name: "hub", inputs: ["x", "y"] }, dense("x", "hub"), dense("y", "hub")];
    const messages = analyse(graphOf([4], list)).issues.map(({ message }) => message);
    expect(messages).toHaveLength(3);
    expect(messages[2]).toMatch(/y waits for its own output/);
  });
});

describe("what cannot be known", () => {
  test("spreads with its first reason", () => {
    const analysis = analyse(graphOf([4], [dense("a"), { type: "mystery", name: "m" }, dense("b"), dense("c")]));
    const reason = "m has the unknown type mystery";
    expect(shapesOf(analysis)).toEqual([[4], reason, reason, reason]);
    expect(analysis.issues).toEqual([]);
  });

  test.each([
    ["an input without a shape", graphOf(undefined, [dense("a")]), "the shape of the input is not known"],
    ["a missing attribute", graphOf([4], [{ type: "dense", name: "a" }]), "a has a wrong or missing attribute"],
    ["a feeder that is not there", graphOf([4], [dense("a", "b")]), "a takes its input from b, which does not exist"],
    ["a shape that does not fit", graphOf([3, 3, 1], [dense("a")]), "a does not fit what feeds it"],
    ["a missing input", graphOf([4], [{ type: "add", name: "a" }]), "a does not have the inputs it needs"],
    ["no type", graphOf([4], [{ type: "", name: "a" }]), "a has no type"],
  ])("%s is its reason", (_, graph, reason) => {
    expect(shapesOf(analyse(graph))).toEqual([reason]);
  });

  test("a rule's issue bears the layer's name, whatever it is", () => {
    const { issues } = analyse(graphOf([3, 3, 1], [dense("$& {name} $1")]));
    expect(issues[0]?.message).toMatch(/^\$& \{name\} \$1 expects one row of features/);
  });
});

describe("wiring", () => {
  test("a layer that takes one input refuses two", () => {
    const analysis = analyse(graphOf([4], [dense("a"), dense("b", "a", "input")]));
    expect(issuesOf(analysis)).toEqual(["graph/too-many-inputs 1"]);
  });

  test("a layer that takes several refuses one", () => {
    const analysis = analyse(graphOf([4], [{ type: "add" }]));
    expect(analysis.issues).toMatchObject([{ code: "graph/too-few-inputs", attribute: "inputs" }]);
  });

  test("a layer may take one feeder twice", () => {
    const analysis = analyse(graphOf([4], [dense("a"), { type: "add", inputs: ["a", "a"] }]));
    expect(analysis.issues).toEqual([]);
  });

  test("every layer that does not lead to the output is an error", () => {
    const analysis = analyse(graphOf([4], [dense("a"), dense("b"), dense("c"), dense("d", "a")]));
    expect(issuesOf(analysis)).toEqual(["graph/unused-layer 1", "graph/unused-layer 2"]);
  });

  test("an input that does not lead to the output is an error of the input", () => {
    const graph = graphOf([4], [dense("a")]);
    const spare = { ...(graph.inputs[0] as (typeof graph.inputs)[0]), name: "spare" };
    const { issues } = analyse({ ...graph, inputs: [...graph.inputs, spare] });
    expect(issues).toMatchObject([{ code: "graph/unused-input", node: -1, input: 1 }]);
  });

  test("while a feeder is unclear, no other layer is called unused", () => {
    const analysis = analyse(graphOf([4], [dense("a"), dense("b", "aa")]));
    expect(analysis.issues).toEqual([]);
  });

  test("a name that is taken is an error at the second, with a free one as remedy", () => {
    const { issues } = analyse(graphOf([4], [dense("a"), dense("a_2", "a"), dense("a", "a_2"), dense("input")]));
    expect(issues.map(({ node, remedy }) => [node, remedy])).toEqual([
      [2, { kind: "set", attribute: "name", value: "a_3" }],
      [3, { kind: "set", attribute: "name", value: "input_2" }],
    ]);
  });

  test("a graph without layers has no mistake of its own", () => {
    const analysis = analyse(graphOf([4], []));
    expect(analysis).toMatchObject({ order: [], nodes: [], issues: [], parameters: 0, macs: 0 });
  });
});

describe("tensors that are too large", () => {
  test("a billion filters are an error at filters, and nothing behind them is known", () => {
    const list = [{ type: "conv2d", name: "c", filters: 1e9, kernelSize: 3 }, { type: "flatten" }];
    const analysis = analyse(graphOf([28, 28, 1], list));
    expect(analysis.issues).toMatchObject([{ code: "graph/too-large", node: 0, attribute: "filters" }]);
    expect(analysis.issues[0]?.message).toContain("c gives 26 × 26 × 1,000,000,000 = 676,000,000,000 numbers");
    expect(shapesOf(analysis)).toEqual(["c is too large", "c is too large"]);
  });

  test("a weight that is too large leaves the shape known", () => {
    const analysis = analyse(graphOf([50_000], [{ type: "dense", name: "d", units: 50_000 }]));
    expect(analysis.issues[0]?.message).toContain("d.kernel holds 50,000 × 50,000");
    expect(shapesOf(analysis)).toEqual([[50_000]]);
  });

  test("the last size that fits is 2,147,483,647 numbers", () => {
    const units = 2 ** 31 - 1;
    expect(analyse(graphOf([1], [{ type: "dense", units }])).issues).toEqual([]);
    expect(analyse(graphOf([1], [{ type: "dense", units: units + 1 }])).issues).toHaveLength(1);
  });

  test("an input that is too large is an error of the input", () => {
    const analysis = analyse(graphOf([1e5, 1e5], [{ type: "flatten" }]));
    expect(analysis.issues).toMatchObject([{ code: "graph/too-large", node: -1, input: 0 }]);
    expect(shapesOf(analysis)).toEqual(["the input is too large"]);
  });
});
