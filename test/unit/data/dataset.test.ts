import { describe, expect, test } from "vitest";
import { imageSamples, readDataset } from "../../../src/data/dataset.ts";
import { datasetFileNames, datasetParts, isGzip } from "../../../src/data/dataset-files.ts";
import type { Idx } from "../../../src/data/idx.ts";
import { idxOf } from "./idx-of.ts";

function images(shape: readonly number[]): Idx {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return { shape, data: Uint8Array.from({ length: size }, (_, index) => index) };
}

function labels(...values: number[]): Idx {
  return { shape: [values.length], data: Uint8Array.from(values) };
}

describe("labelled images", () => {
  test("without a channel axis have one channel", () => {
    expect(imageSamples(images([2, 3, 4]), labels(0, 1)).shape).toEqual([3, 4, 1]);
  });

  test("with a channel axis keep it", () => {
    expect(imageSamples(images([2, 3, 4, 3]), labels(0, 1)).shape).toEqual([3, 4, 3]);
  });

  test("have a class for every label up to the largest", () => {
    expect(imageSamples(images([3, 1, 1]), labels(6, 0, 2)).classes).toBe(7);
  });

  test("are written divided by 255, at the place that is asked for", () => {
    const target = new Float64Array(6).fill(-1);
    imageSamples(images([3, 2, 2]), labels(0, 0, 0)).write(1, target, 1);
    expect([...target]).toEqual([-1, 4 / 255, 5 / 255, 6 / 255, 7 / 255, -1]);
  });

  test("know their labels", () => {
    const samples = imageSamples(images([3, 1, 1]), labels(6, 0, 2));
    expect([0, 1, 2].map((index) => samples.label(index))).toEqual([6, 0, 2]);
  });

  test.each([
    ["more labels than images", images([2, 2, 2]), labels(1, 2, 3), "There are 2 images, but 3 labels."],
    ["no images", images([0, 28, 28]), labels(), "no images"],
    [
      "images of two axes",
      images([2, 2]),
      labels(1, 2),
      "must have the axes [n, h, w] or [n, h, w, c], and have [2, 2]",
    ],
    ["images of five axes", images([1, 1, 1, 1, 1]), labels(1), "and have [1, 1, 1, 1, 1]"],
    ["labels of two axes", images([2, 2, 2]), images([2, 1]), "Labels must have one axis [n], and have [2, 1]"],
  ])("are refused with %s", (_claim, images, labels, message) => {
    expect(() => imageSamples(images, labels)).toThrow(message);
  });
});

describe("a data set", () => {
  const pixels = (count: number, side: number) => idxOf([count, side, side], new Uint8Array(count * side * side));
  const numbers = (...values: number[]) => idxOf([values.length], Uint8Array.from(values));
  const trainImages = pixels(2, 3);
  const trainLabels = numbers(0, 1);

  test("has the classes of both halves", () => {
    const { train, test } = readDataset({
      trainImages,
      trainLabels,
      testImages: pixels(1, 3),
      testLabels: numbers(4),
    });
    expect([train.classes, test.classes]).toEqual([5, 5]);
  });

  test("whose halves differ in size is refused", () => {
    const files = { trainImages, trainLabels, testImages: pixels(1, 4), testLabels: numbers(4) };
    expect(() => readDataset(files)).toThrow("The training images are [3, 3, 1], but the test images are [4, 4, 1].");
  });

  test("says which half is damaged", () => {
    const files = { trainImages, trainLabels, testImages: Uint8Array.of(9), testLabels: numbers(4) };
    expect(() => readDataset(files)).toThrow("The test set: An IDX file begins with");
  });
});

test("every part of a data set has names of its own, plain before packed", () => {
  const names = datasetParts.flatMap((part) => datasetFileNames(part));
  expect(new Set(names).size).toBe(names.length);
  expect(datasetFileNames("testLabels").slice(0, 2)).toEqual(["t10k-labels-idx1-ubyte", "t10k-labels-idx1-ubyte.gz"]);
});

test("gzip is known by its first two bytes", () => {
  expect(isGzip(Uint8Array.of(0x1f, 0x8b, 8))).toBe(true);
  expect(isGzip(Uint8Array.of(0, 0, 8))).toBe(false);
});
