/** Every number of docs/derivation.md, computed again. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { crossEntropy } from "../../../src/engine/loss-rules.ts";
import { referenceKernels as kernels } from "../../../src/kernels/reference/kernels.ts";
import type { PaddingValue } from "../../../src/layers/attribute.ts";
import { calculate } from "../../../src/layers/formula.ts";
import { slideWindow } from "../../../src/layers/window-rule.ts";
import type { Activation } from "../../../src/tensor/activation.ts";
import { sizeOf } from "../../../src/tensor/shape.ts";
import type { Window } from "../../../src/tensor/window.ts";

const text = readFileSync(new URL("../../../docs/derivation.md", import.meta.url), "utf8");
const blocks = [...text.matchAll(/^```\n(.*?)^```$/gms)].map(([, block = ""]) => block);

interface Printed {
  readonly shape: readonly number[];
  readonly numbers: readonly string[];
}

/** What stands as `name [3, 3]` and rows of numbers below it. */
const printed = new Map(
  blocks
    .flatMap((block) => [...block.matchAll(/^(\w+) \[([\d, ]+)\]\n((?:[-\d. ]+\n)+)/gm)])
    .map(([, name = "", axes = "", rows = ""]): [string, Printed] => [
      name,
      { shape: axes.split(",").map(Number), numbers: rows.trim().split(/\s+/) },
    ]),
);

function read(name: string): Float64Array {
  return Float64Array.from(printed.get(name)?.numbers ?? [], Number);
}

function slide(kernel: number, stride: number, padding: PaddingValue, size = 5) {
  const result = slideWindow([size, size, 1], {
    kernel: [kernel, kernel],
    strides: [stride, stride],
    dilation: [1, 1],
    padding,
    ceilMode: false,
    kernelName: "kernelSize",
  });
  if ("issue" in result) throw new Error(result.issue.message);
  return result;
}

const convolution = slide(3, 2, "same");
const pool = slide(2, 1, "valid", 3);
const relu: Activation = { type: "relu", alpha: 0, approximate: false };
const softmax: Activation = { type: "softmax", alpha: 0, approximate: false };
const nine = { rows: 9, columns: 1 };
const matrix = { n: 1, i: 4, o: 2 };

function room(length: number): Float64Array {
  return new Float64Array(length);
}

/** One image, one channel, one filter. */
function single(window: Window) {
  return { n: 1, ci: 1, co: 1, groups: 1, window };
}

interface Weights {
  readonly k: Float64Array;
  readonly b: Float64Array;
  readonly w: Float64Array;
  readonly c: Float64Array;
}

const given: Weights = { k: read("k"), b: read("b"), w: read("w"), c: read("c") };
const x = read("x");
/** The image belongs to the class 0. */
const target = Float64Array.of(1, 0);

function forward({ k, b, w, c }: Weights) {
  const [y, a, m, z, p, dz] = [room(9), room(9), room(4), room(2), room(2), room(2)];
  const winners = new Int32Array(4);
  kernels.conv2d(x, k, y, single(convolution.window));
  kernels.addBias(y, b, nine);
  kernels.activate(relu, y, a, nine);
  kernels.maxPool2d(a, m, winners, { n: 1, c: 1, window: pool.window });
  kernels.dense(m, w, z, matrix);
  kernels.addBias(z, c, { rows: 1, columns: 2 });
  kernels.activate(softmax, z, p, { rows: 1, columns: 2 });
  const loss = Float64Array.of(crossEntropy(z, target, dz, { from: 0, scale: 1 }));
  return { y, a, m, f: m, winners, z, p, loss, dz };
}

function backward({ k, w }: Weights, { y, a, m, winners, dz }: ReturnType<typeof forward>) {
  const [dw, dc, df, da, dy] = [room(8), room(2), room(4), room(9), room(9)];
  const [db, dk, dx] = [room(1), room(9), room(25)];
  kernels.denseKernelGradient(m, dz, dw, matrix);
  kernels.biasGradient(dz, dc, { rows: 1, columns: 2 });
  kernels.denseInputGradient(dz, w, df, matrix);
  kernels.maxPool2dInputGradient(df, winners, da, { n: 1, c: 1, window: pool.window });
  kernels.activateGradient(relu, y, a, da, dy, nine);
  kernels.biasGradient(dy, db, nine);
  kernels.conv2dKernelGradient(x, dy, dk, single(convolution.window));
  kernels.conv2dInputGradient(dy, k, dx, single(convolution.window));
  return { dw, dc, df, dm: df, da, dy, db, dk, dx };
}

/** The input's gradient by the four steps of the page. */
function spreadAndTurn(dy: Float64Array) {
  const dySpread = room(25);
  dy.forEach((value, place) => {
    dySpread[Math.floor(place / 3) * 2 * 5 + (place % 3) * 2] = value;
  });
  const kTurned = given.k.toReversed();
  const full = slide(3, 1, { top: 2, right: 2, bottom: 2, left: 2 });
  const dxPadded = room(49);
  kernels.conv2d(dySpread, kTurned, dxPadded, single(full.window));
  return { dySpread, kTurned, dxPadded };
}

function padAndValid() {
  const [xPadded, yValid] = [room(49), room(4)];
  const { top, right, bottom, left } = convolution.window;
  kernels.padImage(x, xPadded, { n: 1, h: 5, w: 5, c: 1, padding: { top, right, bottom, left } });
  kernels.conv2d(x, given.k, yValid, single(slide(3, 2, "valid").window));
  kernels.addBias(yValid, given.b, { rows: 4, columns: 1 });
  return { xPadded, yValid };
}

