/** Runs Python sources for tests: a workspace of texts, the parser from node_modules. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type Evaluation, openPython, type Python } from "../../src/python/evaluate/evaluate.ts";
import type { Framework } from "../../src/python/framework.ts";
import { loadParser, type PythonParser } from "../../src/python/syntax/parser.ts";
import { type Module, Unknown, type Value } from "../../src/python/value.ts";

const require = createRequire(import.meta.url);

let parser: Promise<PythonParser> | undefined;

export function pythonParser(): Promise<PythonParser> {
  parser ??= load();
  return parser;
}

async function load(): Promise<PythonParser> {
  const [runtime, grammar] = await Promise.all(
    ["web-tree-sitter/web-tree-sitter.wasm", "tree-sitter-python/tree-sitter-python.wasm"].map((path) =>
      readFile(require.resolve(path)),
    ),
  );
  return loadParser({ runtime: runtime as Uint8Array, grammar: grammar as Uint8Array });
}

/** Opens a workspace whose files are given by their paths: `net.py`, `models/block.py`. */
export async function openWorkspace(
  files: Readonly<Record<string, string>>,
  frameworks: readonly Framework[] = [],
): Promise<Python> {
  const file = (path: string) => (files[path] === undefined ? undefined : { path, text: files[path] });
  return openPython({
    parser: await pythonParser(),
    frameworks,
    resolve(modulePath, fromFile, level) {
      const folders = fromFile.split("/").slice(0, -level);
      const parts = [...(level === 0 ? [] : folders), ...modulePath.split(".")].filter((part) => part !== "");
      const path = parts.join("/");
      return file(`${path}.py`) ?? file(`${path}/__init__.py`) ?? (path === "" ? file("__init__.py") : undefined);
    },
  });
}

/** Runs one source and gives its module. */
export async function runSource(
  text: string,
  frameworks: readonly Framework[] = [],
): Promise<{ module: Module; evaluation: Evaluation }> {
  const path = "main.py";
  const evaluation = (await openWorkspace({ [path]: text }, frameworks)).evaluate();
  const { value, ended } = evaluation.load({ path, text });
  if (value instanceof Unknown) throw new Error(`the file ended early: ${ended}`);
  return { module: value, evaluation };
}

/** What a name is worth after a source has run, as Python's `repr`; `? reason` where it is not known. */
export async function valueIn(text: string, name = "result"): Promise<string> {
  const { module, evaluation } = await runSource(text);
  return worth(evaluation, module.names.get(name));
}

export function worth(evaluation: Evaluation, value: Value | undefined): string {
  if (value === undefined) return "nothing";
  if (value instanceof Unknown) return `? ${value.reason}`;
  return evaluation.run.repr(value) ?? "?";
}
