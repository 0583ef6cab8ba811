// The parent's side of a contender's process: one question at a time, and an answer whatever happens to the child.

import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type BackendName, wideFlags } from "../src/tensor/backend.ts";
import type { Answer, Request } from "./child.ts";
import { makeContender, threadsOf } from "./contenders/table.ts";

export class ContenderProcess {
  readonly key: string;
  /** As far as it is known without the library. */
  readonly #name: string;
  readonly #child: ChildProcess;
  #complaint = "";

  constructor(key: string, tier: BackendName) {
    this.key = key;
    this.#name = makeContender(key, tier).name;
    const threads = String(threadsOf(key));
    this.#child = fork(fileURLToPath(new URL("child.ts", import.meta.url)), [key, tier], {
      // As many threads for everyone, OpenMP's libraries included.
      env: { ...process.env, OMP_NUM_THREADS: threads, MKL_NUM_THREADS: threads, TF_CPP_MIN_LOG_LEVEL: "3" },
      execArgv: tier === "wide" ? [...process.execArgv, ...wideFlags] : process.execArgv,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString()).slice(-4000);
    });
  }

  /** Never rejects: a child that dies or is too slow is unable. */
  ask(request: Request, secondsAtMost: number): Promise<Answer> {
    const child = this.#child;
    return new Promise((resolve) => {
      const end = (answer: Answer): void => {
        clearTimeout(timer);
        child.removeAllListeners("message").removeAllListeners("exit");
        resolve(answer);
      };
      const unable = (reason: string): void => end({ kind: "unable", name: this.#name, reason });
      const timer = setTimeout(() => {
        this.stop();
        unable(`takes longer than ${secondsAtMost} s`);
      }, secondsAtMost * 1000);
      child.once("message", (answer) => end(answer as Answer));
      child.once("exit", (code, signal) => unable(`ends with ${signal ?? `code ${code}`}: ${this.#lastComplaint()}`));
      if (child.connected) child.send(request);
      else unable(`has ended: ${this.#lastComplaint()}`);
    });
  }

  stop(): void {
    this.#child.kill("SIGKILL");
  }

  #lastComplaint(): string {
    const lines = this.#complaint.trim().split("\n");
    return lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? "";
  }
}
