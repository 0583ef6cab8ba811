// Makes node_modules what package-lock.json names, and does nothing when it already is. Plain JavaScript without
// imports beyond Node's own, because it runs on whatever Node the machine has, before anything is installed. What runs
// after it is Node 24, which is one of the packages: node_modules/.bin comes first on the PATH of every npm script.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Whether every package that the lock file demands of this platform is there in the version it names. */
function isInstalled() {
  try {
    const wanted = readLock("package-lock.json").packages;
    const found = readLock("node_modules/.package-lock.json").packages;
    return Object.entries(wanted).every(
      ([path, entry]) => path === "" || entry.optional || found[path]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

function readLock(path) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

/** Runs `npm ci`, with the npm that runs this script where there is one. */
function install() {
  console.log("Installing the packages that package-lock.json names ...");
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const result = npm?.endsWith(".js")
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: "inherit" })
    : spawnSync("npm", args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (result.status !== 0) {
    console.error("npm ci failed. See its message above, then run it again by hand: npm ci");
    process.exit(1);
  }
}

/** Fetches the Node binary when npm was told to skip install scripts, which is how the `node` package gets it. */
function completeNode() {
  const folder = join(root, "node_modules", "node");
  const binary = join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(binary) && spawnSync(binary, ["--version"]).status === 0) return;
  spawnSync(process.execPath, ["installArchSpecificPackage.js"], { cwd: folder, stdio: "inherit" });
  if (spawnSync(binary, ["--version"]).status !== 0) {
    console.error("Node 24 is missing from node_modules. Allow its install script and run: npm rebuild node");
    process.exit(1);
  }
}

if (!isInstalled()) install();
completeNode();
