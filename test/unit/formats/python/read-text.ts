// Reads Python source in tests as the editor and the command line do.
import { readFileSync } from "node:fs";
import { inRoot } from "../../../../scripts/root.ts";
import type { PythonDocument, PythonModel } from "../../../../src/formats/python/python-document.ts";
import { PythonReader } from "../../../../src/service/python/reader.ts";

const bytes = {
  runtime: readFileSync(inRoot("node_modules/web-tree-sitter/web-tree-sitter.wasm")),
  grammar: readFileSync(inRoot("node_modules/tree-sitter-python/tree-sitter-python.wasm")),
};

/** A reader with these files around, by their paths. */
export function openReader(files: Readonly<Record<string, string>> = {}): Promise<PythonReader> {
  return PythonReader.open(bytes, { roots: () => ["/w"], textOf: (path) => files[path] });
}

const reader = await openReader();
let count = 0;

/** Read from scratch, under a path that no other test has. */
export function readText(text: string): PythonDocument {
  return reader.read({ path: `/w/model_${++count}.py`, text });
}

export function mainModel(text: string): PythonModel {
  const [model] = readText(text).models;
  if (model === undefined) throw new Error("The text has no model.");
  return model;
}
