// One contender in a process of its own: a crash, a leak or a library's settings stay here. Started by process.ts.

import { expectWidening } from "../src/kernels/choose-backend.ts";
import { type BackendName, hasWideFlags } from "../src/tensor/backend.ts";
import { type Contender, firstLine, type Spent, sumOf, Unable } from "./contender.ts";
import { makeContender } from "./contenders/table.ts";
import { findWorkload } from "./workloads.ts";

export type Request =
  | { readonly kind: "prepare"; readonly workload: string; readonly roundSeconds: number }
  | { readonly kind: "run"; readonly times: number }
  | { readonly kind: "memory" };

export type Answer =
  | { readonly kind: "ready"; readonly name: string; readonly check: number | undefined; readonly warmUp: WarmUp }
  | { readonly kind: "spent"; readonly spent: Spent }
  | { readonly kind: "memory"; readonly bytes: number }
  | { readonly kind: "unable"; readonly name: string; readonly reason: string };

export interface WarmUp {
  /** How often the workload is to be run in a round. */
  readonly times: number;
  /** The first `coldRuns` runs with all that had to be compiled for them. */
  readonly cold: Spent;
  readonly coldRuns: number;
}

async function answer(contender: Contender, request: Request): Promise<Answer> {
  try {
    if (request.kind === "run") return { kind: "spent", spent: await contender.run(request.times) };
    if (request.kind === "memory") return { kind: "memory", bytes: await mostBytes(contender) };
    await contender.load();
    const { check, setup } = await contender.prepare(findWorkload(request.workload));
    const warmUp = await warm(contender, request.roundSeconds);
    const cold = setup ? sumOf(setup, warmUp.cold) : warmUp.cold;
    return { kind: "ready", name: contender.name, check, warmUp: { ...warmUp, cold } };
  } catch (error) {
    const reason = error instanceof Unable ? error.message : `fails: ${firstLine(error)}`;
    return { kind: "unable", name: contender.name, reason };
  }
}

async function mostBytes(contender: Contender): Promise<number> {
  return contender.mostBytes ? contender.mostBytes() : 1024 * process.resourceUsage().maxRSS;
}

/** W1's epoch, of which the first is of interest by itself. */
const mostColdRuns = 200;

/** Runs until half a round has passed, so that compilers have done their work, and finds out how many runs fill a round. */
async function warm(contender: Contender, roundSeconds: number): Promise<WarmUp> {
  let cold = await contender.run(1);
  let coldRuns = 1;
  if (cold.cpuSeconds < roundSeconds / 20) {
    cold = sumOf(cold, await contender.run(mostColdRuns - 1));
    coldRuns = mostColdRuns;
  }
  let last = cold.cpuSeconds / coldRuns;
  let passed = cold.cpuSeconds;
  for (let times = 1; passed < roundSeconds / 2; times *= 2) {
    const { cpuSeconds } = await contender.run(times);
    passed += cpuSeconds;
    last = cpuSeconds / times;
  }
  return { times: Math.max(1, Math.round(roundSeconds / Math.max(last, 1e-7))), cold, coldRuns };
}

const [key = "", tier = ""] = process.argv.slice(2);
if (hasWideFlags(process.execArgv)) expectWidening();
const contender = makeContender(key, tier as BackendName);
process.on("message", async (request: Request) => {
  process.send?.(await answer(contender, request));
});
process.on("disconnect", () => process.exit());
