import { describe, expect, test } from "vitest";
import { argumentsOf } from "../../../../src/python/arguments.ts";
import type { Run } from "../../../../src/python/run.ts";
import type { Shape, ShapeAnswer } from "../../../../src/python/tensors/answer.ts";
import { moveAxes, removeAxes } from "../../../../src/python/tensors/axes.ts";
import { broadcast } from "../../../../src/python/tensors/broadcast.ts";
import { indexInto } from "../../../../src/python/tensors/index.ts";
import { chunkInto, concatenate, splitEvery, stack } from "../../../../src/python/tensors/join.ts";
import { multiplyMatrices, sumByLetters } from "../../../../src/python/tensors/matmul.ts";
import { expandTo, reshape, unflattenAxis } from "../../../../src/python/tensors/reshape.ts";
import { padFromLast } from "../../../../src/python/tensors/resize.ts";
import { bind } from "../../../../src/python/tensors/signature.ts";
import { slideAlong, spreadAlong } from "../../../../src/python/tensors/window.ts";
import { Ellipsis, List, Slice, Tuple, type Value } from "../../../../src/python/value.ts";
import { addDims, letter, multiplyDims, subtractDims } from "../../../../src/tensor/dim/sum.ts";
import { formatDim } from "../../../../src/tensor/dim/text.ts";
import type { Dim } from "../../../../src/tensor/dim.ts";

const run = {} as Run;
const [h, n] = [letter("H"), letter("N")];

/** The shape as text, or the mistake's code. */
function textOf(answer: ShapeAnswer): string {
  if ("shape" in answer) return answer.shape.map(formatDim).join(" ");
  return "mistake" in answer ? answer.mistake.code : "unknown";
}

describe("broadcasting", () => {
  test.each<[Shape, Shape, string]>([
    [[2, 3, 4], [4], "2 3 4"],
    [[2, 1, 4], [3, 1], "2 3 4"],
    [[n, 64], [64], "N 64"],
    [[n, h], [1, 7], "N 7"],
    [[2, 3], [2], "shape/broadcast"],
    [[1, h], [1, addDims(h, 1)], "shape/broadcast"],
    [[1, h], [1, letter("W")], "1 H"],
    [[1, addDims(h, 2)], [1, addDims(h, 1)], "shape/broadcast"],
  ])("%j and %j", (left, right, expected) => {
    expect(textOf(broadcast(left, right))).toBe(expected);
  });
});

describe("reshaping", () => {
  test.each<[Shape, Shape, string]>([
    [[2, 3, 4], [6, -1], "6 4"],
    [[n, 16, 5, 5], [n, -1], "N 400"],
    [[n, 16, h, h], [n, 16, -1], "N 16 H*H"],
    [[n, 16, 5, 5], [-1, 400], "N 400"],
    [[n, 6, h, 4], [n, 2, 3, h, 4], "N 2 3 H 4"],
    [[2, 3, 4], [5, -1], "shape/reshape"],
    [[2, 3, 4], [2, 13], "shape/reshape"],
    [[2, 3, 4], [-1, -1], "shape/reshape"],
    [[n, subtractDims(h, 4), 8], [n, multiplyDims(8, subtractDims(h, 4))], "N 8*H - 32"],
  ])("%j as %j", (input, target, expected) => {
    expect(textOf(reshape(input, target))).toBe(expected);
  });

  test("rows of a fixed length say what the image's size must be", () => {
    const answer = reshape([n, 16, h, h], [-1, 400]);
    const [equation] = "shape" in answer ? (answer.equations ?? []) : [];
    expect([formatDim(equation?.size as Dim), equation?.expected]).toEqual(["16*H*H", 400]);
  });

  test("one axis becomes several, and axes of size 1 expand", () => {
    expect(textOf(unflattenAxis([2, 12], 1, [3, -1]))).toBe("2 3 4");
    expect(textOf(expandTo([3, 1], [2, -1, 4]))).toBe("2 3 4");
    expect(textOf(expandTo([3, 2], [3, 4]))).toBe("shape/broadcast");
  });
});

