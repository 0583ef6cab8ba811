// What a contender is, ConvLens or a peer: one file each in contenders/, run in a process of its own.

import type { Workload } from "./workloads.ts";

export interface Contender {
  /** With its version: `TensorFlow.js 4.22.0, WebAssembly`. Complete after `load`. */
  readonly name: string;
  /** Loads its library. Throws `Unable` where it is not there. */
  load(): Promise<void>;
  /** Makes everything ready. Throws `Unable` with the reason if it cannot do this. */
  prepare(workload: Workload): Promise<Prepared>;
  /** Does the workload so many times. */
  run(times: number): Promise<Spent>;
  /** The most memory that it had resident so far, where that is not this process's. */
  mostBytes?(): Promise<number>;
}

export interface Prepared {
  /**
   * A number by which contenders are seen to compute the same: the mean loss of the first batch before training, or the mean
   * magnitude of what a forward pass or a gradient gives. `undefined` if it computes nothing of the kind.
   */
  readonly check: number | undefined;
  /** What a first result waits for besides the first run, where it is known: compiling and allocating. */
  readonly setup?: Spent;
}

export interface Spent {
  readonly seconds: number;
  /** Processor time, of all threads. */
  readonly cpuSeconds: number;
}

/** Something that a contender cannot do, said in words for the table. */
export class Unable extends Error {
  override readonly name = "Unable";
}

export async function spend(work: () => unknown): Promise<Spent> {
  const cpu = process.cpuUsage();
  const begin = performance.now();
  await work();
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, cpuSeconds: (user + system) / 1e6 };
}

export function sumOf(a: Spent, b: Spent): Spent {
  return { seconds: a.seconds + b.seconds, cpuSeconds: a.cpuSeconds + b.cpuSeconds };
}

export function meanMagnitude(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i] as number);
  return sum / values.length;
}

/** Loads a package of bench/package.json, whose types are not there where it is not installed. */
export async function loadPackage<T>(name: string): Promise<T> {
  try {
    return (await import(name)) as T;
  } catch (error) {
    throw new Unable(`${name} cannot be loaded: ${firstLine(error)}`);
  }
}

export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split("\n", 1)[0] ?? "";
}
