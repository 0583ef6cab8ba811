// Runs the walks of this folder, each in a fresh VS Code window in a headless browser, all on one server.
//
//     node test/vscode/walk/run.ts [NAME ...]        (after node scripts/build.ts; NAME: walks whose name contains it)

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { startVscode, type VscodeServer, workbenchUrl, writeSettings } from "../../../scripts/vscode-server.ts";
import { launchBrowser } from "../browser.ts";
import { Tally } from "../tally.ts";
import { copyExamples, makeTemporaryFolder } from "../workspace-copy.ts";
import { type Walk, walks } from "./walk.ts";
import { Workbench } from "./workbench.ts";

const ACTION_MS = 20_000;
const STEP_MS = 120_000;
const WINDOW_PX = { width: 1400, height: 900 };

const dataDir = makeTemporaryFolder("vscode");
const tally = new Tally();

/** Opens a new window with a copy of examples/ and the extension, and waits until it can be used. */
async function openWorkbench(server: VscodeServer, browser: Browser): Promise<Workbench> {
  writeSettings(dataDir, {
    "editor.hover.delay": 100,
    "editor.cursorBlinking": "solid",
    "window.dialogStyle": "custom",
    // VS Code's own animations are drawn in software here, at the cost of what is walked through.
    "workbench.reduceMotion": "on",
  });
  const context = await browser.newContext({
    viewport: WINDOW_PX,
    permissions: ["clipboard-read", "clipboard-write"],
  });
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
    if (await tally.holds(`${name}: ${claim}`, () => step(workbench), STEP_MS)) continue;
    await workbench.screenshot(`failed ${name} ${claim}`.replaceAll(/[^\w-]+/g, "-"));
    break;
  }
  const errors = workbench.webviewErrors;
  await tally.holds(`${name}: the webview meets no error`, () => assert.deepEqual(errors, []), STEP_MS);
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

process.exit(tally.conclude() ? 0 : 1);
