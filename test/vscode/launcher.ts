#!/usr/bin/env node
// Stands in for the VS Code executable that @vscode/test-electron spawns: takes its arguments (a folder,
// --extensionTestsPath=) and runs the suites in the npm-borne VS Code, in a headless browser. Exits like VS Code would.
// VS Code's own log goes to test-artifacts/extension-host.log; what the suites say goes to standard output.

import { appendFileSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { inRoot } from "../../scripts/root.ts";
import { startVscode, workbenchUrl, writeSettings } from "../../scripts/vscode-server.ts";
import { launchBrowser } from "./browser.ts";
import { makeTemporaryFolder } from "./workspace-copy.ts";

const SUITES_MS = 600_000;
const LOG = inRoot("test-artifacts", "extension-host.log");
const OF_SUITES = /^(ok {3}|FAIL |# |\d+ passed, )/;

/** Runs the test module in the extension host of a fresh VS Code; gives its exit code, 0 or 1. */
async function runSuites(tests: string, folder: string): Promise<number> {
  const dataDir = makeTemporaryFolder("vscode");
  writeSettings(dataDir);
  const [server, browser] = await Promise.all([startVscode({ dataDir }), launchBrowser()]);
  try {
    const page = await browser.newPage();
    const ended = new Promise<number>((resolve) => {
      setTimeout(() => resolve(tellLate()), SUITES_MS);
      void page.exposeFunction("codeAutomationExit", resolve);
    });
    await page.exposeFunction("codeAutomationLog", log);
    await page.goto(workbenchUrl(server.origin, { folder, tests }));
    return await ended;
  } finally {
    await browser.close();
    server.stop();
  }
}

function tellLate(): number {
  console.log(`FAIL the suites did not end in ${SUITES_MS / 1000} s, see ${LOG}`);
  return 1;
}

/** What the workbench calls for each console message, the extension host's included. */
function log(type: string, args: readonly unknown[]): void {
  const text = args.map((argument) => (typeof argument === "string" ? argument : JSON.stringify(argument))).join(" ");
  if (OF_SUITES.test(text)) console.log(text);
  appendFileSync(LOG, `[${type}] ${text}\n`);
}

const tests = process.argv.find((argument) => argument.startsWith("--extensionTestsPath="))?.split("=")[1];
const folder = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
if (!tests || !folder) throw new Error("Give a folder and --extensionTestsPath=MODULE.");
mkdirSync(dirname(LOG), { recursive: true });
rmSync(LOG, { force: true });
process.exit(await runSuites(tests, folder));
