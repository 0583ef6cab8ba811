// The peers' packages, which lie beside the bench and not among the project's own: installed when they are first needed.

import { existsSync, readFileSync } from "node:fs";
import { npm } from "../scripts/npm.ts";
import { inRoot } from "../scripts/root.ts";

/** Contenders whose libraries come from npm. */
const fromNpm = /^(tfjs|convnetjs|onnxruntime)/;

/** Without a network the peers are missing, each with its reason; ConvLens is measured all the same. */
export async function installPeers(contenders: readonly string[]): Promise<void> {
  if (!contenders.some((key) => fromNpm.test(key)) || isInstalled()) return;
  console.log("Installing the peers that bench/package.json names ...");
  // Without their install scripts: they fetch from elsewhere what is not needed here.
  const flags = ["--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
  const { code, output } = await npm(["install", ...flags, "--prefix", inRoot("bench")]);
  if (code !== 0) console.error(`npm install failed, so that peers are missing:\n${output}`);
}

function isInstalled(): boolean {
  const { dependencies } = JSON.parse(readFileSync(inRoot("bench", "package.json"), "utf8"));
  return Object.entries(dependencies).every(([name, version]) => {
    const manifest = inRoot("bench", "node_modules", name, "package.json");
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).version === version;
  });
}
