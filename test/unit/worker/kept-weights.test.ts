import { expect, test } from "vitest";
import { KeptWeights } from "../../../src/worker/kept-weights.ts";

test("weights that are kept have another version when they may be others, and the same as long as they are only read", () => {
  const kept = new KeptWeights();
  const tensors = new Map([["conv.bias", { shape: [2], data: Float32Array.of(1, 2) }]]);
  const versions = [kept.version];
  kept.put(tensors);
  versions.push(kept.version);
  expect(kept.matching(tensors).size + kept.all().size).toBe(2);
  expect(kept.version).toBe(versions.at(-1));
  kept.clear();
  versions.push(kept.version);
  expect(new Set(versions).size).toBe(3);
});
