// What a run found: medians and ratios as a table for people, and as data.

import { formatTable } from "../src/cli/table.ts";
import type { Measured, WorkloadResult } from "./measure.ts";

export interface Row {
  readonly key: string;
  readonly name: string;
  readonly median: number;
  readonly best: number;
  /** How many times as fast the first contender is: the median over the rounds of its turn against this one's. */
  readonly ratio: number;
  readonly check: number | undefined;
  /** Whether it computed what the first contender computed. */
  readonly agrees: boolean;
  readonly coldMs: number | undefined;
}

export function rowsOf({ workload, measured }: WorkloadResult): Row[] {
  const [first] = measured;
  const smallerIsBetter = workload.quantity(2) < workload.quantity(1);
  return measured.map((contender) => {
    const values = contender.rounds.map(({ value }) => value);
    const ratios = values.map((value, round) => {
      const ours = first?.rounds[round]?.value ?? Number.NaN;
      return smallerIsBetter ? value / ours : ours / value;
    });
    return {
      key: contender.key,
      name: contender.name,
      median: median(values),
      best: smallerIsBetter ? Math.min(...values) : Math.max(...values),
      ratio: median(ratios),
      check: contender.check,
      agrees: areClose(contender.check, first?.check),
      coldMs: workload.id === "W1" && contender.cold.runs === 200 ? contender.cold.cpuSeconds * 1000 : undefined,
    };
  });
}

/** Sums in another order differ in the last digits; another computation differs in the first. */
function areClose(a: number | undefined, b: number | undefined): boolean {
  return a === undefined || b === undefined || Math.abs(a - b) <= 2e-3 * Math.abs(b);
}

export function formatResult(result: WorkloadResult): string {
  const { workload, missing } = result;
  const rows = rowsOf(result);
  const cells = rows.map(({ name, median, best, ratio, agrees }, index) => [
    `  ${name}`,
    formatNumber(median),
    formatNumber(best),
    index === 0 ? "" : `${formatNumber(ratio)}x`,
    agrees ? "" : "computes something else",
  ]);
  const heading = ["", `median ${workload.unit}`, "best", "ConvLens is", ""];
  const table = formatTable([heading, ...cells], new Set([1, 2, 3]));
  const notes = missing.map(({ name, reason }) => `  ${name}: ${reason}\n`).join("");
  const colds = rows.flatMap(({ name, coldMs }) => (coldMs === undefined ? [] : [`${name} ${formatNumber(coldMs)}`]));
  const cold = colds.length > 0 ? `  The first epoch, with all that is compiled for it, ms: ${colds.join("; ")}\n` : "";
  return `\n${workload.id}  ${workload.title}\n${table}${cold}${notes}`;
}

/** Three digits that count. */
function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "-";
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return value.toFixed(value >= 10 ? 1 : 2);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

export function resultAsData(result: WorkloadResult) {
  const { workload, measured, missing } = result;
  const { id, title, unit } = workload;
  const rounds = new Map(measured.map(({ key, rounds }: Measured) => [key, rounds]));
  return {
    id,
    title,
    unit,
    contenders: rowsOf(result).map((row) => ({ ...row, rounds: rounds.get(row.key) })),
    missing,
  };
}
