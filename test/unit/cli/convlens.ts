/** Runs the command line within the test, and gives the test a folder of its own. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { runCli } from "../../../src/cli/cli.ts";
import type { Terminal } from "../../../src/cli/terminal.ts";

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Conditions {
  /** Ctrl+C as soon as standard output says this. */
  readonly interruptAt?: string;
  readonly isWatched?: boolean;
}

export async function convlens(args: readonly string[], conditions: Conditions = {}): Promise<Outcome> {
  let out = "";
  let err = "";
  let interrupt = (): void => {};
  const terminal: Terminal = {
    print(text) {
      out += text;
      if (conditions.interruptAt !== undefined && text.includes(conditions.interruptAt)) interrupt();
    },
    tell(text) {
      err += text;
    },
    isWatched: conditions.isWatched ?? false,
    onInterrupt(stop) {
      interrupt = stop;
      return () => {
        interrupt = () => {};
      };
    },
  };
  const code = await runCli(args, terminal);
  return { code, out, err };
}

/** A new folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "convlens-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file into a new folder and gives its path. */
export function temporaryFile(name: string, content: string | Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}
