// Contenders of Python, which is given by CONVLENS_BENCH_PYTHON. A script beside this file does the work and the timing.

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { writeSafetensors } from "../../src/formats/safetensors.ts";
import type { NamedTensors, Tensor } from "../../src/tensor/named-tensor.ts";
import { type Contender, type Prepared, type Spent, Unable } from "../contender.ts";
import { convolutionData, inferenceInput, peerModel, samplesAsTensors, trainingSamples } from "../models.ts";
import type { Workload } from "../workloads.ts";

interface Script {
  readonly file: string;
  /** Environment variables for its libraries. */
  readonly settings: Readonly<Record<string, string>>;
}

export abstract class PythonContender implements Contender {
  name: string;
  readonly #script: Script;
  readonly #threads: number;
  #python: Python | undefined;

  constructor(name: string, script: Script, threads: number) {
    this.name = name;
    this.#script = script;
    this.#threads = threads;
  }

  async load(): Promise<void> {
    const command = process.env.CONVLENS_BENCH_PYTHON;
    if (command === undefined) throw new Unable("set CONVLENS_BENCH_PYTHON to a Python that has torch and numpy");
    this.#python = new Python(command, this.#script);
    const { version } = await this.#ask({ kind: "load", threads: this.#threads });
    this.name = `${this.name} ${version}`;
  }

  async prepare(workload: Workload): Promise<Prepared> {
    const folder = mkdtempSync(join(tmpdir(), "convlens-bench-"));
    try {
      writeFileSync(join(folder, "tensors.safetensors"), writeSafetensors(tensorsFor(workload)));
      const nodes = workload.kind === "convolution" ? [] : peerModel(workload.model).nodes;
      const { check } = await this.#ask({ kind: "prepare", folder, workload, nodes });
      return { check: Number(check) };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  async run(times: number): Promise<Spent> {
    const { seconds, cpuSeconds } = await this.#ask({ kind: "run", times });
    return { seconds: Number(seconds), cpuSeconds: Number(cpuSeconds) };
  }

  async mostBytes(): Promise<number> {
    return Number((await this.#ask({ kind: "memory" })).bytes);
  }

  #ask(request: unknown): Promise<PythonAnswer> {
    if (this.#python === undefined) throw new Error(`${this.name} was not loaded.`);
    return this.#python.ask(request);
  }
}

type PythonAnswer = Readonly<Record<string, unknown>>;

/** A line of JSON there, a line of JSON back. */
class Python {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(command: string, { file, settings }: Script) {
    this.#process = spawn(command, ["-B", fileURLToPath(new URL(file, import.meta.url))], {
      env: { ...process.env, ...settings },
    });
    this.#process.on("error", () => {}); // seen by `ask` as an end without an answer
    this.#process.stdin.on("error", () => {});
    this.#process.stderr.pipe(process.stderr);
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async ask(request: unknown): Promise<PythonAnswer> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Unable(`${this.#process.spawnfile} gives no answer`);
    const answer = JSON.parse(value);
    if (answer.unable !== undefined) throw new Unable(answer.unable);
    return answer;
  }
}

/** The weights by their names, and what goes in. */
function tensorsFor(workload: Workload): NamedTensors {
  const tensors = new Map<string, Tensor>();
  if (workload.kind === "convolution") return new Map(Object.entries(convolutionData(workload)));
  for (const [name, tensor] of peerModel(workload.model).weights) tensors.set(name, tensor);
  if (workload.kind === "infer") return tensors.set("images", inferenceInput(workload));
  const { images, labels } = samplesAsTensors(trainingSamples(workload));
  return tensors.set("images", images).set("labels", { shape: [labels.length], data: Float32Array.from(labels) });
}
