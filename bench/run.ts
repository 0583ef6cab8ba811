// Measures ConvLens against its peers, side by side on this machine:
//
//     npm run bench -- [--only W1,W2-train,memory] [--rounds N] [--tier relaxed|simd|reference|wide]
//                      [--contenders convlens,torch-2] [--quick] [--add]
//
// Every contender has a process of its own, and one thread, where times are processor times, or several, where they are
// the clock's. PyTorch and NumPy take part where CONVLENS_BENCH_PYTHON names a Python that has them. Results go to
// bench/results/latest.json; --add keeps those of workloads that are not measured this time.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { chooseBackend } from "../src/kernels/choose-backend.ts";
import { type BackendName, backendNames } from "../src/tensor/backend.ts";
import { makeContender, usualContenders } from "./contenders/table.ts";
import { installPeers } from "./install-peers.ts";
import { measureWorkload, type Plan } from "./measure.ts";
import { formatMemory, type MemoryRow, measureMemory } from "./memory.ts";
import { formatResult, resultAsData } from "./report.ts";
import { workloads as allWorkloads, chooseWorkloads, type Workload } from "./workloads.ts";

interface Run {
  readonly plan: Plan;
  readonly workloads: readonly Workload[];
  readonly memory: boolean;
  /** Whether earlier results stay. */
  readonly add: boolean;
}

interface Report {
  readonly memory?: readonly MemoryRow[];
  readonly workloads: readonly WorkloadReport[];
}

type WorkloadReport = Readonly<Record<string, unknown>> & { readonly id: string };

function readOptions(): Run {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      rounds: { type: "string", default: "3" },
      tier: { type: "string", default: chooseBackend().name },
      contenders: { type: "string" },
      quick: { type: "boolean", default: false },
      add: { type: "boolean", default: false },
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
  const only = list(values.only);
  const prefixes = only.filter((prefix) => prefix !== "memory");
  const memory = only.length === 0 || only.length > prefixes.length;
  const workloads = only.length > 0 && prefixes.length === 0 ? [] : chooseWorkloads(prefixes);
  return { plan, workloads, memory, add: values.add };
}

function describeMachine(tier: BackendName) {
  return { cpu: cpus()[0]?.model.trim(), cores: availableParallelism(), node: process.versions.node, tier };
}

async function measureAll({ plan, workloads, memory, add }: Run): Promise<void> {
  await installPeers(plan.contenders);
  const machine = describeMachine(plan.tier);
  console.log(
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; tier ${machine.tier}; ${plan.rounds} rounds`,
  );
  const header = { ...machine, rounds: plan.rounds, roundSeconds: plan.roundSeconds };
  let report: Report = add ? earlier() : { workloads: [] };
  for (const workload of workloads) {
    const [load, date] = [loadavg()[0], new Date().toISOString()];
    const result = await measureWorkload(workload, plan);
    process.stdout.write(formatResult(result));
    report = { ...report, workloads: merged(report.workloads, { ...resultAsData(result), date, load }) };
    save({ ...header, ...report });
  }
  if (!memory) return;
  report = { ...report, memory: await measureMemory(plan.rounds, plan.tier) };
  process.stdout.write(formatMemory(report.memory ?? []));
  save({ ...header, ...report });
}

/** In the order of the workloads. */
function merged(before: Report["workloads"], added: WorkloadReport): Report["workloads"] {
  const all = [...before.filter(({ id }) => id !== added.id), added];
  return allWorkloads.flatMap(({ id }) => all.filter((result) => result.id === id));
}

const folder = new URL("results/", import.meta.url);
const file = new URL("latest.json", folder);

function earlier(): Report {
  if (!existsSync(file)) return { workloads: [] };
  const { memory, workloads } = JSON.parse(readFileSync(file, "utf8"));
  return { ...(memory && { memory }), workloads };
}

/** After each workload, so that a run that is broken off leaves what it has. */
function save(report: unknown): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

try {
  await measureAll(readOptions());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
