/** Helpers as threads of this Node process. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { canShare } from "./exchange.ts";
import type { StartHelper } from "./helper-thread.ts";

/** A bundle of its own beside this one's; the source where nothing is bundled. */
const entry = new URL(import.meta.url.endsWith(".ts") ? "./node-helper.ts" : "./helper.js", import.meta.url);

export const startNodeHelper: StartHelper = (setup) => {
  const worker = new Worker(entry, { workerData: setup, name: "ConvLens helper" });
  let lost: string | undefined;
  worker.on("error", (error) => {
    lost ??= error instanceof Error ? error.message : String(error);
  });
  worker.on("exit", (code) => {
    lost ??= `it ended with code ${code}`;
  });
  // A program that has nothing else to do may end.
  worker.unref();
  return {
    get lost() {
      return lost;
    },
  };
};

/** As many as there are cores that this process may use; one where threads cannot share memory. */
export function usualThreads(): number {
  return canShare() ? availableParallelism() : 1;
}
