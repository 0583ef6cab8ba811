// The checks that run no code: types, one compiler run per world, and Biome's lint and format.
//
//     node scripts/check.ts

import { inRoot } from "./root.ts";
import { type RunResult, runNode } from "./run.ts";

const WORLDS = ["tsconfig.json", "tsconfig.pure.json", "webview/tsconfig.json", "test/tsconfig.json"];

/** Compiles every world. The output names the world before its errors. */
export async function checkTypes(): Promise<RunResult> {
  const results = await Promise.all(WORLDS.map((world) => compile(world)));
  return {
    code: results.some((result) => result.code !== 0) ? 1 : 0,
    output: results.map((result) => result.output).join(""),
  };
}

async function compile(world: string): Promise<RunResult> {
  const result = await runNode([inRoot("node_modules/typescript/bin/tsc"), "-p", world]);
  return result.code === 0 ? result : { ...result, output: `${world}:\n${result.output}` };
}

/** Lints and checks the format of every file that git does not ignore. */
export function checkLint(): Promise<RunResult> {
  return runNode([inRoot("node_modules/@biomejs/biome/bin/biome"), "check", "--error-on-warnings", "."]);
}

if (import.meta.main) {
  const results = await Promise.all([checkTypes(), checkLint()]);
  for (const result of results) process.stdout.write(result.output);
  process.exitCode = results.some((result) => result.code !== 0) ? 1 : 0;
}
