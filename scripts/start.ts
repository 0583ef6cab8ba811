// `npm start`: builds the extension and opens VS Code with it and the examples. That is the desktop's VS Code where
// there is one, else one from npm in the browser (`npm start -- --browser` asks for that). Ctrl+C ends it.

import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { buildAll } from "./build.ts";
import { findChromium } from "./chromium.ts";
import { inRoot, ROOT } from "./root.ts";
import { run } from "./run.ts";
import { startVscode, workbenchUrl, writeSettings } from "./vscode-server.ts";

const EXAMPLES = inRoot("examples");
const FIRST_FILE = inRoot("examples", "article.cnn.json");

function hasDisplay(): boolean {
  return process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Opens the desktop's VS Code. Says whether there is one that starts. */
async function openDesktop(): Promise<boolean> {
  if (!hasDisplay()) return false;
  // VS Code refuses to run as root unless told where to keep its data and to do without its sandbox.
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox", "--user-data-dir", inRoot(".vscode-test", "desktop")] : [];
  const args = [`--extensionDevelopmentPath=${ROOT}`, ...asRoot, EXAMPLES, FIRST_FILE];
  const windows = process.platform === "win32";
  const result = windows ? await run("cmd", ["/c", "code", ...args]) : await run("code", args);
  if (result.code === 0) console.log("ConvLens is open in VS Code.");
  return result.code === 0;
}

/** Serves VS Code to a browser until Ctrl+C, to whoever knows the address with its token. */
async function serve(): Promise<void> {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(0));
  const token = randomBytes(16).toString("hex");
  const dataDir = inRoot(".vscode-test", "start");
  if (!existsSync(dataDir)) writeSettings(dataDir);
  const server = await startVscode({ dataDir, token });
  const url = workbenchUrl(server.origin, { folder: EXAMPLES, file: FIRST_FILE, token });
  console.log(`\nConvLens is open at\n\n    ${url}\n\nCtrl+C ends it.`);
  await openBrowser(url);
}

async function openBrowser(url: string): Promise<void> {
  if (!hasDisplay()) return;
  if (process.platform === "darwin") await run("open", [url]);
  else if (process.platform === "win32") await run("rundll32", ["url.dll,FileProtocolHandler", url]);
  else if ((await run("xdg-open", [url])).code !== 0) {
    const browser = await findChromium();
    if (browser) void run(browser, [url]);
  }
}

await buildAll(false);
if (process.argv.includes("--browser") || !(await openDesktop())) await serve();
