// Runs the suites of test/vscode/suite inside VS Code, through @vscode/test-electron: in the npm-borne VS Code, or with
// CONVLENS_DESKTOP_VSCODE=1 in a desktop one, which is downloaded.
//
//     node test/vscode/run-suites.ts [NAME]        (after node scripts/build.ts; NAME: suites whose name contains it)

import { delimiter, dirname } from "node:path";
import { runTests } from "@vscode/test-electron";
import { inRoot, ROOT } from "../../scripts/root.ts";
import { copyExamples } from "./workspace-copy.ts";

// Windows cannot spawn the launcher, which is a script.
const desktop = process.env.CONVLENS_DESKTOP_VSCODE === "1" || process.platform === "win32";

try {
  await runTests({
    ...(desktop ? {} : { vscodeExecutablePath: inRoot("test", "vscode", "launcher.ts") }),
    extensionDevelopmentPath: ROOT,
    extensionTestsPath: inRoot("dist", "test", "index.cjs"),
    launchArgs: [copyExamples()],
    // The launcher finds its Node on the PATH: the one that runs this.
    extensionTestsEnv: {
      CONVLENS_SUITES: process.argv[2] ?? "",
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    },
  });
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
}
