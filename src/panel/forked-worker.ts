/** Starts the computing worker in a process of its own, for kernels that need V8's flags, which are read when it starts. */
import { type ChildProcess, fork } from "node:child_process";
import { wideFlags } from "../tensor/backend.ts";
import type { StartWorker, WorkerConnection } from "./worker-connection.ts";

/**
 * `path`: the worker's bundle. Where a process with these flags ends before it has said a word, as it does if it does not
 * know them, `instead` starts a worker that gets the same messages; asked for wide kernels, that one says why it has none.
 */
export function forkedWorker(path: string, instead: StartWorker, flags: readonly string[] = wideFlags): StartWorker {
  return (onLost) => {
    const child = fork(path, { execArgv: [...flags], serialization: "advanced", stdio: "ignore" });
    let replaced: WorkerConnection | undefined;
    let over = false;
    /** What was posted until the first answer. */
    let posted: unknown[] | undefined = [];
    const receivers: ((message: unknown) => void)[] = [];
    const lose = (reason: string): void => {
      if (over || replaced) return;
      if (posted === undefined) {
        over = true;
        onLost(reason);
        return;
      }
      replaced = instead(onLost);
      for (const receive of receivers) replaced.port.listen(receive);
      for (const message of posted) replaced.port.post(message);
      posted = undefined;
    };
    child.on("message", (message) => {
      posted = undefined;
      for (const receive of receivers) receive(message);
    });
    child.on("error", (error) => lose(error.message));
    child.on("exit", (code, signal) => lose(`it ended with ${signal ?? `code ${code}`}`));
    return {
      port: {
        post(message) {
          if (replaced) return replaced.port.post(message);
          posted?.push(message);
          send(child, message);
        },
        listen(receive) {
          receivers.push(receive);
          replaced?.port.listen(receive);
        },
      },
      terminate() {
        over = true;
        child.kill("SIGKILL");
        replaced?.terminate();
      },
    };
  };
}

/** A process that is gone is heard of by its end. */
function send(child: ChildProcess, message: unknown): void {
  child.send(message as object, () => {});
}
