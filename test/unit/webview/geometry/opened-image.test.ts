import { describe, expect, test } from "vitest";
import { hasLightEdge, imageSteps } from "../../../../webview/geometry/opened-image.ts";

/** 4 x 2 pixels, red from left to right in four levels. */
const ramp = {
  width: 4,
  height: 2,
  channels: 4,
  data: Uint8ClampedArray.from([0, 1, 2, 3, 0, 1, 2, 3].flatMap((level) => [level * 85, 0, 0, 255])),
};

const keep = { crop: false, invert: false, normalization: "unit" } as const;

describe("an opened image", () => {
  test("goes from colours to grey to the model's size", () => {
    const { steps, pixels } = imageSteps(ramp, [2, 2, 1], keep) ?? { steps: [] };
    expect(steps.map(({ title, shape }) => `${title} ${shape.join("x")}`)).toEqual([
      "opened 2x4x3",
      "grey 2x4x1",
      "resized 2x2x1",
    ]);
    // Red counts 0.299 in grey; two columns are averaged.
    expect([...(pixels ?? [])].map((value) => Math.round(value * 255))).toEqual([13, 64, 13, 64]);
  });

  test("keeps its proportions if its sides are cut off", () => {
    const { steps, pixels } = imageSteps(ramp, [2, 2, 3], { ...keep, crop: true }) ?? { steps: [] };
    expect(steps.map(({ title, shape }) => `${title} ${shape.join("x")}`)).toEqual([
      "opened 2x4x3",
      "cut 2x2x3",
      "resized 2x2x3",
    ]);
    expect([0, 3].map((at) => Math.round((pixels?.[at] ?? 0) * 255))).toEqual([85, 170]);
  });

  test("that is high is cut at the top and the bottom", () => {
    const high = { ...ramp, width: 2, height: 4 };
    expect(imageSteps(high, [1, 1, 1], { ...keep, crop: true })?.steps[1]?.shape).toEqual([2, 2, 1]);
  });

  test("is inverted at last, so that what is 0 becomes 1", () => {
    const plain = imageSteps(ramp, [2, 4, 1], keep);
    const inverted = imageSteps(ramp, [2, 4, 1], { ...keep, invert: true });
    expect(inverted?.steps.at(-1)?.title).toBe("inverted");
    expect(inverted?.pixels).toEqual(plain?.pixels.map((value) => 1 - value));
    expect(inverted?.pixels[0]).toBe(1);
  });

  test("is normalized behind all, each channel by its own figures", () => {
    const image = imageSteps(ramp, [2, 4, 3], { ...keep, normalization: "imagenet" });
    const [red, green, blue] = [3, 4, 5].map((at) => image?.pixels[at]);
    expect(red).toBeCloseTo((1 / 3 - 0.485) / 0.229, 5);
    expect(green).toBeCloseTo(-0.456 / 0.224, 5);
    expect(blue).toBeCloseTo(-0.406 / 0.225, 5);
    const signed = imageSteps(ramp, [2, 4, 3], { ...keep, normalization: "symmetric" });
    expect([0, 9].map((at) => signed?.pixels[at])).toEqual([-1, 1]);
  });

  test("of one channel has no figures of ImageNet", () => {
    expect(imageSteps(ramp, [2, 4, 1], { ...keep, normalization: "imagenet" })?.normalization).toBe("unit");
  });

  test("has no way into a model whose input is no picture", () => {
    expect(imageSteps(ramp, [784], keep)).toBeUndefined();
    expect(imageSteps(ramp, [4, 4, 2], keep)).toBeUndefined();
  });
});

test("paper is known by its light edge", () => {
  const paper = (edge: number, middle: number) => ({
    width: 3,
    height: 3,
    channels: 1,
    data: Uint8Array.from({ length: 9 }, (_, at) => (at === 4 ? middle : edge)),
  });
  expect(hasLightEdge(paper(230, 0))).toBe(true);
  expect(hasLightEdge(paper(10, 255))).toBe(false);
});
