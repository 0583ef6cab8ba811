// A temporary copy of examples/ for VS Code to open, so that no test changes the originals or sees another's changes.

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../scripts/root.ts";

const folders: string[] = [];

/** A new empty folder, deleted when this process ends. */
export function makeTemporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `convlens-${name}-`));
  // One listener for all: Node takes more than ten for a leak and says so.
  if (folders.length === 0) process.once("exit", deleteFolders);
  folders.push(folder);
  return folder;
}

function deleteFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Copies examples/ to a folder, by default a new temporary one, and gives that. */
export function copyExamples(folder = makeTemporaryFolder("examples")): string {
  cpSync(inRoot("examples"), folder, { recursive: true });
  return folder;
}
