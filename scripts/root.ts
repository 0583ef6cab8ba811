// Where the project lies, for scripts and tests that are started from anywhere.

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT: string = dirname(dirname(fileURLToPath(import.meta.url)));

/** The absolute path of something in the project. */
export function inRoot(...parts: readonly string[]): string {
  return join(ROOT, ...parts);
}
