// The threads that the extension starts, known to suites that must kill one: the test shares the extension's process.

import type { Worker } from "node:worker_threads";

type Threads = { Worker: typeof Worker };

const threads = process.getBuiltinModule("node:worker_threads") as Threads;

/** Remembers every worker that is started from now on, until `restore`. */
export function watchWorkers(): { readonly workers: Worker[]; restore(): void } {
  const workers: Worker[] = [];
  const { Worker: Original } = threads;
  threads.Worker = class extends Original {
    constructor(...options: ConstructorParameters<typeof Worker>) {
      super(...options);
      workers.push(this);
    }
  };
  return {
    workers,
    restore() {
      threads.Worker = Original;
    },
  };
}