function descend({ dk, db, dw, dc }: ReturnType<typeof backward>) {
  const after = (values: Float64Array, gradient: Float64Array) =>
    values.map((value, i) => value - 0.01 * (gradient[i] ?? Number.NaN));
  const { k, b, w, c } = given;
  const [kAfter, bAfter] = [after(k, dk), after(b, db)];
  const lossAfter = forward({ k: kAfter, b: bAfter, w: after(w, dw), c: after(c, dc) }).loss;
  return { kAfter, bAfter, lossAfter };
}

function raise() {
  const k = given.k.slice();
  k[4] = -0.999;
  return { lossRaised: forward({ ...given, k }).loss };
}

const { winners, ...values } = forward(given);
const gradients = backward(given, { winners, ...values });
const computed: Record<string, Float64Array> = {
  ...values,
  ...gradients,
  ...padAndValid(),
  ...spreadAndTurn(gradients.dy),
  ...descend(gradients),
  ...raise(),
};

describe("the page's tensors", () => {
  it("are the given ones and those that are computed here, none else", () => {
    expect([...printed.keys()].sort()).toEqual(["x", ...Object.keys(given), ...Object.keys(computed)].sort());
  });

  it.each([...printed])("%s has as many numbers as its shape says", (_name, { shape, numbers }) => {
    expect(numbers).toHaveLength(sizeOf(shape));
  });

  it.each(Object.entries(computed))("%s is what the kernels compute, to the last digit shown", (name, found) => {
    const { numbers } = printed.get(name) ?? { numbers: [] };
    expect(found).toHaveLength(numbers.length);
    numbers.forEach((shown, i) => {
      const digits = shown.split(".")[1]?.length ?? 0;
      // Four digits are rounded ones; what has fewer is exact.
      const tolerance = digits === 4 ? 0.5e-4 : 1e-12;
      expect(Math.abs((found[i] ?? Number.NaN) - Number(shown)), `${name}[${i}]`).toBeLessThanOrEqual(tolerance);
    });
  });

  it("show the input's gradient twice, by the kernel and by the turned one", () => {
    const dx = room(25);
    const { top, right, bottom, left } = convolution.window;
    const padding = { top, right, bottom, left };
    kernels.padImageInputGradient(read("dxPadded"), dx, { n: 1, h: 5, w: 5, c: 1, padding });
    expect([...dx].map(Number)).toEqual([...read("dx")]);
  });

  it("have a gradient of the raised weight that its loss agrees with", () => {
    const difference = ((computed.lossRaised?.[0] ?? 0) - (computed.loss?.[0] ?? 0)) / 0.001;
    expect(difference).toBeCloseTo(read("dk")[4] ?? Number.NaN, 1);
  });
});

/** `dk[1, 1] = 2*2 - 2*0.5 = 3` */
const sums = blocks.flatMap((block) => [...block.matchAll(/^(\w+)\[(\d+), (\d+)\] = ([-+*()\d. ]+) = (-?[\d.]+)$/gm)]);

describe("the page's sums", () => {
  it.each(sums.map(([line, ...parts]) => [line, ...parts] as const))("%s", (_line, name, row, column, sum, value) => {
    expect(calculate("sum", sum ?? "", {}).value).toBe(Number(value));
    const columns = printed.get(name ?? "")?.shape[1] ?? Number.NaN;
    expect(read(name ?? "")[Number(row) * columns + Number(column)]).toBe(Number(value));
  });

  it("are given for the output, the pool's gradient, the kernel's and the input's", () => {
    expect(sums.map(([, name]) => name)).toEqual(["y", "da", "dk", "dx"]);
  });

  it("add the gradients of two filters up", () => {
    const dx = room(1);
    const { window } = slide(1, 1, "valid", 1);
    const sizes = { n: 1, ci: 1, co: 2, groups: 1, window };
    kernels.conv2dInputGradient(Float64Array.of(1, 10), Float64Array.of(2, 3), dx, sizes);
    expect(text).toContain(`\`2*1 + 3*10 = ${dx[0]}\``);
    expect(text).toContain(`the mean, ${(dx[0] ?? Number.NaN) / 2}`);
  });

  it("give the right class the probability that the text gives it", () => {
    const probability = Math.exp(-(computed.lossAfter?.[0] ?? Number.NaN));
    expect(text.replaceAll("\n", " ")).toContain(`a probability of ${Math.round(100 * probability)} %`);
  });
});

describe("the page's sizes", () => {
  const lines = new Set(blocks.flatMap((block) => block.split("\n")));

  it("are calculated by the layer's own formulas", () => {
    const [size, pads] = convolution.steps;
    for (const step of [size, pads, slide(3, 2, "valid").steps[0]]) {
      expect(lines).toContain(`${step?.symbol} = ${step?.letters}`);
      expect(lines).toContain(`${step?.symbol} = ${step?.letters} = ${step?.numbers} = ${step?.value}`);
    }
    const [explicit] = slide(3, 2, { top: 1, right: 1, bottom: 1, left: 1 }).steps;
    expect(lines).toContain(`${explicit?.symbol} = ${explicit?.letters}`);
  });
});

describe("the page's pointers into the code", () => {
  const section = text.slice(text.indexOf("## 4."));
  const names = [...section.matchAll(/`([\w./-]+)`/g)].map(([, name = ""]) => name);

  it("lead to files that exist and kernels that exist", () => {
    const folder = new URL("../../../src/kernels/reference/", import.meta.url);
    const root = new URL("../../../", import.meta.url);
    const own = new Set(["y", "dk", "dx", "df", "dw", "src/kernels/reference"]);
    for (const name of names.filter((name) => !own.has(name))) {
      if (name.endsWith(".ts")) expect(existsSync(new URL(name, name.includes("/") ? root : folder)), name).toBe(true);
      else expect(kernels).toHaveProperty(name);
    }
  });
});
