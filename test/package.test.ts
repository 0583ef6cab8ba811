import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listFiles, PackageManager } from "@vscode/vsce";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildAll } from "../scripts/build.ts";
import { packageVsix } from "../scripts/package.ts";
import { inRoot, ROOT } from "../scripts/root.ts";

const folder = mkdtempSync(join(tmpdir(), "convlens-package-"));
const vsix = join(folder, "convlens.vsix");
let files: string[] = [];

beforeAll(async () => {
  if (!existsSync(inRoot("dist", "panel.cjs"))) await buildAll(true);
  files = await listFiles({ cwd: ROOT, packageManager: PackageManager.None });
  await packageVsix(vsix);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe("the .vsix", () => {
  test.each([
    "package.json",
    "README.md",
    "LICENSE",
    "dist/extension.cjs",
    "dist/cnn-json.cjs",
    "dist/panel.cjs",
    "dist/python.cjs",
    "dist/worker.js",
    "dist/helper.js",
    "dist/start.js",
    "dist/webview.js",
    "dist/webview.css",
    "dist/cli.js",
    "media/icon.png",
    "media/cnn.schema.json",
    "media/report.tmLanguage.json",
    "media/mnist/train-images-idx3-ubyte.gz",
    "media/mnist/train-labels-idx1-ubyte.gz",
    "media/mnist/t10k-images-idx3-ubyte.gz",
    "media/mnist/t10k-labels-idx1-ubyte.gz",
    "media/mnist/checksums.json",
    "media/mnist/ATTRIBUTION.md",
    "media/parsers/web-tree-sitter.wasm",
    "media/parsers/tree-sitter-python.wasm",
    "examples/article.cnn.json",
  ])("contains %s", (file) => {
    expect(files).toContain(file);
  });

  test("contains no sources, tests, source maps or packages", () => {
    const unwanted = /\.tsx?$|\.map$|(^|\/)(node_modules|test|src|webview|scripts)\//;
    expect(files.filter((file) => unwanted.test(file))).toEqual([]);
  });

  test("starts with a bundle of 60 kB at most, even with its names: what answers is loaded when it is asked", () => {
    expect(statSync(inRoot("dist", "extension.cjs")).size).toBeLessThan(60_000);
  });

  test("is smaller than 5 MB", () => {
    expect(statSync(vsix).size).toBeLessThan(5_000_000);
  });
});
