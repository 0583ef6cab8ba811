import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DatasetError } from "../../../src/data/dataset-error.ts";
import { readIdx } from "../../../src/data/idx.ts";
import { idxOf } from "./idx-of.ts";

test("the bundled training images are 10,000 of 28 x 28", () => {
  const path = new URL("../../../media/mnist/train-images-idx3-ubyte.gz", import.meta.url);
  const { shape, data } = readIdx(gunzipSync(readFileSync(path)));
  expect(shape).toEqual([10000, 28, 28]);
  expect(data).toHaveLength(10000 * 28 * 28);
});

test("what was written is read", () => {
  const shapes = fc.array(fc.nat(5), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(shapes, (shape) => {
      const size = shape.reduce((product, dim) => product * dim, 1);
      const data = Uint8Array.from({ length: size }, (_, index) => index);
      expect(readIdx(idxOf(shape, data))).toEqual({ shape, data });
    }),
  );
});

describe("an IDX file is refused that", () => {
  const cases: [claim: string, bytes: Uint8Array, message: string][] = [
    ["is empty", new Uint8Array(0), "this is none"],
    ["is something else", Uint8Array.of(1, 2, 3, 4), "this is none"],
    ["is packed", Uint8Array.of(0x1f, 0x8b, 8, 0), "still packed with gzip"],
    ["holds floats", Uint8Array.of(0, 0, 0x0d, 1), "holds 32-bit floats"],
    ["holds an unknown format", Uint8Array.of(0, 0, 0x77, 1), "holds the unknown format 119"],
    ["has no axes", Uint8Array.of(0, 0, 8, 0), "1 to 8 axes, and has 0"],
    ["has 255 axes", Uint8Array.of(0, 0, 8, 255), "1 to 8 axes, and has 255"],
    ["ends in its header", Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 1), "ends after 8 bytes, within its header of 12"],
    ["ends early", idxOf([2, 3], new Uint8Array(5)), "announces [2, 3], which is 18 bytes with its header, but has 17"],
    ["goes on too long", idxOf([2], new Uint8Array(3)), "but has 11"],
    ["claims more than memory", idxOf([2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1, 0, 9], new Uint8Array(1)), "but has 25"],
  ];

  test.each(cases)("%s", (_claim, bytes, message) => {
    expect(() => readIdx(bytes)).toThrow(DatasetError);
    expect(() => readIdx(bytes)).toThrow(message);
  });
});
