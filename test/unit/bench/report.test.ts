import { expect, test } from "vitest";
import { aimFor, judge } from "../../../bench/aims.ts";
import { makeContender, threadsOf, usualContenders } from "../../../bench/contenders/table.ts";
import type { Measured, WorkloadResult } from "../../../bench/measure.ts";
import { formatResult, rowsOf } from "../../../bench/report.ts";
import { findWorkload, workloads } from "../../../bench/workloads.ts";

/** A contender that needs so many seconds of processor time for ten runs, and half of that by the clock. */
function measured(key: string, cpuSeconds: readonly number[], check?: number): Measured {
  const rounds = cpuSeconds.map((seconds) => ({ cpuSeconds: seconds, seconds: seconds / 2 }));
  const cold = { seconds: 0.5, cpuSeconds: 1, runs: 1 };
  return { key, name: key, check, threads: threadsOf(key), times: 10, rounds, cold };
}

function resultOf(workload: string, contenders: readonly Measured[]): WorkloadResult {
  const missing = [{ key: "absent", name: "Absent", reason: "is not here" }];
  return { workload: findWorkload(workload), measured: contenders, missing };
}

test("a ratio is the median of the rounds' ratios, so that a slow round that hits both does not count", () => {
  const result = resultOf("W2-train-32", [measured("convlens", [1, 10, 1]), measured("torch", [2, 20, 5])]);
  expect(rowsOf(result)[1]).toMatchObject({ median: 64, best: 160, ratio: 2 });
});

test("where less is better, the smallest time is the best one, and twice the time is half as fast", () => {
  const result = resultOf("W4-kept", [measured("convlens", [0.1, 0.12]), measured("torch", [0.2, 0.24])]);
  const [ours, peer] = rowsOf(result);
  expect(ours).toMatchObject({ median: 11, best: 10, ratio: 1 });
  expect(peer).toMatchObject({ median: 22, best: 20, ratio: 2 });
});

test("several threads are measured by the clock, against as many of ours, and against one of their own", () => {
  const keys = ["convlens", "torch", "convlens-2", "torch-2"];
  const seconds = [[2], [4], [2.5], [5]];
  const rows = rowsOf(
    resultOf(
      "W3-train-128",
      keys.map((key, i) => measured(key, seconds[i] ?? [])),
    ),
  );
  expect(rows.map(({ threads }) => threads)).toEqual([1, 1, 2, 2]);
  expect(rows.map(({ median }) => median)).toEqual([640, 320, 1024, 512]);
  expect(rows.map(({ ratio }) => ratio)).toEqual([1, 2, 1, 2]);
  expect(rows.map(({ speedup }) => speedup)).toEqual([undefined, undefined, 0.8, 0.8]);
});

test("a contender that computes another number is marked, one that computes none is not", () => {
  const rows = rowsOf(
    resultOf("W4-kept", [
      measured("convlens", [1], 3),
      measured("same", [1], 3.0001),
      measured("other", [1], 3.1),
      measured("none", [1]),
    ]),
  );
  expect(rows.map(({ agrees }) => agrees)).toEqual([true, true, false, true]);
});

test("the table gives three digits that count, what became of an aim, and the reason of each contender that is missing", () => {
  const text = formatResult(
    resultOf("W2-train-32", [measured("convlens", [0.025]), measured("torch", [0.125]), measured("other", [5.2])]),
  );
  expect(text).toBe(`
W2-train-32  LeNet-5, training in batches of 32
            median images/s    best  ConvLens is
  convlens           12,800  12,800
  torch               2,560   2,560        5.00x  at least 4x reached, aim 7x
  other                61.5    61.5         208x
  Absent: is not here
`);
});

test("an aim is missed, reached at its least, or reached", () => {
  const aim = { least: 3, aim: 5 };
  expect([2.99, 3, 5].map((ratio) => judge(ratio, aim))).toEqual([
    "less than 3x",
    "at least 3x reached, aim 5x",
    "aim 5x reached",
  ]);
});

test("everyone who usually takes part is known, and whose name is not is refused with the names that are", () => {
  for (const key of usualContenders) expect(makeContender(key, "simd").name).not.toBe("");
  expect(() => makeContender("convnet", "simd")).toThrow(/no contender convnet.*convnetjs/);
});

test("every aim is one of a workload and of a contender that is usually there", () => {
  const found = workloads.flatMap(({ id }) => [...usualContenders].filter((key) => aimFor(id, key)).map(() => id));
  expect(new Set(found).size).toBeGreaterThan(8);
  for (const { id } of workloads) {
    for (const key of usualContenders) {
      const aim = aimFor(id, key);
      if (aim) expect(aim.least).toBeLessThan(aim.aim);
    }
  }
});
