import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type InkPoint, pixelsOfInk, STROKE_WIDTH, smoothed } from "../../../../webview/geometry/ink.ts";

const SHAPE = [28, 28, 1];

function line(from: InkPoint, to: InkPoint): InkPoint[] {
  return [from, to];
}

function draw(strokes: readonly InkPoint[][], centre: boolean, shape: readonly number[] = SHAPE): Float32Array {
  return pixelsOfInk(strokes, shape, centre) as Float32Array;
}

/** Of what has ink: first and last row and column, and the centre of mass from the corner. */
function measure(pixels: Float32Array, width = 28) {
  let [top, left, bottom, right, mass, x, y] = [Infinity, Infinity, -1, -1, 0, 0, 0];
  pixels.forEach((value, at) => {
    const [row, column] = [Math.floor(at / width), at % width];
    mass += value;
    x += value * (column + 0.5);
    y += value * (row + 0.5);
    if (value < 0.02) return;
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    [left, right] = [Math.min(left, column), Math.max(right, column)];
  });
  return { height: bottom - top + 1, width: right - left + 1, top, left, mass, x: x / mass, y: y / mass };
}

describe("ink as it was drawn", () => {
  test("is nothing where nothing was drawn", () => {
    expect(draw([], false)).toEqual(new Float32Array(784));
    expect(draw([], true)).toEqual(new Float32Array(784));
  });

  test("lies where it was drawn, as thick as a stroke is", () => {
    const found = measure(draw([line({ x: 0.25, y: 0.5 }, { x: 0.75, y: 0.5 })], false));
    expect(found.x).toBeCloseTo(14, 1);
    expect(found.y).toBeCloseTo(14, 1);
    expect(found.mass).toBeCloseTo((0.5 * STROKE_WIDTH + (Math.PI / 4) * STROKE_WIDTH ** 2) * 784, -0.3);
  });

  test("has full ink within and grey levels at its edge, in steps of 1/255", () => {
    const pixels = draw([line({ x: 0.2, y: 0.31 }, { x: 0.8, y: 0.64 })], false);
    expect(Math.max(...pixels)).toBe(1);
    expect(pixels.some((value) => value > 0 && value < 1)).toBe(true);
    expect(pixels.every((value) => Math.abs(value * 255 - Math.round(value * 255)) < 1e-4)).toBe(true);
  });

  test("beside the pad is cut off", () => {
    expect(measure(draw([line({ x: -0.5, y: 0.5 }, { x: 1.5, y: 0.5 })], false)).width).toBe(28);
  });

  test("of a single touch is a dot", () => {
    expect(measure(draw([[{ x: 0.5, y: 0.5 }]], false)).mass).toBeGreaterThan(2);
  });
});

describe("ink that is centred as MNIST's", () => {
  const inside = fc.record({
    x: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
    y: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
  });

  test("fits a box of 20 pixels along its longer side", () => {
    fc.assert(
      fc.property(fc.array(inside, { minLength: 2, maxLength: 6 }), (points) => {
        const { width, height } = measure(draw([points], true));
        expect(Math.max(width, height)).toBeLessThanOrEqual(20);
        expect(Math.max(width, height)).toBeGreaterThanOrEqual(18);
      }),
    );
  });

  test("has its centre of mass in the middle, if the edge allows it", () => {
    const seven = [line({ x: 0.1, y: 0.1 }, { x: 0.4, y: 0.1 }), line({ x: 0.4, y: 0.1 }, { x: 0.2, y: 0.6 })];
    const { x, y } = measure(draw(seven, true));
    expect(Math.abs(x - 14)).toBeLessThanOrEqual(0.6);
    expect(Math.abs(y - 14)).toBeLessThanOrEqual(0.6);
  });

  test("is the same wherever it was drawn", () => {
    const at = (dx: number, dy: number) =>
      draw([line({ x: 0.1 + dx, y: 0.1 + dy }, { x: 0.5 + dx, y: 0.4 + dy })], true);
    expect(at(40 / 140, 70 / 140)).toEqual(at(0, 0));
  });

  test("never leaves the image, however far its mass is from its middle", () => {
    const blot = Array.from({ length: 12 }, (_, i) =>
      line({ x: 0.05, y: 0.1 + i / 100 }, { x: 0.12, y: 0.1 + i / 100 }),
    );
    const { width, left } = measure(draw([...blot, line({ x: 0.1, y: 0.15 }, { x: 0.95, y: 0.15 })], true));
    expect(left).toBeGreaterThanOrEqual(0);
    expect(width).toBeGreaterThanOrEqual(18);
  });
});

test("a smoothed stroke keeps its ends and cuts its corner", () => {
  const corner = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 1, y: 1 },
  ];
  const smooth = smoothed(corner);
  expect([smooth[0], smooth.at(-1)]).toEqual([corner[0], corner[2]]);
  const nearest = Math.min(...smooth.map(({ x, y }) => Math.hypot(x - 1, y)));
  expect(nearest).toBeGreaterThan(0.15);
  expect(smoothed(corner.slice(0, 2))).toEqual(corner.slice(0, 2));
});

test("ink goes into every channel, and into images of any size", () => {
  const pixels = draw([line({ x: 0.3, y: 0.3 }, { x: 0.7, y: 0.7 })], true, [32, 40, 3]);
  expect(pixels).toHaveLength(32 * 40 * 3);
  for (let at = 0; at < pixels.length; at += 3) expect(pixels[at + 1]).toBe(pixels[at]);
  expect(pixelsOfInk([], [784], true)).toBeUndefined();
});
