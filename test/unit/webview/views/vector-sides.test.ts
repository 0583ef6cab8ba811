import { describe, expect, test } from "vitest";
import type { Inspection, SampleTensor } from "../../../../src/protocol/inspection.ts";
import { vectorSides } from "../../../../webview/views/vectors/vector-sides.ts";
import { describeEntry, vectorTable } from "../../../../webview/words/vectors.ts";

const tensor = (values: readonly number[]): SampleTensor => ({
  shape: [values.length],
  data: Float32Array.from(values),
});

function inspectionOf(index: number, output: readonly number[], before?: readonly number[]): Inspection {
  return {
    layer: 2,
    sample: { set: "test", index },
    pieces: {},
    statistics: {},
    output: tensor(output),
    beforeActivation: before && tensor(before),
  } as unknown as Inspection;
}

describe("a layer's vector beside that of another image", () => {
  const sides = vectorSides(inspectionOf(0, [1, -2, 0.5]), inspectionOf(7, [3, -2, 0]), "output");

  test("stands with the difference, which is what the other has more", () => {
    expect(sides.map(({ name }) => name)).toEqual(["test image 0", "test image 7", "difference"]);
    expect([...(sides[2]?.data ?? [])]).toEqual([2, 0, -0.5]);
  });

  test("has one scale with it, and the difference a scale around zero", () => {
    expect(sides.map(({ range }) => range)).toEqual([
      { low: -2, high: 3 },
      { low: -2, high: 3 },
      { low: -2, high: 2 },
    ]);
  });

  test("is said and shared value by value", () => {
    expect(describeEntry(sides, 0)).toBe("Value 0: test image 0 = 1, test image 7 = 3, difference = 2");
    expect(vectorTable(sides).columns).toEqual(["index", "test image 0", "test image 7", "difference"]);
    expect(vectorTable(sides).rows[2]).toEqual([2, 0.5, 0, -0.5]);
  });

  test("stands alone while the other is not there, or has something else to show", () => {
    const alone = vectorSides(inspectionOf(0, [1, 2]), undefined, "output");
    expect(alone.map(({ name }) => name)).toEqual(["values"]);
    expect(describeEntry(alone, 1)).toBe("Value 1 is 2");
    const without = inspectionOf(7, [3, 4]);
    expect(vectorSides(inspectionOf(0, [1, 2], [5, 6]), without, "beforeActivation")).toHaveLength(1);
  });

  test("leaves what is not finite out of the scales and counts it", () => {
    const spoiled = vectorSides(inspectionOf(0, [1, Number.NaN]), inspectionOf(7, [2, 4]), "output");
    expect(spoiled[0]).toMatchObject({ range: { low: 1, high: 4 }, summary: { nan: 1 } });
    expect(spoiled[2]).toMatchObject({ range: { low: -1, high: 1 }, summary: { nan: 1 } });
  });
});
