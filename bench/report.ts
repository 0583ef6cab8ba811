// What a run found: medians and ratios as a table for people, and as data.

import { formatTable } from "../src/cli/table.ts";
import { aimFor, judge } from "./aims.ts";
import type { Spent } from "./contender.ts";
import type { Measured, WorkloadResult } from "./measure.ts";
import type { Workload } from "./workloads.ts";

export interface Row {
  readonly key: string;
  readonly name: string;
  readonly threads: number;
  readonly median: number;
  readonly best: number;
  /** How many times as fast ConvLens is on as many threads: the median over the rounds of its turn against this one's. */
  readonly ratio: number;
  /** How many times as fast it is on several threads as on one, by the clock; `undefined` on one. */
  readonly speedup: number | undefined;
  readonly check: number | undefined;
  /** Whether it computed what the first contender computed. */
  readonly agrees: boolean;
  /** Of the first epoch of W1, with all that was compiled for it. */
  readonly coldMs: number | undefined;
}

export function rowsOf({ workload, measured }: WorkloadResult): Row[] {
  const [first] = measured;
  return measured.map((contender) => {
    const { key, name, threads, check, cold } = contender;
    const values = contender.rounds.map((round) => workload.quantity(contender.times / timeOf(round, threads)));
    const ours = measured.find((other) => other.key.startsWith("convlens") && other.threads === threads) ?? first;
    return {
      key,
      name,
      threads,
      median: median(values),
      best: isTime(workload) ? Math.min(...values) : Math.max(...values),
      ratio: ours ? ratioOf(ours, contender, (spent) => timeOf(spent, threads)) : Number.NaN,
      speedup: speedupOf(contender, measured),
      check,
      agrees: areClose(check, first?.check),
      coldMs: workload.id === "W1" && cold.runs === 200 ? cold.seconds * 1000 : undefined,
    };
  });
}

/** Processor time, as other programs should not count; of several threads it would say nothing about the gain. */
function timeOf({ seconds, cpuSeconds }: Spent, threads: number): number {
  return threads === 1 ? cpuSeconds : seconds;
}

function isTime({ quantity }: Workload): boolean {
  return quantity(2) < quantity(1);
}

/** How many times as fast the first one is. */
function ratioOf(first: Measured, second: Measured, time: (spent: Spent) => number): number {
  const perRun = ({ rounds, times }: Measured) => rounds.map((round) => time(round) / times);
  const [ours, theirs] = [perRun(first), perRun(second)];
  return median(theirs.map((seconds, round) => seconds / (ours[round] ?? Number.NaN)));
}

function speedupOf(contender: Measured, measured: readonly Measured[]): number | undefined {
  if (contender.threads === 1) return undefined;
  const alone = measured.find(({ key }) => `${key}-${contender.threads}` === contender.key);
  return alone && ratioOf(contender, alone, ({ seconds }) => seconds);
}

/** Sums in another order differ in the last digits; another computation differs in the first. */
function areClose(a: number | undefined, b: number | undefined): boolean {
  return a === undefined || b === undefined || Math.abs(a - b) <= 2e-3 * Math.abs(b);
}

export function formatResult(result: WorkloadResult): string {
  const { workload, missing } = result;
  const rows = rowsOf(result);
  const cells = rows.map((row) => [
    `  ${row.name}${row.threads > 1 ? `, ${row.threads} threads` : ""}`,
    formatNumber(row.median),
    formatNumber(row.best),
    row.key.startsWith("convlens") ? "" : `${formatNumber(row.ratio)}x`,
    remarkOn(row, workload),
  ]);
  const heading = ["", `median ${workload.unit}`, "best", "ConvLens is", ""];
  const table = formatTable([heading, ...cells], new Set([1, 2, 3]));
  const notes = missing.map(({ name, reason }) => `  ${name}: ${reason}\n`).join("");
  return `\n${workload.id}  ${workload.title}\n${table}${coldsOf(rows)}${notes}`;
}

function remarkOn({ key, agrees, ratio, speedup }: Row, { id }: Workload): string {
  if (!agrees) return "computes something else";
  const factor = key.startsWith("convlens") ? speedup : ratio;
  const aim = aimFor(id, key);
  const judgement = aim && factor !== undefined ? judge(factor, aim) : "";
  const gain = speedup === undefined ? "" : `${formatNumber(speedup)}x one thread`;
  return [gain, judgement].filter((text) => text !== "").join("; ");
}

function coldsOf(rows: readonly Row[]): string {
  const colds = rows.flatMap(({ name, coldMs }) => (coldMs === undefined ? [] : [`${name} ${formatNumber(coldMs)}`]));
  return colds.length > 0 ? `  The first epoch, with all that is compiled for it, ms: ${colds.join("; ")}\n` : "";
}

/** Three digits that count. */
export function formatNumber(value: number): string {
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
  const runs = new Map(measured.map(({ key, times, rounds }) => [key, { times, rounds }]));
  return {
    id,
    title,
    unit,
    contenders: rowsOf(result).map((row) => ({ ...row, aim: aimFor(id, row.key), ...runs.get(row.key) })),
    missing,
  };
}
