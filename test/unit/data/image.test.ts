import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DecodedImage, imageToTensor } from "../../../src/data/image.ts";

function image(width: number, height: number, channels: number, data: readonly number[]): DecodedImage {
  return { width, height, channels, data: Uint8Array.from(data) };
}

describe("colours", () => {
  test("a grey image of the right size is only divided by 255", () => {
    const pixels = [0, 51, 102, 153, 204, 255];
    expect(imageToTensor(image(3, 2, 1, pixels), [2, 3, 1])).toEqual(Float32Array.from(pixels, (p) => p / 255));
  });

  test("grey becomes three equal channels", () => {
    expect([...imageToTensor(image(1, 1, 1, [255]), [1, 1, 3])]).toEqual([1, 1, 1]);
  });

  test("colours stay in their order", () => {
    expect([...imageToTensor(image(1, 1, 3, [255, 0, 51]), [1, 1, 3])]).toEqual([1, 0, Math.fround(0.2)]);
  });

  test.each([
    ["red", [255, 0, 0], 0.299],
    ["green", [0, 255, 0], 0.587],
    ["blue", [0, 0, 255], 0.114],
    ["white", [255, 255, 255], 1],
  ])("%s is as grey as it is bright", (_name, pixel, grey) => {
    expect(imageToTensor(image(1, 1, 3, pixel), [1, 1, 1])[0]).toBeCloseTo(grey, 6);
  });

  test("what is transparent is white, what is half transparent half white", () => {
    const tensor = imageToTensor(image(3, 1, 2, [0, 0, 0, 51, 0, 255]), [1, 3, 1]);
    expect([...tensor]).toEqual([1, Math.fround(0.8), 0]);
    expect([...imageToTensor(image(1, 1, 4, [255, 0, 0, 0]), [1, 1, 3])]).toEqual([1, 1, 1]);
  });
});

describe("sizes", () => {
  test("shrinking averages over the area", () => {
    const pixels = [0, 255, 0, 0, 255, 255, 0, 255];
    expect([...imageToTensor(image(4, 2, 1, pixels), [1, 2, 1])]).toEqual([0.75, 0.25]);
  });

  test("shrinking by a fraction counts cut pixels by their share", () => {
    const [left, right] = imageToTensor(image(3, 1, 1, [255, 0, 0]), [1, 2, 1]);
    expect(left).toBeCloseTo(2 / 3, 6);
    expect(right).toBe(0);
  });

  test("enlarging interpolates between the centres and holds at the edges", () => {
    expect([...imageToTensor(image(2, 1, 1, [0, 255]), [1, 4, 1])]).toEqual([0, 0.25, 0.75, 1]);
  });

  test("height and width, and the channels, are kept apart", () => {
    const wide = image(2, 1, 3, [255, 0, 0, 0, 255, 0]);
    expect([...imageToTensor(wide, [2, 1, 3])]).toEqual([0.5, 0.5, 0, 0.5, 0.5, 0]);
  });

  test("no size changes the colour of an even area", () => {
    const side = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(side, side, side, side, fc.nat(255), (width, height, w, h, grey) => {
        const even = image(width, height, 1, Array(width * height).fill(grey));
        const tensor = imageToTensor(even, [h, w, 1]);
        expect(tensor).toHaveLength(h * w);
        for (const value of tensor) expect(value).toBeCloseTo(grey / 255, 5);
      }),
    );
  });
});

describe("what is no image is refused:", () => {
  test.each([
    ["a vector", image(1, 1, 1, [0]), [784], "and [784] is wanted"],
    ["two channels", image(1, 1, 1, [0]), [1, 1, 2], "and [1, 1, 2] is wanted"],
    ["no pixels", image(0, 5, 1, []), [1, 1, 1], "The image is 0 × 5"],
    ["too few bytes", image(2, 2, 3, [0]), [1, 1, 1], "needs 12 bytes, and has 1"],
    ["five channels", image(1, 1, 5, [0, 0, 0, 0, 0]), [1, 1, 1], "and this one has 5"],
  ])("%s", (_claim, image, shape, message) => {
    expect(() => imageToTensor(image, shape)).toThrow(message);
  });
});
