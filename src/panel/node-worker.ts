/** Starts the computing worker on a thread of the extension host's process. */
import { Worker } from "node:worker_threads";
import type { StartWorker } from "./worker-connection.ts";

/** V8's own heap; tensors lie outside it and are bounded by the model's own limit. */
const MAX_HEAP_MB = 1024;

/** `path`: the worker's bundle. */
export function nodeWorker(path: string): StartWorker {
  return (onLost) => {
    const worker = new Worker(path, { name: "ConvLens", resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB } });
    let over = false;
    const lose = (reason: string): void => {
      if (over) return;
      over = true;
      onLost(reason);
    };
    worker.on("error", (error) => lose(error instanceof Error ? error.message : String(error)));
    worker.on("messageerror", (error) => lose(error.message));
    worker.on("exit", (code) => lose(`it ended with code ${code}`));
    return {
      port: {
        post: (message) => worker.postMessage(message),
        listen: (receive) => worker.on("message", receive),
      },
      terminate() {
        over = true;
        void worker.terminate();
      },
    };
  };
}
