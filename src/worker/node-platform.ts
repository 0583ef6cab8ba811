/** The worker's surroundings in Node. */
import { setImmediate as breathe } from "node:timers/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { canShare } from "../threads/exchange.ts";
import { startNodeHelper, usualThreads } from "../threads/node-threads.ts";
import type { Platform } from "./platform.ts";

const unzip = promisify(gunzip);

export const nodePlatform: Platform = {
  helpers: canShare() ? { most: usualThreads(), start: startNodeHelper } : undefined,
  now: () => performance.now(),
  // Immediates run after the event loop's poll for messages.
  breathe: () => breathe(),
  gunzip: (bytes) => unzip(bytes),
};
