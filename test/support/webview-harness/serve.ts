// Serves the inspector's webview as a plain page, for development and for pictures of it:
//
//     node test/support/webview-harness/serve.ts [port]
//     http://127.0.0.1:PORT/?model=lenet&theme=light&layer=2
//
// `model` is an example, one of test/models or of models.ts, `theme` one of themes.json, `layer` the one selected at first; `failure` is a
// message with which inspections fail, `spoiled` the number of values that are NaN.

import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { basename } from "node:path";
import { build, type OutputFile } from "esbuild";
import { inRoot, ROOT } from "../../../scripts/root.ts";
import { readCnnJson } from "../../../src/formats/cnn-json/read.ts";
import { ModelSession } from "../../../src/panel/model-session.ts";
import { StateKeeper } from "../../../src/panel/state-keeper.ts";
import type { ModelSnapshot } from "../../../src/protocol/view-contract.ts";
import { keepsNothing } from "./keeps-nothing.ts";
import { models } from "./models.ts";
import { defaultStyle, harnessPage } from "./page.ts";

export interface Harness {
  readonly origin: string;
  readonly stop: () => void;
}

const types: Readonly<Record<string, string>> = { js: "text/javascript", css: "text/css", gz: "application/gzip" };

/** Builds the webview anew, minified as it is packaged or to be read, and serves it on 127.0.0.1; port 0 is any free one. */
export async function serveHarness(port = 0, minify = false): Promise<Harness> {
  const files = await bundle(minify);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const body = url.pathname === "/" ? pageFor(url.searchParams) : fileFor(url.pathname, files);
    const type = url.pathname === "/" ? "text/html" : types[url.pathname.split(".").at(-1) ?? ""];
    response.writeHead(body === undefined ? 404 : 200, { "content-type": type ?? "text/plain" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => close(server) };
}

async function bundle(minify: boolean): Promise<readonly OutputFile[]> {
  const harness = (name: string): string => inRoot("test", "support", "webview-harness", name);
  const result = await build({
    absWorkingDir: ROOT,
    bundle: true,
    minify,
    write: false,
    outdir: "dist",
    format: "iife",
    target: "es2023",
    platform: "browser",
    mainFields: ["module", "main"],
    jsx: "automatic",
    jsxImportSource: "preact",
    entryPoints: {
      webview: inRoot("webview", "main.tsx"),
      host: harness("page-host.ts"),
      worker: harness("worker.ts"),
    },
  });
  return result.outputFiles;
}

function pageFor(query: URLSearchParams): string | undefined {
  const text = modelText(query.get("model") ?? "lenet");
  if (text === undefined) return undefined;
  const failure = query.get("failure");
  const layer = Number(query.get("layer") ?? 0);
  const settings = {
    ...text,
    theme: query.get("theme") ?? "dark",
    layer,
    spoiled: Number(query.get("spoiled") ?? 0),
    ...(failure && { failure }),
  };
  return harnessPage(settings, snapshotOf(text, layer));
}

/** As the extension has it before its worker has begun. */
function snapshotOf({ fileName, text }: { fileName: string; text: string }, layer: number): ModelSnapshot {
  const world = {
    startWorker: () => {
      throw new Error("The page has its own host.");
    },
    readDataset: () => Promise.reject(new Error("The page has its own host.")),
    keeper: new StateKeeper(keepsNothing, () => undefined),
    maxMemoryMB: () => 1024,
    engine: () => ({ kernels: "auto", threads: 0 }) as const,
    now: () => 0,
    warn: () => undefined,
  };
  const read = { fileName, text, document: readCnnJson(text, fileName) };
  const session = new ModelSession("file:///model", read, world, () => undefined);
  session.select(layer);
  return session.snapshot();
}

function modelText(name: string): { fileName: string; text: string } | undefined {
  const fileName = `${basename(name)}.cnn.json`;
  const own = models[fileName];
  if (own !== undefined) return { fileName, text: own };
  const path = [inRoot("examples", fileName), inRoot("test", "models", fileName)].find(existsSync);
  return path === undefined ? undefined : { fileName, text: readFileSync(path, "utf8") };
}

function fileFor(pathname: string, files: readonly OutputFile[]): Buffer | undefined {
  const name = basename(pathname);
  if (name === "vscode.css") return Buffer.from(defaultStyle);
  const built = files.find(({ path }) => basename(path) === name);
  if (built) return Buffer.from(built.contents);
  const packed = inRoot("media", "mnist", name);
  return pathname.startsWith("/mnist/") && existsSync(packed) ? readFileSync(packed) : undefined;
}

function close(server: Server): void {
  server.close();
  server.closeAllConnections();
}

if (import.meta.main) {
  const { origin } = await serveHarness(Number(process.argv[2] ?? 8910));
  console.log(`The inspector: ${origin}/?model=lenet&theme=dark`);
}
