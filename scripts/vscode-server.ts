// A real VS Code without a download server. The npm package `code-server` carries a whole built VS Code; this installs
// it into .vscode-test/vscode-npm and starts VS Code's own server, which serves the workbench to a browser and runs the
// extension in a real Node extension host.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { npm } from "./npm.ts";
import { inRoot, ROOT } from "./root.ts";

const VERSION = "4.139.1";
const CACHE = inRoot(".vscode-test", "vscode-npm");
const VSCODE = join(CACHE, "node_modules", "code-server", "lib", "vscode");
const START_MS = 60_000;

export interface VscodeServer {
  /** For example http://127.0.0.1:40123 */
  readonly origin: string;
  readonly stop: () => void;
}

export interface ServerOptions {
  /** A folder for the settings, state and logs of this VS Code. */
  readonly dataDir: string;
  /** What a browser must know to get in. Without it the server answers everyone on this machine. */
  readonly token?: string;
}

/** Installs VS Code into the cache unless it is there. Rejects with npm's output when npm fails. */
export async function installVscode(): Promise<void> {
  const marker = join(CACHE, "complete.txt");
  if (existsSync(marker) && readFileSync(marker, "utf8") === VERSION) return;
  console.log(`Installing VS Code (code-server ${VERSION} from npm) into .vscode-test, once ...`);
  mkdirSync(CACHE, { recursive: true });
  // Install scripts would compile native modules, none of which is needed here.
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await mustSucceed(["install", `code-server@${VERSION}`, ...quiet, "--prefix", CACHE], CACHE);
  await mustSucceed(["install", "--omit=dev", ...quiet], VSCODE);
  writeFileSync(marker, VERSION);
}

async function mustSucceed(args: readonly string[], cwd: string): Promise<void> {
  const result = await npm(args, { cwd });
  if (result.code !== 0) throw new Error(`npm ${args.join(" ")} failed in ${cwd}:\n${result.output}`);
}

/** Starts the server on a free port of 127.0.0.1. It ends with `stop`, and with this process. */
export async function startVscode(options: ServerOptions): Promise<VscodeServer> {
  await installVscode();
  const child = spawn(process.execPath, [join(VSCODE, "out", "server-main.js"), ...serverArguments(options)], {
    cwd: ROOT,
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = (): void => kill(child);
  process.once("exit", stop);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  const port = await listeningPort(child);
  return { origin: `http://127.0.0.1:${port}`, stop };
}

function serverArguments(options: ServerOptions): string[] {
  return [
    ...["--host", "127.0.0.1", "--port", "0", "--accept-server-license-terms"],
    ...(options.token ? ["--connection-token", options.token] : ["--without-connection-token"]),
    ...["--server-data-dir", options.dataDir, "--telemetry-level", "off", "--disable-workspace-trust"],
    // A built VS Code honours extensionDevelopmentPath from the address only under this flag.
    "--enable-smoke-test-driver",
  ];
}

/** The port the server says it listens on. Rejects with what it printed when it ends, or says nothing for long. */
function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = "";
    const fail = (why: string): void => reject(new Error(`The VS Code server ${why}.\n${output}`));
    const timer = setTimeout(() => fail("did not start in a minute"), START_MS);
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.on("error", (error) => fail(`could not be started: ${error.message}`));
    child.on("exit", (code) => fail(`ended with code ${code}`));
  });
}

/** Ends the server with the extension hosts it started: they are one process group. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === "win32") child.kill();
  else process.kill(-child.pid, "SIGTERM");
}

// No welcome page, no chat beside the editor: what a visitor should see first is the model.
const SETTINGS = {
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/** Writes the user's settings of the VS Code whose data is in `dataDir`: quiet defaults, and then `settings`. */
export function writeSettings(dataDir: string, settings: Readonly<Record<string, unknown>> = {}): void {
  const folder = join(dataDir, "data", "User");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "settings.json"), JSON.stringify({ ...SETTINGS, ...settings }, null, 2));
}

export interface WorkbenchPlace {
  readonly folder: string;
  /** A file to open in an editor. */
  readonly file?: string;
  /** Path of a CommonJS module whose `run` VS Code calls inside the extension host. */
  readonly tests?: string;
  readonly token?: string;
}

/** The address that opens a folder in this VS Code with the extension of this project loaded. */
export function workbenchUrl(origin: string, place: WorkbenchPlace): string {
  const remote = (path: string): string => `vscode-remote://${new URL(origin).host}${pathToFileURL(path).pathname}`;
  const payload = [["extensionDevelopmentPath", remote(ROOT)]];
  if (place.file) payload.push(["openFile", remote(place.file)]);
  if (place.tests) payload.push(["extensionTestsPath", remote(place.tests)]);
  const url = new URL(origin);
  if (place.token) url.searchParams.set("tkn", place.token);
  url.searchParams.set("folder", decodeURIComponent(pathToFileURL(place.folder).pathname));
  url.searchParams.set("payload", JSON.stringify(payload));
  return url.href;
}
