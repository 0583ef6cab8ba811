// Finds a Chromium-based browser for the tests and for `npm start`, or installs one.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { inRoot } from "./root.ts";
import { run, runNode } from "./run.ts";

const NAMES = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge", "msedge"];

/** Chromium without windows, as Debian packages it: smaller, and it takes about a tenth less of the processor. */
const WINDOWLESS = "chromium-headless-shell";

const MAC = ["Google Chrome", "Chromium", "Microsoft Edge"].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

const WINDOWS = ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"];

/** The executable of an installed browser that starts, or undefined. */
export function findChromium(): Promise<string | undefined> {
  return firstThatStarts(candidates());
}

async function firstThatStarts(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    if (existsSync(path) && (await starts(path))) return path;
  }
  return undefined;
}

/** The executable of a browser, which is installed when there is none. Rejects with the command to run by hand. */
export async function ensureChromium(): Promise<string> {
  const installed = await findChromium();
  if (installed) return installed;
  await installFromDebian("chromium");
  const packaged = await findChromium();
  if (packaged) return packaged;
  await installFromPlaywright();
  const downloaded = await findChromium();
  if (downloaded) return downloaded;
  throw new Error(
    "No Chrome, Chromium or Edge was found, and none could be installed. Install one, for example with " +
      "`sudo apt-get install -y chromium` or `npx playwright install --with-deps chromium`, and run this again.",
  );
}

/** The same for a browser that needs no window, where a lighter one will do. */
export async function ensureHeadlessChromium(): Promise<string> {
  const find = (): Promise<string | undefined> =>
    firstThatStarts([...chosenByUser(), ...onPath([WINDOWLESS]), ...candidates()]);
  const installed = await find();
  if (installed) return installed;
  await installFromDebian(WINDOWLESS);
  return (await find()) ?? ensureChromium();
}

function candidates(): string[] {
  return [...chosenByUser(), ...platformCandidates(), chromium.executablePath()];
}

function chosenByUser(): string[] {
  return process.env.CONVLENS_BROWSER ? [process.env.CONVLENS_BROWSER] : [];
}

function platformCandidates(): string[] {
  if (process.platform === "darwin") return MAC;
  if (process.platform === "win32") {
    const roots = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA];
    return roots.flatMap((root) => (root ? WINDOWS.map((path) => join(root, path)) : []));
  }
  return onPath(NAMES);
}

function onPath(names: readonly string[]): string[] {
  const folders = (process.env.PATH ?? "").split(":").filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** Ubuntu's `chromium-browser` may be a stub that only says to install a snap, hence the trial. */
async function starts(path: string): Promise<boolean> {
  return process.platform === "win32" || (await run(path, ["--version"])).code === 0;
}

async function installFromDebian(name: string): Promise<void> {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  console.log(`Installing ${name} with apt-get ...`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update"], { env });
  await run("apt-get", ["install", "-y", name], { env, show: true });
}

async function installFromPlaywright(): Promise<void> {
  console.log("Installing Chromium with Playwright ...");
  const dependencies = process.getuid?.() === 0 ? ["--with-deps"] : [];
  await runNode([inRoot("node_modules/playwright-core/cli.js"), "install", ...dependencies, "chromium"], {
    show: true,
  });
}
