import { describe, expect, test } from "vitest";
import { findViolations } from "./room-rules.ts";
import { readSources } from "./source-files.ts";

describe("rooms", () => {
  test("every import and every global of src and webview is one its room may use", () => {
    const sources = readSources("src", "webview");
    expect(sources.flatMap(({ path, text }) => findViolations(path, text))).toEqual([]);
  });
});

const broken: readonly [claim: string, path: string, source: string, violation: string][] = [
  [
    "a room below may not import one above",
    "src/tensor/a.ts",
    'import { x } from "../graph/x.ts";',
    "tensor may not import graph",
  ],
  ["types count", "src/graph/a.ts", 'import type { X } from "../formats/x.ts";', "graph may not import formats"],
  [
    "a type in an annotation counts",
    "src/tensor/a.ts",
    'let x: import("../graph/x.ts").X;',
    "tensor may not import graph",
  ],
  ["a re-export is an import", "src/tensor/a.ts", 'export * from "../graph/x.ts";', "tensor may not import graph"],
  [
    "an import over several lines is seen",
    "src/data/a.ts",
    'import {\n  a,\n  b,\n} from "../engine/x.ts";',
    "data may not import engine",
  ],
  ["an import for its effect is seen", "src/data/a.ts", 'import "../engine/x.ts";', "data may not import engine"],
  ["a dynamic import is seen", "src/data/a.ts", 'await import("../engine/x.ts");', "data may not import engine"],
  [
    "an import behind an odd quote is seen",
    "src/data/a.ts",
    'const q = /["`]/;\nimport "../engine/x.ts";',
    "data may not import engine",
  ],
  ["tests and scripts are no rooms", "src/cli/a.ts", 'import "../../scripts/x.ts";', "cli may not import scripts"],
  [
    "protocol takes types alone",
    "src/protocol/a.ts",
    'import { x } from "../graph/x.ts";',
    "protocol may import types only",
  ],
  [
    "protocol takes no value among types",
    "src/protocol/a.ts",
    'import { type X, y } from "../graph/x.ts";',
    "protocol may import types only",
  ],
  ["a pure room knows no VS Code", "src/service/a.ts", 'import * as vscode from "vscode";', "service knows no VS Code"],
  ["a pure room knows no Node", "src/formats/a.ts", 'import { readFileSync } from "node:fs";', "formats knows no Node"],
  ["the webview knows no VS Code", "webview/a.tsx", 'import * as vscode from "vscode";', "webview knows no VS Code"],
  [
    "a package is allowed room by room",
    "src/engine/a.ts",
    'import * as v from "valibot";',
    "engine may not use this package",
  ],
  ["Node's modules are no packages", "src/cli/a.ts", 'import fs from "fs";', "cli may not use this package"],
  ["chance is forbidden", "src/engine/a.ts", "const x = Math.random();", "uses Math.random"],
  ["the clock is forbidden", "src/engine/a.ts", "const x = new Date();", "uses Date"],
  ["the clock in a template is forbidden", "src/engine/a.ts", "const x = `$\x7bDate.now()}`;", "uses Date"],
  ["the precise clock is forbidden", "src/kernels/a.ts", "const x = performance.now();", "uses performance"],
  ["the document is forbidden", "src/service/a.ts", "document.title = text;", "uses document"],
  ["the window is forbidden", "src/service/a.ts", "window.alert(text);", "uses window"],
  ["the process is forbidden", "src/data/a.ts", "if (process.env.X) y();", "uses process"],
  ["the console is forbidden", "src/layers/a.ts", "console.log(x);", "uses console"],
  ["WebAssembly belongs to the kernels", "src/engine/a.ts", "new WebAssembly.Module(bytes);", "uses WebAssembly"],
  ["a new room needs its line in the table", "src/attic/a.ts", "", "no known room"],
];

const sound: readonly [claim: string, path: string, source: string][] = [
  ["a room may import itself", "src/tensor/a.ts", 'import { x } from "./x.ts";'],
  ["a room may import what is below", "src/formats/cnn-json/a.ts", 'import { x } from "../../graph/x.ts";'],
  ["protocol may name types of the graph", "src/protocol/a.ts", 'import { type X, type Y } from "../graph/x.ts";'],
  ["the kernels may use WebAssembly", "src/kernels/a.ts", "new WebAssembly.Module(bytes);"],
  ["a package may be taken by its parts", "webview/a.tsx", 'import { useState } from "preact/hooks";'],
  ["comments may speak of anything", "src/tensor/a.ts", '// new Date(), import "vscode"\n/* Math.random() */'],
  ["messages may speak of anything", "src/tensor/a.ts", 'throw new Error("no console.log, no Date.now()");'],
  ["a sliding window is not the browser's", "src/tensor/a.ts", "function f(window: Window) { return window.kernel; }"],
  ["a field is no global", "src/graph/a.ts", "const n = layer.window.kernel;"],
];

describe("the rules find what breaks them", () => {
  test.each(broken)("%s", (_, path, source, violation) => {
    expect(findViolations(path, source).join("\n")).toContain(violation);
  });

  test.each(sound)("%s", (_, path, source) => {
    expect(findViolations(path, source)).toEqual([]);
  });
});
