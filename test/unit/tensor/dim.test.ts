import { array, assert, constantFrom, integer, oneof, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { ceilDivideDims, divideExactly, floorDivideDims, moduloDims } from "../../../src/tensor/dim/divide.ts";
import { evaluateDim, lettersIn } from "../../../src/tensor/dim/evaluate.ts";
import { compareDims, maximumOf, minimumOf } from "../../../src/tensor/dim/order.ts";
import {
  addDims,
  letter,
  multiplyDims,
  productOfDims,
  sameDim,
  scaleDim,
  subtractDims,
} from "../../../src/tensor/dim/sum.ts";
import { formatDim } from "../../../src/tensor/dim/text.ts";
import type { Dim } from "../../../src/tensor/dim.ts";

const h = letter("H");
const w = letter("W");
const half = (dim: Dim): Dim => floorDivideDims(dim, 2) as Dim;

describe("symbolic sizes", () => {
  test("equal expressions have one form", () => {
    expect(formatDim(addDims(subtractDims(h, 5), 1))).toBe("H - 4");
    expect(sameDim(multiplyDims(addDims(h, 1), w), addDims(multiplyDims(w, h), w))).toBe(true);
    expect(subtractDims(addDims(h, w), addDims(w, h))).toBe(0);
    expect(formatDim(half(half(h)))).toBe("H//4");
  });

  test("are printed in Python's notation", () => {
    expect(formatDim(half(subtractDims(h, 4)))).toBe("(H - 4)//2");
    expect(formatDim(half(subtractDims(half(subtractDims(h, 4)), 4)))).toBe("(H - 12)//4");
    expect(formatDim(productOfDims([16, h, w]))).toBe("16*H*W");
    expect(formatDim(multiplyDims(half(h), half(w)))).toBe("(H//2)*(W//2)");
    expect(formatDim(subtractDims(3, h))).toBe("-H + 3");
    expect(formatDim(addDims(scaleDim(half(h), -1), w))).toBe("-(H//2) + W");
    expect(formatDim(divideExactly(scaleDim(h, 49), 49) as Dim)).toBe("H");
    expect(formatDim(minimumOf(h, 7))).toBe("min(7, H)");
  });

  test("a product divides by its own factors", () => {
    const total = productOfDims([16, subtractDims(h, 4), half(w)]);
    expect(divideExactly(total, multiplyDims(subtractDims(h, 4), half(w)))).toBe(16);
    expect(formatDim(floorDivideDims(total, half(w)) as Dim)).toBe("16*H - 64");
    expect(divideExactly(total, h)).toBeUndefined();
    expect(moduloDims(total, 8)).toBe(0);
  });

  test("what depends on the letters is not decided", () => {
    expect(compareDims("==", h, w)).toBeUndefined();
    expect(compareDims("<", subtractDims(h, 4), 1)).toBeUndefined();
    expect(compareDims("<", h, addDims(h, 1))).toBe(true);
    expect(compareDims(">=", h, 1)).toBe(true);
    expect(compareDims("==", half(h), subtractDims(half(h), 1))).toBe(false);
    expect(compareDims("<", moduloDims(h, 4) as Dim, 4)).toBe(true);
    expect(maximumOf(h, addDims(h, 2))).toEqual(addDims(h, 2));
  });

  test("a product beyond reading equals only itself", () => {
    let long: Dim = 1;
    for (let i = 0; i < 8; i++) long = multiplyDims(long, addDims(letter(`a${i}`), letter(`b${i}`)));
    expect(sameDim(long, long)).toBe(true);
    expect(lettersIn(long).size).toBeGreaterThan(0);
  });

  test("every expression has the value that plain arithmetic gives", () => {
    const operation = tuple(constantFrom("+", "-", "*", "//", "%", "min", "max", "ceil"), integer({ min: 1, max: 9 }));
    const step = tuple(operation, oneof(constantFrom("H", "W", "number")));
    assert(
      property(
        array(step, { maxLength: 7 }),
        integer({ min: 1, max: 40 }),
        integer({ min: 1, max: 40 }),
        (steps, H, W) => {
          let dim: Dim = h;
          let value = H;
          for (const [[operator, number], operand] of steps) {
            const letterful =
              operand !== "number" && operator !== "ceil" ? { H: [h, H], W: [w, W] }[operand] : undefined;
            const [other, known] = (letterful ?? [number, number]) as [Dim, number];
            dim = applied(operator, dim, other);
            value = plain(operator, value, known);
          }
          if (Math.abs(value) > 1e12 || [...lettersIn(dim)].some((name) => name.length > 1)) return;
          expect(evaluateDim(dim, new Map(Object.entries({ H, W })))).toBe(value + 0);
        },
      ),
    );
  });

  test("a size whose letter has no number has none", () => {
    expect(evaluateDim(addDims(h, 1), new Map())).toBeUndefined();
    expect(scaleDim(h, 0)).toBe(0);
  });
});

function applied(operator: string, left: Dim, right: Dim): Dim {
  switch (operator) {
    case "+":
      return addDims(left, right);
    case "-":
      return subtractDims(left, right);
    case "*":
      return multiplyDims(left, right);
    case "//":
      return floorDivideDims(left, right) as Dim;
    case "%":
      return moduloDims(left, right) as Dim;
    case "min":
      return minimumOf(left, right);
    case "max":
      return maximumOf(left, right);
    default:
      return ceilDivideDims(left, right as number);
  }
}

function plain(operator: string, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "//":
      return Math.floor(left / right);
    case "%":
      return left - Math.floor(left / right) * right;
    case "min":
      return Math.min(left, right);
    case "max":
      return Math.max(left, right);
    default:
      return Math.ceil(left / right);
  }
}
