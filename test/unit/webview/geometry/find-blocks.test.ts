import { describe, expect, test } from "vitest";
import { findBlocks } from "../../../../webview/geometry/find-blocks.ts";
import { modelOf } from "./layer-views.ts";

const conv = (name?: string): Record<string, unknown> => ({
  ...(name && { name }),
  type: "conv2d",
  filters: 8,
  kernelSize: 3,
  padding: "same",
});
const relu = { type: "activation", function: "relu" };

/** A residual block over what is called `from`. */
function residual(name: string, from: string): Record<string, unknown>[] {
  return [
    conv(),
    { type: "batchNorm" },
    relu,
    conv(),
    { type: "add", name: `${name}_sum`, inputs: [`${name}_conv`, from] },
    { ...relu, name },
  ].map((layer, index) => (index === 3 ? { ...layer, name: `${name}_conv` } : layer));
}

describe("repeated blocks", () => {
  test("are found whatever the names, with their skips", () => {
    const layers = modelOf(
      conv("stem"),
      { ...relu, name: "start" },
      ...residual("a", "start"),
      ...residual("b", "a"),
      ...residual("c", "b"),
      "globalAvgPool2d",
    );
    expect(findBlocks(layers)).toEqual([{ first: 2, length: 6, count: 3 }]);
  });

  test("begin with a layer that computes where a chain could be cut in several ways", () => {
    const layers = modelOf(
      relu,
      conv(),
      "batchNorm",
      relu,
      conv(),
      "batchNorm",
      relu,
      conv(),
      "batchNorm",
      relu,
      "flatten",
    );
    expect(findBlocks(layers)).toEqual([{ first: 1, length: 3, count: 3 }]);
  });

  test("of one layer are found too, the shortest block first", () => {
    expect(findBlocks(modelOf(...Array.from({ length: 6 }, () => conv()), "flatten"))).toEqual([
      { first: 0, length: 1, count: 6 },
    ]);
  });

  test("are the larger ones, not small ones within them", () => {
    const module = [conv(), conv(), conv(), conv(), "maxPool2d"];
    expect(findBlocks(modelOf(...module, ...module))).toEqual([{ first: 0, length: 5, count: 2 }]);
  });

  test("with parallel branches are one piece", () => {
    const branches = (name: string, from?: string): Record<string, unknown>[] => [
      { ...conv(`${name}1`), ...(from && { inputs: from }) },
      { type: "maxPool2d", name: `${name}2`, poolSize: 3, strides: 1, padding: "same", ...(from && { inputs: from }) },
      { type: "add", name, inputs: [`${name}1`, `${name}2`] },
    ];
    const first = branches("a", "start");
    const layers = modelOf({ ...relu, name: "start" }, ...first, ...branches("b", "a"), ...branches("c", "b"));
    expect(findBlocks(layers)).toEqual([{ first: 1, length: 3, count: 3 }]);
  });
});

describe("nothing folds", () => {
  test("that saves fewer than three places", () => {
    expect(findBlocks(modelOf(conv(), relu, conv(), relu, "flatten"))).toEqual([]);
  });

  test("whose attributes differ", () => {
    const wider = { ...conv(), filters: 16 };
    expect(findBlocks(modelOf(conv(), "batchNorm", relu, wider, "batchNorm", relu))).toEqual([]);
  });

  test("that a layer behind it reads in the middle; what comes before that repetition does", () => {
    const block = [conv(), "batchNorm", relu];
    const inner = [{ ...conv(), name: "inner" }, "batchNorm", { ...relu, name: "last" }];
    const layers = modelOf(...block, ...block, ...inner, { type: "add", inputs: ["last", "inner"] });
    expect(findBlocks(layers)).toEqual([{ first: 0, length: 3, count: 2 }]);
  });

  test("where a layer has a mistake", () => {
    const broken = { type: "conv2d", filters: 8, kernelSize: 99 };
    expect(findBlocks(modelOf(broken, broken, broken, broken, broken))).toEqual([]);
  });

  test("where a layer names a later one", () => {
    const layers = modelOf({ ...conv(), inputs: "late" }, conv(), conv(), conv(), conv(), {
      ...relu,
      name: "late",
      inputs: "input",
    });
    expect(findBlocks(layers)).toEqual([]);
  });
});
