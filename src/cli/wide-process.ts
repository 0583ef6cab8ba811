/** `--kernels wide` computes in a second process, as V8 takes the flags that these kernels need only when it starts. */
import { spawn, spawnSync } from "node:child_process";
import { hasWideFlags, wideFlags } from "../tensor/backend.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Whether these arguments need another process than this one. */
export function needsWideProcess(args: readonly string[], execArgv: readonly string[]): boolean {
  const at = args.indexOf("--kernels");
  const wants = args.includes("--kernels=wide") || (at >= 0 && args[at + 1] === "wide");
  return wants && !hasWideFlags(execArgv);
}

/** The same program with V8's flags; its exit code, or `undefined` if Node does not know them and nothing was done. */
export async function runWide(
  args: readonly string[],
  { execArgv, flags = wideFlags }: { execArgv: readonly string[]; flags?: readonly string[] },
): Promise<number | undefined> {
  const all = [...execArgv, ...flags];
  if (spawnSync(process.execPath, [...all, "--eval", "0"], { stdio: "ignore" }).status !== 0) return undefined;
  // In a group of its own, so that Ctrl+C comes once, from here. Windows has no signals: there it reaches both.
  const hasSignals = process.platform !== "win32";
  const child = spawn(process.execPath, [...all, process.argv[1] as string, ...args], {
    stdio: "inherit",
    detached: hasSignals,
  });
  for (const signal of signals) process.on(signal, () => hasSignals && child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
