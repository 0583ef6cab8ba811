// Calling npm from a script, without caring how it was installed.

import { type RunOptions, type RunResult, run, runNode } from "./run.ts";

/** Runs npm: the one that runs this script where there is one, else the one on the PATH. */
export function npm(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const script = process.env.npm_execpath;
  if (script?.endsWith(".js")) return runNode([script, ...args], options);
  return process.platform === "win32" ? run("cmd", ["/c", "npm", ...args], options) : run("npm", args, options);
}