describe("indexing", () => {
  const slice = (start: Value, stop: Value, step: Value = null) => new Slice(start, stop, step);
  test.each<[Shape, Value, string]>([
    [[4, 5, 6], 0, "5 6"],
    [[4, 5, 6], new Tuple([slice(null, null), 1]), "4 6"],
    [[4, 5, 6], new Tuple([new Ellipsis(), 0]), "4 5"],
    [[4, 5, 6], new Tuple([slice(null, null), null]), "4 1 5 6"],
    [[4, 5, 6], slice(1, -1), "2 5 6"],
    [[4, 5, 6], slice(null, null, 2), "2 5 6"],
    [[4, 5, 6], slice(3, 2), "0 5 6"],
    [[4, 5, 6], new List([0, 0, 1]), "3 5 6"],
    [[4, 5, 6], 4, "shape/index"],
    [[4], new Tuple([0, 0]), "shape/index"],
    [[n, h], new Tuple([slice(null, null), slice(1, null)]), "N H - 1"],
    [[n, h], new Tuple([slice(null, null), slice(null, -2)]), "N H - 2"],
    [[4, 5, 6], new Tuple([new List([0, 1]), slice(null, null), new List([2, 3])]), "2 5"],
  ])("%j by %o", (input, key, expected) => {
    expect(textOf(indexInto(run, input, key))).toBe(expected);
  });
});

describe("joining and splitting", () => {
  test("concatenation adds along one axis and needs the others equal", () => {
    expect(
      textOf(
        concatenate(
          [
            [2, 3],
            [2, 4],
          ],
          1,
        ),
      ),
    ).toBe("2 7");
    expect(
      textOf(
        concatenate(
          [
            [2, 3],
            [3, 3],
          ],
          1,
        ),
      ),
    ).toBe("shape/concatenate");
    expect(
      textOf(
        concatenate(
          [
            [n, h, 2],
            [n, 7, 2],
          ],
          2,
        ),
      ),
    ).toBe("N 7 4");
    expect(
      textOf(
        stack(
          [
            [2, 3],
            [2, 3],
          ],
          0,
        ),
      ),
    ).toBe("2 2 3");
  });

  test("pieces are as PyTorch cuts them", () => {
    expect(splitEvery(10, 4)).toEqual([4, 4, 2]);
    expect(chunkInto(10, 4)).toEqual([3, 3, 3, 1]);
    expect(chunkInto(6, 4)).toEqual([2, 2, 2]);
    expect(chunkInto(multiplyDims(2, h), 2)?.map(formatDim)).toEqual(["H", "H"]);
  });
});

describe("products, axes, pads and windows", () => {
  test("matrices", () => {
    expect(textOf(multiplyMatrices([2, 3, 4], [4, 5]))).toBe("2 3 5");
    expect(textOf(multiplyMatrices([4], [2, 4, 5]))).toBe("2 5");
    expect(textOf(multiplyMatrices([2, 3], [4, 5]))).toBe("shape/matmul");
    expect(
      textOf(
        sumByLetters("bhid, bhjd -> bhij", [
          [2, 8, 5, 64],
          [2, 8, 7, 64],
        ]),
      ),
    ).toBe("2 8 5 7");
    expect(
      textOf(
        sumByLetters("...ij,jk", [
          [2, 3, 4],
          [4, 5],
        ]),
      ),
    ).toBe("2 3 5");
  });

  test("axes", () => {
    expect(moveAxes([2, 3, 4, 5], [1], [3])).toEqual([2, 4, 5, 3]);
    expect(removeAxes([1, 3, 1], [0, 1])).toEqual([3, 1]);
    expect(removeAxes([h], [0])).toBeUndefined();
  });

  test("pads count from the last axis", () => {
    expect(textOf(padFromLast([1, 3, 8, 8], [1, 2]))).toBe("1 3 8 11");
    expect(textOf(padFromLast([1, 3, 8, h], [1, 1, -2, -1]))).toBe("1 3 5 H + 2");
    expect(textOf(padFromLast([1, 3], [-4, 0]))).toBe("shape/padding");
  });

  test("a window slides over letters as over numbers", () => {
    const axis = { kernel: 3, stride: 2, dilation: 1, before: 1, after: 1 };
    expect(formatDim(slideAlong(h, axis))).toBe("(H + 1)//2");
    expect(slideAlong(7, { ...axis, ceil: true })).toBe(4);
    expect(spreadAlong(4, axis, 1)).toBe(8);
  });
});

describe("signatures", () => {
  test("arguments are bound by place and by name, and the rest has its defaults", () => {
    const bound = bind("input, size, stride=None, *, bias=True", argumentsOf(1));
    expect([bound.get("input"), bound.get("stride"), bound.get("bias"), bound.missing]).toEqual([
      1,
      null,
      true,
      "size",
    ]);
    expect(bind("input, *shape", argumentsOf(1, 2, 3)).get("shape")).toEqual(new Tuple([2, 3]));
  });
});
