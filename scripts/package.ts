// Packages the extension as convlens-VERSION.vsix, from a production build.
//
//     node scripts/package.ts

import { readFileSync } from "node:fs";
import { createVSIX } from "@vscode/vsce";
import { buildAll } from "./build.ts";
import { inRoot, ROOT } from "./root.ts";

/** Writes the .vsix of what is built now. What goes in is the list in .vscodeignore. */
export function packageVsix(packagePath: string): Promise<void> {
  return createVSIX({
    cwd: ROOT,
    packagePath,
    dependencies: false, // the bundles hold all they need
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
}

if (import.meta.main) {
  const { name, version }: { name: string; version: string } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  await buildAll(true);
  await packageVsix(inRoot(`${name}-${version}.vsix`));
}
