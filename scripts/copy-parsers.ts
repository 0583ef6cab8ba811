// Copies the WebAssembly of tree-sitter and of its Python grammar out of their packages into media/parsers, which the
// extension and the command line read when the first Python file is opened.

import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "./root.ts";

const FILES = ["web-tree-sitter/web-tree-sitter.wasm", "tree-sitter-python/tree-sitter-python.wasm"];

export function copyParsers(): void {
  const folder = inRoot("media", "parsers");
  mkdirSync(folder, { recursive: true });
  for (const file of FILES) copyFileSync(inRoot("node_modules", file), join(folder, file.slice(file.indexOf("/") + 1)));
}
