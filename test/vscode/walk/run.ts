// Runs the walks of this folder, each in a fresh VS Code window in a headless browser. Two go at a time, each on a
// server of its own: a walk mostly waits for VS Code, and settings and kept state belong to a server.
//
//     node test/vscode/walk/run.ts [NAME ...]        (after node scripts/build.ts; NAME: walks whose name contains it)

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import {
  installVscode,
  startVscode,
  type VscodeServer,
  workbenchUrl,
  writeSettings,
} from "../../../scripts/vscode-server.ts";
import { launchBrowser } from "../browser.ts";
import { Tally } from "../tally.ts";
import { copyExamples, makeTemporaryFolder } from "../workspace-copy.ts";
import { type Walk, walks } from "./walk.ts";
import { Workbench } from "./workbench.ts";

const OPEN_MS = 90_000;
const ACTION_MS = 20_000;
const STEP_MS = 120_000;
const WINDOW_PX = { width: 1400, height: 900 };
const SETTINGS = {
  "editor.hover.delay": 100,
  "editor.cursorBlinking": "solid",
  "window.dialogStyle": "custom",
  // VS Code's own animations are drawn in software here, at the cost of what is walked through.
  "workbench.reduceMotion": "on",
};

const LANES = 2;

const tally = new Tally();

/** Opens a new window with a copy of examples/ and the extension, and waits until it can be used. */
async function openWorkbench(server: VscodeServer, browser: Browser): Promise<Workbench> {
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
  await page.goto(workbenchUrl(server.origin, { folder }), { timeout: OPEN_MS });
  await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor({ timeout: OPEN_MS });
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

/** Takes walks from the queue, one after the other, until none is left. */
async function takeFrom(queue: Walk[], browser: Browser): Promise<void> {
  const dataDir = makeTemporaryFolder("vscode");
  const server = await startVscode({ dataDir });
  for (let walk = queue.shift(); walk !== undefined; walk = queue.shift()) {
    writeSettings(dataDir, SETTINGS);
    const workbench = await openWorkbench(server, browser);
    await take(walk, workbench);
    await workbench.page.context().close();
  }
  server.stop();
}

for (const file of readdirSync(import.meta.dirname).filter((name) => name.endsWith(".walk.ts"))) {
  await import(join(import.meta.dirname, file));
}
const wanted = process.argv.slice(2);
const chosen = walks.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));

await installVscode();
const browser = await launchBrowser();
await Promise.all(Array.from({ length: LANES }, () => takeFrom(chosen, browser)));
await browser.close();

process.exit(tally.conclude() ? 0 : 1);
