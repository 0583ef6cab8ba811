import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readBundledMnist, readDatasetFolder } from "../../../src/cli/dataset-folder.ts";
import { idxOf } from "../data/idx-of.ts";
import { temporaryFolder } from "./convlens.ts";

/** Two training images and one test image of 2 x 2; `change` sees every file before it is written. */
function datasetFolder(change: (name: string, bytes: Uint8Array) => [string, Uint8Array]): string {
  const folder = temporaryFolder();
  const files: [string, Uint8Array][] = [
    ["train-images-idx3-ubyte", idxOf([2, 2, 2], Uint8Array.of(0, 0, 0, 255, 255, 0, 0, 0))],
    ["train-labels-idx1-ubyte", idxOf([2], Uint8Array.of(0, 1))],
    ["t10k-images-idx3-ubyte", idxOf([1, 2, 2], Uint8Array.of(0, 255, 0, 0))],
    ["t10k-labels-idx1-ubyte", idxOf([1], Uint8Array.of(2))],
  ];
  for (const [name, bytes] of files) {
    const [written, content] = change(name, bytes);
    writeFileSync(join(folder, written), content);
  }
  return folder;
}

test("the bundled MNIST is 10,000 and 2,000 digits of 28 x 28", () => {
  const { train, test } = readBundledMnist();
  expect([train.count, test.count, train.classes, test.classes]).toEqual([10_000, 2_000, 10, 10]);
  expect(train.shape).toEqual([28, 28, 1]);
  expect(Array.from({ length: 10 }, (_, i) => train.label(i))).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
  expect(Array.from({ length: 10 }, (_, i) => test.label(i))).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
});

describe("a folder's files may be", () => {
  const forms: [claim: string, change: (name: string, bytes: Uint8Array) => [string, Uint8Array]][] = [
    ["plain", (name, bytes) => [name, bytes]],
    ["packed", (name, bytes) => [`${name}.gz`, gzipSync(bytes)]],
    ["packed without saying so", (name, bytes) => [name, gzipSync(bytes)]],
    ["named with a dot", (name, bytes) => [name.replace("-idx", ".idx"), bytes]],
  ];

  test.each(forms)("%s", (_claim, change) => {
    const { train, test } = readDatasetFolder(datasetFolder(change));
    expect([train.count, test.count, train.classes, test.classes]).toEqual([2, 1, 3, 3]);
    const image = new Float32Array(4);
    train.write(0, image, 0);
    expect([...image]).toEqual([0, 0, 0, 1]);
  });
});

describe("a folder is refused that", () => {
  test("lacks a file", () => {
    const folder = datasetFolder((name, bytes) => [name, bytes]);
    rmSync(join(folder, "t10k-labels-idx1-ubyte"));
    expect(() => readDatasetFolder(folder)).toThrow(`${folder}: there is no t10k-labels-idx1-ubyte, plain or .gz.`);
  });

  test("has a damaged gzip file", () => {
    const folder = datasetFolder((name, bytes) => [`${name}.gz`, gzipSync(bytes).subarray(0, -4)]);
    expect(() => readDatasetFolder(folder)).toThrow(
      /^Cannot read .*train-images-idx3-ubyte\.gz: unexpected end of file\.$/,
    );
  });

  test("has other files under these names", () => {
    const folder = datasetFolder((name) => [name, Uint8Array.of(1, 2, 3, 4)]);
    expect(() => readDatasetFolder(folder)).toThrow(`${folder}: The training set: An IDX file begins with`);
  });
});
