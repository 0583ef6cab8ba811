// Runs the walks of this folder, each in a fresh VS Code window in a headless browser, all on one server.
//
//     node test/vscode/walk/run.ts [NAME ...]        (after node scripts/build.ts; NAME: walks whose name contains it)

import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { startVscode, type VscodeServer, workbenchUrl, writeSettings } from "../../../scripts/vscode-server.ts";
import { launchBrowser } from "../browser.ts";
import { copyExamples, makeTemporaryFolder } from "../workspace-copy.ts";
import { type Walk, walks } from "./walk.ts";
import { Workbench } from "./workbench.ts";

const ACTION_MS = 20_000;
const WINDOW_PX = { width: 1400, height: 900 };

const dataDir = makeTemporaryFolder("vscode");
let passed = 0;
let failed = 0;

/** Opens a new window with a copy of examples/ and the extension, and waits until it can be used. */
async function openWorkbench(server: VscodeServer, browser: Browser): Promise<Workbench> {
  writeSettings(dataDir, {
    "editor.hover.delay": 100,
    "editor.cursorBlinking": "solid",
    "window.dialogStyle": "custom",
  });
  const context = await browser.newContext({ viewport: WINDOW_PX });
  const page = await context.newPage();
  page.setDefaultTimeout(ACTION_MS);
  const folder = copyExamples();
  const workbench = new Workbench(page, folder);
  // A VS Code under the smoke test driver calls these; what it logs is of no interest here.
  for (const name of ["codeAutomationLog", "codeAutomationExit"]) await page.exposeFunction(name, () => undefined);
  await page.goto(workbenchUrl(server.origin, { folder }));
  await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
  return workbench;
}

/** Takes a walk's steps. After a failed one the rest is not tried: it builds on what did not happen. */
async function take({ name, steps }: Walk, workbench: Workbench): Promise<void> {
  for (const [claim, step] of Object.entries(steps)) {
    const error = await step(workbench).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    report(name, claim, error);
    if (error === undefined) continue;
    await workbench.screenshot(`failed ${name} ${claim}`.replaceAll(/[^\w-]+/g, "-"));
    break;
  }
  const errors = workbench.webviewErrors.join("\n");
  report(name, "the webview meets no error", errors === "" ? undefined : new Error(errors));
}

function report(name: string, claim: string, error: unknown): void {
  if (error === undefined) passed++;
  else failed++;
  console.log(error === undefined ? `ok   ${name}: ${claim}` : `FAIL ${name}: ${claim}\n${errorText(error)}`);
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

for (const file of readdirSync(import.meta.dirname).filter((name) => name.endsWith(".walk.ts"))) {
  await import(join(import.meta.dirname, file));
}
const wanted = process.argv.slice(2);
const chosen = walks.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));

const [server, browser] = await Promise.all([startVscode({ dataDir }), launchBrowser()]);
for (const walk of chosen) {
  const workbench = await openWorkbench(server, browser);
  await take(walk, workbench);
  await workbench.page.context().close();
}
await browser.close();
server.stop();

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
