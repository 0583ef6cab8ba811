import { expect, test } from "vitest";
import { chooseWorkloads, workloads } from "../../../bench/workloads.ts";

function chosen(...words: string[]): string[] {
  return chooseWorkloads(words).map(({ id }) => id);
}

test("a word chooses the workload of that id, or all whose ids begin with it, and no word chooses all", () => {
  expect(chosen("W2-train-1")).toEqual(["W2-train-1"]);
  expect(chosen("W2-train")).toEqual(["W2-train-1", "W2-train-32", "W2-train-128"]);
  expect(chosen("W1", "W4-plain")).toEqual(["W1", "W4-plain"]);
  expect(chosen()).toEqual(workloads.map(({ id }) => id));
});

test("a word that chooses nothing is refused with the ids that there are", () => {
  expect(() => chosen("W1", "W9")).toThrow(/No workload begins with W9.*W2-train-128/);
});
