// The sources that tests about the sources read.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../scripts/root.ts";

export interface SourceFile {
  /** Relative to the project, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** All TypeScript files below the folders, which are relative to the project and need not exist. */
export function readSources(...folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) => {
    if (!existsSync(inRoot(folder))) return [];
    const names = readdirSync(inRoot(folder), { recursive: true, encoding: "utf8" });
    const paths = names.filter((name) => /\.tsx?$/.test(name)).map((name) => join(folder, name).replaceAll("\\", "/"));
    return paths.sort().map((path) => ({ path, text: readFileSync(inRoot(path), "utf8") }));
  });
}
