// Measures ConvLens against its peers, side by side on this machine:
//
//     node bench/run.ts [--only W1,W2-train] [--rounds N] [--tier relaxed|simd|reference] [--contenders convlens,torch] [--quick]
//
// Every contender has one thread and a process of its own; times are processor times. PyTorch takes part where
// CONVLENS_BENCH_PYTHON names a Python that has it.

import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { chooseBackend } from "../src/kernels/choose-backend.ts";
import { type BackendName, backendNames } from "../src/tensor/backend.ts";
import { makeContender, usualContenders } from "./contenders/table.ts";
import { installPeers } from "./install-peers.ts";
import { measureWorkload, type Plan } from "./measure.ts";
import { formatResult, resultAsData } from "./report.ts";
import { chooseWorkloads, type Workload } from "./workloads.ts";

interface Run {
  readonly plan: Plan;
  readonly workloads: readonly Workload[];
}

function readOptions(): Run {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      rounds: { type: "string", default: "3" },
      tier: { type: "string", default: chooseBackend().name },
      contenders: { type: "string" },
      quick: { type: "boolean", default: false },
    },
  });
  const list = (text: string | undefined): string[] => (text === undefined ? [] : text.split(","));
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds must be a whole number, not ${values.rounds}.`);
  const tier = backendNames.find((name) => name === values.tier);
  if (tier === undefined) throw new Error(`--tier is one of ${backendNames.join(", ")}, not ${values.tier}.`);
  const contenders = values.contenders === undefined ? usualContenders : list(values.contenders);
  for (const key of contenders) makeContender(key, tier);
  const plan = { contenders, tier, rounds, roundSeconds: values.quick ? 0.2 : 1 };
  return { plan, workloads: chooseWorkloads(list(values.only)) };
}

function describeMachine(tier: BackendName) {
  return { cpu: cpus()[0]?.model.trim(), cores: availableParallelism(), node: process.versions.node, tier };
}

async function measureAll({ plan, workloads }: Run): Promise<void> {
  await installPeers(plan.contenders);
  const machine = describeMachine(plan.tier);
  console.log(
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; tier ${machine.tier}; ${plan.rounds} rounds`,
  );
  const results: unknown[] = [];
  for (const workload of workloads) {
    const load = loadavg()[0];
    const result = await measureWorkload(workload, plan);
    results.push({ ...resultAsData(result), load });
    process.stdout.write(formatResult(result));
    save({ ...machine, rounds: plan.rounds, roundSeconds: plan.roundSeconds, workloads: results });
  }
}

/** After each workload, so that a run that is broken off leaves what it has. */
function save(report: unknown): void {
  const folder = new URL("results/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL("latest.json", folder), `${JSON.stringify(report, null, 2)}\n`);
}

try {
  await measureAll(readOptions());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
