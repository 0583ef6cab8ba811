// Runs the walks of this folder in VS Code windows in a headless browser. Two go at a time, each lane in one window on a
// server of its own, since settings and kept state belong to a server.
//
//     node test/vscode/walk/run.ts [NAME ...]        (after node scripts/build.ts)
//
// NAME: walks whose name contains it. They begin in the order of the names.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { installVscode, startVscode } from "../../../scripts/vscode-server.ts";
import { launchBrowser } from "../browser.ts";
import { Tally } from "../tally.ts";
import { makeTemporaryFolder } from "../workspace-copy.ts";
import { type Walk, walks } from "./walk.ts";
import { WalkWindow } from "./window.ts";
import type { Workbench } from "./workbench.ts";

const STEP_MS = 360_000;
const LANES = 2;

const tally = new Tally();

/** Takes a walk's steps. After a failed one the rest is not tried: it builds on what did not happen. Says whether all held. */
async function take({ name, steps }: Walk, workbench: Workbench): Promise<boolean> {
  let held = true;
  for (const [claim, step] of Object.entries(steps)) {
    held = await tally.holds(`${name}: ${claim}`, () => step(workbench), STEP_MS);
    if (held) continue;
    await workbench.screenshot(`failed ${name} ${claim}`.replaceAll(/[^\w-]+/g, "-"));
    break;
  }
  const errors = workbench.webviewErrors;
  return (
    (await tally.holds(`${name}: the webview meets no error`, () => assert.deepEqual(errors, []), STEP_MS)) && held
  );
}

/** Takes walks from the queue, one after the other, until none is left. A failed one may leave any window behind: it is closed. */
async function takeFrom(queue: Walk[], browser: Browser): Promise<void> {
  const dataDir = makeTemporaryFolder("vscode");
  const server = await startVscode({ dataDir });
  let window: WalkWindow | undefined;
  for (let walk = queue.shift(); walk !== undefined; walk = queue.shift()) {
    window ??= await WalkWindow.open(server, dataDir, browser);
    const workbench = await window.begin(walk.name);
    const held = await take(walk, workbench);
    if (held && (await isAsBefore(window, workbench))) continue;
    await window.close();
    window = undefined;
  }
  server.stop();
}

/** Whether the window can be used again. If not, that says nothing about the extension: another one is opened. */
async function isAsBefore(window: WalkWindow, workbench: Workbench): Promise<boolean> {
  try {
    await window.end(workbench);
    return true;
  } catch (error) {
    console.log(`A window did not become as it was before: ${error}`);
    return false;
  }
}

for (const file of readdirSync(import.meta.dirname).filter((name) => name.endsWith(".walk.ts"))) {
  await import(join(import.meta.dirname, file));
}
const wanted = process.argv.slice(2);
const named = new Set(wanted.flatMap((part) => walks.filter(({ name }) => name.includes(part))));
const chosen = wanted.length === 0 ? walks : [...named];

await installVscode();
const browser = await launchBrowser();
await Promise.all(Array.from({ length: LANES }, () => takeFrom(chosen, browser)));
await browser.close();

process.exit(tally.conclude() ? 0 : 1);
