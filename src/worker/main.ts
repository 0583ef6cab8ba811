/** The entry of the worker in Node, a thread or a process of its own: binds its port to a session. */
import { parentPort } from "node:worker_threads";
import { expectWidening } from "../kernels/choose-backend.ts";
import type { Port } from "../protocol/channel.ts";
import { hasWideFlags } from "../tensor/backend.ts";
import { nodePlatform } from "./node-platform.ts";
import { serveModel } from "./session.ts";

if (hasWideFlags(process.execArgv)) expectWidening();
serveModel(openPort(), nodePlatform);

function openPort(): Port {
  if (parentPort !== null) {
    const port = parentPort;
    return { post: (message) => port.postMessage(message), listen: (receive) => port.on("message", receive) };
  }
  if (process.send === undefined) throw new Error("This file is started as a worker, not by itself.");
  // Who started it is gone: nobody is left to compute for.
  process.on("disconnect", () => process.exit());
  return {
    post: (message) => void process.send?.(message, undefined, undefined, () => {}),
    listen: (receive) => process.on("message", receive),
  };
}
