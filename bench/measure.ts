// One workload: every contender in its own process, in turn, round after round, so that a busy moment hits all alike.

import type { BackendName } from "../src/tensor/backend.ts";
import type { WarmUp } from "./child.ts";
import type { Spent } from "./contender.ts";
import { threadsOf } from "./contenders/table.ts";
import { ContenderProcess } from "./process.ts";
import type { Workload } from "./workloads.ts";

export interface Plan {
  readonly contenders: readonly string[];
  readonly tier: BackendName;
  readonly rounds: number;
  /** Processor time that a contender's turn should take. */
  readonly roundSeconds: number;
}

export interface Measured {
  readonly key: string;
  readonly name: string;
  readonly check: number | undefined;
  readonly threads: number;
  /** How often the workload was run in a round. */
  readonly times: number;
  readonly rounds: readonly Spent[];
  readonly cold: Spent & { readonly runs: number };
}

export interface Missing {
  readonly key: string;
  readonly name: string;
  readonly reason: string;
}

export interface WorkloadResult {
  readonly workload: Workload;
  readonly measured: readonly Measured[];
  readonly missing: readonly Missing[];
}

/** Longer than this nobody waits for a contender to get ready, or for its turn. */
const secondsAtMost = 90;

interface Runner {
  readonly process: ContenderProcess;
  readonly name: string;
  readonly check: number | undefined;
  readonly warmUp: WarmUp;
  readonly rounds: Spent[];
}

export async function measureWorkload(workload: Workload, plan: Plan): Promise<WorkloadResult> {
  const missing: Missing[] = [];
  let runners: Runner[] = [];
  for (const key of plan.contenders.filter((key) => isWanted(key, workload))) {
    const process = new ContenderProcess(key, plan.tier);
    const request = { kind: "prepare", workload: workload.id, roundSeconds: plan.roundSeconds } as const;
    const answer = await process.ask(request, secondsAtMost);
    if (answer.kind === "ready") runners.push({ ...answer, process, rounds: [] });
    else {
      process.stop();
      if (answer.kind === "unable") missing.push({ key, name: answer.name, reason: answer.reason });
    }
  }
  for (let round = 0; round < plan.rounds; round++) {
    const lost: Runner[] = [];
    for (const runner of runners) {
      const reason = await runRound(runner);
      if (reason === undefined) continue;
      lost.push(runner);
      missing.push({ key: runner.process.key, name: runner.name, reason });
    }
    runners = runners.filter((runner) => !lost.includes(runner));
  }
  for (const { process } of runners) process.stop();
  return { workload, measured: runners.map(measuredBy), missing };
}

function isWanted(key: string, workload: Workload): boolean {
  if (key === "peak") return workload.kind === "convolution";
  if (key === "numpy") return workload.id === "W1"; // it would take hours for the others
  return workload.threaded || threadsOf(key) === 1;
}

/** Gives the reason if it failed. */
async function runRound({ process, warmUp, rounds }: Runner): Promise<string | undefined> {
  const answer = await process.ask({ kind: "run", times: warmUp.times }, secondsAtMost);
  if (answer.kind !== "spent") return answer.kind === "unable" ? answer.reason : "answers out of turn";
  rounds.push(answer.spent);
  return undefined;
}

function measuredBy({ process: { key }, name, check, warmUp, rounds }: Runner): Measured {
  const cold = { ...warmUp.cold, runs: warmUp.coldRuns };
  return { key, name, check, threads: threadsOf(key), times: warmUp.times, rounds, cold };
}
