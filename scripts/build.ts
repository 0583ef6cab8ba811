// Builds dist/: the extension and the parts that it loads when they are needed, its worker, the worker's helpers, the webview, the command line and the
// suites that run inside VS Code, each one bundle without node_modules. Also makes what the bundles read from media/: MNIST,
// parsers and the schema of *.cnn.json.
//
//     node scripts/build.ts [--production] [--watch]

import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildOptions, build, context, type Plugin } from "esbuild";
import { buildKernels } from "./build-kernels.ts";
import { copyParsers } from "./copy-parsers.ts";
import { packMnist } from "./pack-mnist.ts";
import { inRoot, ROOT } from "./root.ts";

/** What the extension loads when it is needed, by its place in the sources, and the bundle that it becomes. */
const PARTS: Readonly<Record<string, string>> = {
  "src/service/cnn-json/main.ts": "cnn-json",
  "src/service/python/main.ts": "python",
  "src/panel/open-panel.ts": "panel",
};

/** Builds everything once. Rejects with esbuild's errors, which esbuild has printed by then. */
export async function buildAll(production: boolean): Promise<void> {
  await makeMedia();
  await Promise.all(bundles(production).map((options) => build(options)));
  chmodSync(inRoot("dist", "cli.js"), 0o755);
}

async function watchAll(): Promise<void> {
  await makeMedia();
  for (const options of bundles(false)) {
    const watched = await context({ ...options, logLevel: "info" });
    await watched.watch();
  }
}

/** Compiles the kernels, packs MNIST, copies the parsers and writes the schema, which the layer table generates. */
async function makeMedia(): Promise<void> {
  if (buildKernels()) console.log("Compiled the kernels.");
  if (packMnist()) console.log("Packed media/mnist.");
  copyParsers();
  const generator = inRoot("scripts", "generate-schema.ts");
  if (!existsSync(generator)) return;
  const module: { generateSchema(): object } = await import(pathToFileURL(generator).href);
  mkdirSync(inRoot("media"), { recursive: true });
  writeFileSync(inRoot("media", "cnn.schema.json"), `${JSON.stringify(module.generateSchema(), null, 2)}\n`);
}

function bundles(production: boolean): BuildOptions[] {
  const common: BuildOptions = {
    absWorkingDir: ROOT,
    bundle: true,
    minify: production,
    sourcemap: !production,
    target: "es2023",
    // jsonc-parser's "main" is a UMD file that esbuild cannot follow; its "module" is not.
    mainFields: ["module", "main"],
    logLevel: "warning",
  };
  const node: BuildOptions = { ...common, platform: "node", target: "node22" };
  return [
    ...Object.entries({ ...PARTS, "src/extension.ts": "extension" }).map(([entry, name]) => ({
      ...node,
      entryPoints: [entry],
      outfile: `dist/${name}.cjs`,
      format: "cjs" as const,
      external: ["vscode"],
      plugins: [partsBeside],
      // Its ES module asks for its own address, which a bundle in this format does not have.
      alias: { "web-tree-sitter": inRoot("node_modules", "web-tree-sitter", "web-tree-sitter.cjs") },
    })),
    { ...node, entryPoints: ["src/worker/main.ts"], outfile: "dist/worker.js", format: "esm" },
    { ...node, entryPoints: ["src/threads/node-helper.ts"], outfile: "dist/helper.js", format: "esm" },
    { ...node, entryPoints: ["src/cli/main.ts"], outfile: "dist/cli.js", format: "esm", banner: shebang() },
    {
      ...common,
      entryPoints: { webview: "webview/main.tsx", start: "webview/start.ts" },
      outdir: "dist",
      format: "iife",
      ...preact(),
    },
    {
      ...node,
      stdin: suiteEntry(),
      outfile: "dist/test/index.cjs",
      format: "cjs",
      external: ["vscode"],
      minify: false,
    },
  ];
}

/** The extension finds its parts beside it. */
const partsBeside: Plugin = {
  name: "parts-beside",
  setup(build) {
    build.onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir, kind }) => {
      const name = PARTS[relative(ROOT, resolve(resolveDir, path)).replaceAll("\\", "/")];
      return name === undefined || kind === "entry-point" ? undefined : { path: `./${name}.cjs`, external: true };
    });
  },
};

function shebang(): NonNullable<BuildOptions["banner"]> {
  return { js: "#!/usr/bin/env node" };
}

function preact(): BuildOptions {
  return { platform: "browser", jsx: "automatic", jsxImportSource: "preact" };
}

/** One module that imports every test/vscode/suite/*.suite.ts and exports what VS Code calls: `run`. */
function suiteEntry(): NonNullable<BuildOptions["stdin"]> {
  const resolveDir = inRoot("test", "vscode", "suite");
  const suites = readdirSync(resolveDir).filter((name) => name.endsWith(".suite.ts"));
  const imports = suites.map((name) => `import "./${name}";\n`).join("");
  return {
    contents: `${imports}export { run } from "./runner.ts";\n`,
    resolveDir,
    loader: "ts",
    sourcefile: "suites.ts",
  };
}

if (import.meta.main) {
  if (process.argv.includes("--watch")) await watchAll();
  else await buildAll(process.argv.includes("--production"));
}
