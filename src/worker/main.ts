/** The entry of the worker in Node: binds its port to a session. */
import { parentPort } from "node:worker_threads";
import { nodePlatform } from "./node-platform.ts";
import { serveModel } from "./session.ts";

if (parentPort === null) throw new Error("This file is started as a worker, not by itself.");
const port = parentPort;
serveModel(
  {
    post: (message) => port.postMessage(message),
    listen: (receive) => port.on("message", receive),
  },
  nodePlatform,
);
