// What a training step costs as batch, images, channels and depth grow, and the largest model within 2 GB:
//
//     node bench/scale.ts [--only batch,size,channels,depth,largest]
//
// Prints a table of each, and draws the curves into docs/scale. One thread, processor time.

import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { inRoot } from "../scripts/root.ts";
import { drawChart } from "./scale/chart.ts";
import { findLargest } from "./scale/largest.ts";
import { type ChainSize, chain } from "./scale/models.ts";
import { plannedBytes, secondsPerStep, stepOf } from "./scale/step.ts";

interface Axis {
  readonly name: string;
  readonly label: string;
  readonly values: readonly number[];
  /** A step should cost no more than in proportion to the value to this power. */
  readonly power: number;
  readonly setting: (value: number) => ChainSize & { readonly batch: number };
}

const usual = { size: 28, channels: 16, depth: 4, batch: 16 };

const axes: readonly Axis[] = [
  {
    name: "batch",
    label: "samples in a batch",
    values: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
    power: 1,
    setting: (batch) => ({ ...usual, batch }),
  },
  {
    name: "size",
    label: "height and width of the images",
    values: [28, 56, 112, 224],
    power: 2,
    setting: (size) => ({ ...usual, size, batch: 4 }),
  },
  {
    name: "channels",
    label: "channels of each convolution",
    values: [4, 8, 16, 32, 64, 128],
    power: 2,
    setting: (channels) => ({ ...usual, channels }),
  },
  {
    name: "depth",
    label: "convolutions",
    values: [1, 2, 4, 8, 16, 32],
    power: 1,
    setting: (depth) => ({ ...usual, depth }),
  },
];

function measureAxis(axis: Axis): void {
  const rows = axis.values.map((value) => {
    const { batch, ...size } = axis.setting(value);
    const document = chain(size);
    const ms = 1000 * secondsPerStep(stepOf(document, batch));
    // Forward, and a gradient of inputs and of weights, each multiplication with its addition.
    const gigaflops = (3 * 2 * document.analysis.macs * batch) / 1e6 / ms;
    return { value, ms, gigaflops, mebibytes: plannedBytes(document, batch) / 2 ** 20 };
  });
  const cells = rows.map(({ value, ms, gigaflops, mebibytes }) => [
    String(value),
    ms.toPrecision(3),
    gigaflops.toFixed(1),
    mebibytes.toFixed(1),
  ]);
  console.log(`\n${markdown([[axis.label, "ms a step", "GFLOP/s", "MiB"], ...cells])}`);
  const points = rows.map(({ value, ms }) => ({ x: value, y: ms }));
  const chart = { title: "ms a step", xLabel: axis.label, points, power: axis.power };
  mkdirSync(inRoot("docs", "scale"), { recursive: true });
  writeFileSync(inRoot("docs", "scale", `${axis.name}.svg`), drawChart(chart));
}

function markdown([heading = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(heading), `|${heading.map(() => "---:|").join("")}`, ...rows.map(line)].join("\n");
}

function measureLargest(): void {
  const { width, parameters, batch, plannedBytes, residentBytes, seconds } = findLargest(2 ** 31);
  const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20).toLocaleString("en")} MiB`;
  console.log(
    `\nVGG-16's layers at width ${width} (VGG-16 has 64): ${parameters.toLocaleString("en")} parameters, batch ${batch}; ` +
      `planned ${megabytes(plannedBytes)}, resident ${megabytes(residentBytes)}, ${seconds.toFixed(1)} s a step`,
  );
}

const { values } = parseArgs({ options: { only: { type: "string" } } });
const isWanted = (name: string): boolean => values.only?.split(",").includes(name) ?? true;
for (const axis of axes) if (isWanted(axis.name)) measureAxis(axis);
if (isWanted("largest")) measureLargest();
