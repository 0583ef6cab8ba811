// The largest model that trains within a number of bytes: on paper by the plan, and then for real in a process of its own.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { vgg } from "./models.ts";
import { plannedBytes, stepOf } from "./step.ts";

export interface Largest {
  readonly width: number;
  readonly parameters: number;
  readonly batch: number;
  readonly plannedBytes: number;
  /** Of the whole process, after two steps. */
  readonly residentBytes: number;
  /** Of the second step. */
  readonly seconds: number;
}

/** The largest whole number from `low` on that fits; everything below a number that fits fits too. */
export function largestThat(fits: (value: number) => boolean, low: number): number {
  let high = 2 * low;
  while (fits(high)) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Widths of VGG-16's layers, for a batch of 4. */
export function findLargest(maxBytes: number): Largest {
  const batch = 4;
  const width = largestThat((width) => plannedBytes(vgg(width), batch) <= maxBytes, 4);
  const document = vgg(width);
  const run = execFileSync(process.execPath, [fileURLToPath(import.meta.url), String(width), String(batch)]);
  const { residentBytes, seconds } = JSON.parse(run.toString());
  const { parameters } = document.analysis;
  return { width, parameters, batch, plannedBytes: plannedBytes(document, batch), residentBytes, seconds };
}

if (import.meta.main) {
  const [width, batch] = process.argv.slice(2).map(Number);
  const step = stepOf(vgg(width ?? 0), batch ?? 0);
  step();
  const begin = performance.now();
  step();
  const seconds = (performance.now() - begin) / 1000;
  console.log(JSON.stringify({ residentBytes: 1024 * process.resourceUsage().maxRSS, seconds }));
}
