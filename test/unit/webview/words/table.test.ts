import { describe, expect, test } from "vitest";
import type { LayerView } from "../../../../src/protocol/view-contract.ts";
import { curveTable } from "../../../../webview/words/curve-table.ts";
import { magnitudeTable } from "../../../../webview/words/flow-table.ts";
import { layerTable, readableLayerTable } from "../../../../webview/words/layer-table.ts";
import { toCsv, toMarkdown } from "../../../../webview/words/table.ts";
import { modelOf } from "../geometry/layer-views.ts";

describe("a table as text", () => {
  test("CSV quotes what would end a cell or a line, and keeps numbers in full", () => {
    const text = toCsv({
      columns: ["name", "loss"],
      rows: [
        ['a "b", c', 0.1 + 0.2],
        ["d\ne", Number.NaN],
      ],
    });
    expect(text).toBe('name,loss\r\n"a ""b"", c",0.30000000000000004\r\n"d\ne",NaN\r\n');
  });

  test("Markdown puts columns of numbers at the right, and lets no cell begin another", () => {
    const text = toMarkdown({
      columns: ["layer", "parameters"],
      rows: [
        ["b1_conv", 1168],
        ["a|b\n*_c_*", ""],
      ],
    });
    expect(text).toBe("| layer | parameters |\n| --- | ---: |\n| b1_conv | 1,168 |\n| a\\|b \\*\\_c\\_\\* |  |\n");
  });
});

describe("the table of layers", () => {
  const layers = modelOf(
    { type: "conv2d", filters: 8, kernelSize: 3, padding: "same", activation: "relu" },
    "flatten",
    {
      type: "dense",
      units: 10,
    },
  );

  test("says of each layer what it reads, its shapes, its costs and its share of them", () => {
    const { columns, rows } = layerTable({ layers });
    const [conv, flatten, dense] = rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
    expect(conv).toMatchObject({ reads: "input", input: "32 × 32 × 8", output: "32 × 32 × 8", parameters: 584 });
    expect(conv).toMatchObject({ activation: "relu", MACs: 589_824, "share of MACs": 589_824 / (589_824 + 81_920) });
    expect(flatten).toMatchObject({ reads: "conv2d_1", output: "8192" });
    expect(dense).toMatchObject({ input: "8192", output: "10", parameters: 81_930 });
  });

  test("for people leaves out columns in which nothing stands, and says shares as percentages", () => {
    const { columns, rows } = readableLayerTable({ layers });
    expect(columns).not.toContain("problem");
    expect(rows[0]?.[columns.indexOf("share of MACs")]).toBe("87.8 %");
  });

  test("of an unknown shape says why it is unknown", () => {
    const unknown = { ...layers[2], shape: undefined, macs: undefined, unknownBecause: "its input is" } as LayerView;
    const { columns, rows } = layerTable({ layers: [unknown] });
    expect(rows[0]?.[columns.indexOf("output")]).toBe("");
    expect(rows[0]?.[columns.indexOf("problem")]).toBe("its input is");
  });
});

test("the table of the flow has a line for each layer, and empty cells where there is no gradient", () => {
  const output = { mean: 0.1, norm: 2, zeros: 3, notFinite: 0, count: 9 };
  const flow = { layer: 1, output, units: 1, zeroUnits: 0, gradient: undefined, weights: [] };
  const sample = { set: "test", index: 0 } as const;
  const { columns, rows } = magnitudeTable({ sample, layers: [flow] }, modelOf("flatten", { type: "dense", units: 2 }));
  expect(columns).toHaveLength(rows[0]?.length ?? 0);
  expect(rows).toEqual([["dense_1", expect.any(Number), 0.1, 2, 3, 0, 9, "", "", "", "", ""]]);
});

test("the table of curves has a line for each step and each epoch's end, in rising order, losses that are no numbers too", () => {
  const curve = [
    { step: 1, loss: 2.5 },
    { step: 3, loss: Number.NaN },
  ];
  const end = { epoch: 1, loss: 2, accuracy: 0.5, step: 2, valLoss: 1.5, valAccuracy: undefined, seconds: 1 };
  expect(curveTable(curve, [end]).rows).toEqual([
    [1, 2.5, "", "", "", "", ""],
    [2, "", 1, 2, 0.5, 1.5, ""],
    [3, Number.NaN, "", "", "", "", ""],
  ]);
});
