// The most memory that training W3 takes, the whole process, beside a Node that does nothing and the peer.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { text } from "node:stream/consumers";
import { inRoot } from "../scripts/root.ts";
import { formatTable } from "../src/cli/table.ts";
import type { BackendName } from "../src/tensor/backend.ts";
import { extraMebibytes } from "./aims.ts";
import { ContenderProcess } from "./process.ts";

export interface MemoryRow {
  readonly name: string;
  /** One for each round. */
  readonly bytes: readonly number[];
}

/** On leaving, the process writes its peak, in KiB, where this one reads it. */
const hook = `import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
if (isMainThread) process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));`;

export async function measureMemory(rounds: number, tier: BackendName): Promise<MemoryRow[]> {
  const rows: { name: string; take: () => Promise<number>; bytes: number[] }[] = [
    { name: "Node that waits", take: () => peakOfNode(["-e", "setTimeout(() => {}, 300)"]), bytes: [] },
    ...[1, 2].map((threads) => ({
      name: `convlens train, ${threads} ${threads === 1 ? "thread" : "threads"}`,
      take: () => peakOfNode(trainingArguments(threads)),
      bytes: [],
    })),
    { name: "PyTorch, 1 thread", take: () => peakOfTorch(tier), bytes: [] },
  ];
  for (let round = 0; round < rounds; round++) for (const { take, bytes } of rows) bytes.push(await take());
  return rows.filter(({ bytes }) => bytes.every(Number.isFinite)).map(({ name, bytes }) => ({ name, bytes }));
}

/** What a person runs: the bundled command line with the bundled digits. */
function trainingArguments(threads: number): string[] {
  const cli = inRoot("dist", "cli.js");
  if (!existsSync(cli)) throw new Error("dist/cli.js is missing: npm run build makes it.");
  const options = ["--epochs", "1", "--samples", "2560", "--test-samples", "0", "--batch-size", "128"];
  return [cli, "train", inRoot("examples", "keras-mnist.cnn.json"), ...options, "--threads", String(threads)];
}

async function peakOfNode(args: readonly string[]): Promise<number> {
  const preload = `data:text/javascript,${encodeURIComponent(hook)}`;
  const child = spawn(process.execPath, ["--import", preload, ...args], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  const kibibytes = await text(child.stdio[3] as NodeJS.ReadableStream);
  if (kibibytes === "") throw new Error(`${args[0]} gave no memory: it was killed.`);
  return 1024 * Number(kibibytes);
}

/** NaN where there is no PyTorch. */
async function peakOfTorch(tier: BackendName): Promise<number> {
  const child = new ContenderProcess("torch", tier);
  try {
    const ready = await child.ask({ kind: "prepare", workload: "W3-train-128", roundSeconds: 0.2 }, 90);
    if (ready.kind !== "ready") return Number.NaN;
    await child.ask({ kind: "run", times: 20 }, 90);
    const answer = await child.ask({ kind: "memory" }, 10);
    return answer.kind === "memory" ? answer.bytes : Number.NaN;
  } finally {
    child.stop();
  }
}

export function formatMemory(rows: readonly MemoryRow[]): string {
  const idle = middle(rows[0]?.bytes ?? []);
  const cells = rows.map(({ name, bytes }, index) => {
    const median = middle(bytes);
    return [`  ${name}`, mebibytes(median), index === 0 ? "" : `+${mebibytes(median - idle)}`];
  });
  const table = formatTable([["", "MiB at most", "beyond idle"], ...cells], new Set([1, 2]));
  const { least, aim } = extraMebibytes;
  return `\nmemory  Training Keras's MNIST convnet in batches of 128; at most +${least} MiB, aim +${aim} MiB\n${table}`;
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
