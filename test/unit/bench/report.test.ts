import { expect, test } from "vitest";
import type { Measured, WorkloadResult } from "../../../bench/measure.ts";
import { formatResult, rowsOf } from "../../../bench/report.ts";
import { findWorkload } from "../../../bench/workloads.ts";

function measured(name: string, values: readonly number[], check?: number): Measured {
  const rounds = values.map((value) => ({ value, seconds: 1, cpuSeconds: 1 }));
  return { key: name, name, check, rounds, cold: { seconds: 1, cpuSeconds: 0.5, runs: 1 } };
}

function resultOf(workload: string, contenders: readonly Measured[]): WorkloadResult {
  const missing = [{ key: "absent", name: "Absent", reason: "is not here" }];
  return { workload: findWorkload(workload), measured: contenders, missing };
}

test("a ratio is the median of the rounds' ratios, so that a slow round that hits both does not count", () => {
  const [, peer] = rowsOf(resultOf("W2-train-32", [measured("ours", [100, 10, 100]), measured("peer", [50, 5, 20])]));
  expect(peer).toMatchObject({ median: 20, best: 50, ratio: 2 });
});

test("where less is better, the smallest time is the best one, and twice the time is half as fast", () => {
  const [ours, peer] = rowsOf(resultOf("W4-kept", [measured("ours", [10, 12]), measured("peer", [20, 24])]));
  expect(ours).toMatchObject({ median: 11, best: 10, ratio: 1 });
  expect(peer).toMatchObject({ median: 22, best: 20, ratio: 2 });
});

test("a contender that computes another number is marked, one that computes none is not", () => {
  const rows = rowsOf(
    resultOf("W4-kept", [
      measured("ours", [1], 3),
      measured("same", [1], 3.0001),
      measured("other", [1], 3.1),
      measured("none", [1]),
    ]),
  );
  expect(rows.map(({ agrees }) => agrees)).toEqual([true, true, false, true]);
});

test("the table gives three digits that count, and the reason of each contender that is missing", () => {
  const text = formatResult(resultOf("W2-train-32", [measured("Ours", [12345]), measured("Peer", [61.72])]));
  expect(text).toBe(`
W2-train-32  LeNet-5, training in batches of 32
        median images/s    best  ConvLens is
  Ours           12,345  12,345
  Peer             61.7    61.7         200x
  Absent: is not here
`);
});
