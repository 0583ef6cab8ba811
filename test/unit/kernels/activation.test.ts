/** Activations where they are difficult: at their kinks, and far from zero. */
import { describe, expect, it } from "vitest";
import { referenceKernels as kernels } from "../../../src/kernels/reference/kernels.ts";
import { type Activation, type ActivationName, activationNames } from "../../../src/tensor/activation.ts";
import { relativeError } from "../../support/run-layer.ts";

function activation(type: ActivationName, approximate = false): Activation {
  return { type, alpha: type === "leakyRelu" ? 0.2 : 1, approximate };
}

/** f of each value by itself, or of the row for softmax and logSoftmax. */
function apply(which: Activation, ...x: number[]): number[] {
  const y = new Float64Array(x.length);
  kernels.activate(which, Float64Array.from(x), y, { rows: 1, columns: x.length });
  return [...y];
}

function slope(which: Activation, x: number): number {
  const dx = new Float64Array(1);
  const sizes = { rows: 1, columns: 1 };
  kernels.activateGradient(
    which,
    Float64Array.of(x),
    Float64Array.from(apply(which, x)),
    Float64Array.of(1),
    dx,
    sizes,
  );
  return dx[0] ?? Number.NaN;
}

const rowwise: readonly ActivationName[] = ["softmax", "logSoftmax"];
const curves = [
  ...activationNames.filter((type) => !rowwise.includes(type)).map((type) => activation(type)),
  activation("gelu", true),
];

describe.each(curves)("$type (approximate: $approximate)", (which) => {
  it("is finite, with a finite slope, from -1e4 to 1e4", () => {
    for (const x of [-1e4, -745.5, -100, -1e-9, 0, 1e-9, 100, 745.5, 1e4]) {
      expect(apply(which, x)[0]).toSatisfy(Number.isFinite, `value at ${x}`);
      expect(slope(which, x)).toSatisfy(Number.isFinite, `slope at ${x}`);
    }
  });

  it("has the slope that central differences have", () => {
    for (const x of [-7.3, -2.1, -0.6, -0.01, 0.02, 0.9, 3.3, 5.9, 8.2]) {
      const [above = Number.NaN, below = Number.NaN] = [x + 1e-6, x - 1e-6].map((at) => apply(which, at)[0]);
      expect(slope(which, x)).toBeCloseTo((above - below) / 2e-6, 8);
    }
  });

  it("lets a NaN through", () => {
    expect(apply(which, Number.NaN)).toEqual([Number.NaN]);
  });
});

describe("at a kink", () => {
  it.each([
    ["relu", 0, 0],
    ["relu6", 0, 0],
    ["relu6", 6, 0],
    ["leakyRelu", 0, 0.2],
  ] as const)("%s at %d has slope %d, as in PyTorch", (type, x, expected) => {
    expect(slope(activation(type), x)).toBe(expected);
  });
});

describe("softmax and logSoftmax", () => {
  it("do not overflow: a shift of the whole row changes nothing", () => {
    for (const type of rowwise) {
      const [low, high] = [apply(activation(type), 1, 2, 3), apply(activation(type), 10001, 10002, 10003)];
      expect(relativeError(high, low)).toBeLessThan(1e-12);
    }
  });

  it("agree: logSoftmax is softmax's logarithm, and stays finite where softmax is 0", () => {
    expect(apply(activation("softmax"), 0, -2000)).toEqual([1, 0]);
    expect(apply(activation("logSoftmax"), 0, -2000)).toEqual([0, -2000]);
    const logarithms = apply(activation("softmax"), 0.3, -1, 2).map(Math.log);
    expect(relativeError(apply(activation("logSoftmax"), 0.3, -1, 2), logarithms)).toBeLessThan(1e-14);
  });

  it("treat each row by itself, also in place", () => {
    const x = Float64Array.of(0, 0, 5, 5);
    kernels.activate(activation("softmax"), x, x, { rows: 2, columns: 2 });
    expect([...x]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });
});
