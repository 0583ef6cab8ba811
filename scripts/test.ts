// `npm test`: builds, then runs every check there is and counts. The last line is `N passed, N failed`. A stage that
// breaks without a count of its own counts as one failure.
//
//     node scripts/test.ts [--only STAGE,STAGE]

import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { buildAll } from "./build.ts";
import { checkLint, checkTypes } from "./check.ts";
import { ensureHeadlessChromium } from "./chromium.ts";
import { inRoot } from "./root.ts";
import { type RunResult, runNode } from "./run.ts";
import { installVscode } from "./vscode-server.ts";

interface Count {
  readonly passed: number;
  readonly failed: number;
}

const STAGES: Readonly<Record<string, () => Promise<Count>>> = {
  build: async () => oneCheck(await outcome(buildAll(true))),
  types: async () => oneCheck(await checkTypes()),
  lint: async () => oneCheck(await checkLint()),
  unit: runUnitTests,
  host: () => runCounted("test/vscode/run-suites.ts"),
  walks: () => runCounted("test/vscode/walk/run.ts"),
};

function oneCheck(result: RunResult): Count {
  process.stdout.write(result.output);
  return result.code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** A promise's end in the form of a program's. */
function outcome(work: Promise<void>): Promise<RunResult> {
  return work.then(
    () => ({ code: 0, output: "" }),
    (error: unknown) => ({ code: 1, output: `${error}\n` }),
  );
}

async function runUnitTests(): Promise<Count> {
  const report = inRoot("test-artifacts", "unit.json");
  mkdirSync(inRoot("test-artifacts"), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await runNode([inRoot("node_modules/vitest/vitest.mjs"), "run", ...reporters], { show: true });
  return settle(
    code,
    existsSync(report) ? countUnitTests(JSON.parse(readFileSync(report, "utf8"))) : { passed: 0, failed: 0 },
  );
}

interface UnitReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { status: string; assertionResults: readonly { status: string }[] }[];
}

/** A file that fails though none of its tests does could not be loaded: that is a failure too. */
function countUnitTests({ numPassedTests, numFailedTests, testResults }: UnitReport): Count {
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  );
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length };
}

/** Runs a script that prints `ok` and `FAIL` lines. */
async function runCounted(script: string): Promise<Count> {
  const { code, output } = await runNode([inRoot(script)], { show: true });
  const count = (pattern: RegExp): number => output.match(pattern)?.length ?? 0;
  return settle(code, { passed: count(/^ok {3}/gm), failed: count(/^FAIL /gm) });
}

/** A stage that ends badly or tries nothing has failed, whatever it counted. */
function settle(code: number, count: Count): Count {
  const broken = code !== 0 || count.passed === 0;
  return broken && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/** The stages named after --only, else all. */
function chosenStages(): string[] {
  const at = process.argv.indexOf("--only");
  if (at === -1) return Object.keys(STAGES);
  const names = (process.argv[at + 1] ?? "").split(",");
  const unknown = names.filter((name) => !(name in STAGES));
  if (unknown.length === 0) return names;
  console.error(`Unknown stage ${unknown.join(", ")}. There are: ${Object.keys(STAGES).join(", ")}.`);
  process.exit(2);
}

const stages = chosenStages();
const IN_VSCODE = ["host", "walks"];

/** Fetches VS Code and a browser while what needs neither is checked. A stage that finds them missing says why. */
const prepared = Promise.allSettled(
  stages.some((name) => IN_VSCODE.includes(name)) ? [installVscode(), ensureHeadlessChromium()] : [],
);

/** Checks that run no code of ours, beside a stage that leaves the processor idle while VS Code starts and waits. */
const BESIDE_HOST = ["types", "lint"];

async function runStage(name: string): Promise<Count> {
  if (IN_VSCODE.includes(name)) await prepared;
  console.log(`\n=== ${name}`);
  const started = performance.now();
  const count = (await STAGES[name]?.()) ?? { passed: 0, failed: 1 };
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`=== ${name}: ${count.passed} passed, ${count.failed} failed (${seconds} s)`);
  return count;
}

async function runInOrder(names: readonly string[]): Promise<Count[]> {
  const counts: Count[] = [];
  for (const name of names) counts.push(await runStage(name));
  return counts;
}

const beside = stages.includes("host") ? stages.filter((name) => BESIDE_HOST.includes(name)) : [];
const counts: Count[] = [];
for (const name of stages) {
  if (beside.includes(name)) continue;
  const others = name === "host" ? runInOrder(beside) : undefined;
  counts.push(await runStage(name), ...((await others) ?? []));
}
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
