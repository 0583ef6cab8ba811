/** A Python file, read with all that it imports from the files around it. */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { EntryOptions } from "../formats/python/candidates.ts";
import { withFurther } from "../formats/python/look-further.ts";
import { modulePaths } from "../formats/python/module-paths.ts";
import { openProgram, type Trial } from "../formats/python/program.ts";
import type { PythonDocument } from "../formats/python/python-document.ts";
import { readProgram } from "../formats/python/read-python.ts";
import { type ReadTrial, withRepairs } from "../formats/python/repair/repairs.ts";
import { openPython } from "../python/evaluate/evaluate.ts";
import { frameworks } from "../python/frameworks.ts";
import type { SourceFile } from "../python/site.ts";
import { loadParser } from "../python/syntax/parser.ts";
import { CliError, reasonOf } from "./exit.ts";
import { placesIn, type TextPlace } from "./text-place.ts";

export interface PythonFile {
  /** As given on the command line. */
  readonly path: string;
  /** As the places in it name it. */
  readonly source: string;
  readonly document: PythonDocument;
  placeOf(offset: number): TextPlace;
}

export interface PythonOptions {
  readonly entry?: EntryOptions;
  readonly inputs?: readonly (readonly number[])[];
}

export function isPython(path: string): boolean {
  return path.endsWith(".py");
}

/** Throws a `CliError` if there is no such file, or nothing in it of the name that was asked for; never for what it says. */
export async function readPythonFile(path: string, options: PythonOptions = {}): Promise<PythonFile> {
  const file: SourceFile = { path: resolve(path), text: readText(path) };
  const parser = await loadParser({
    runtime: parserBytes("web-tree-sitter"),
    grammar: parserBytes("tree-sitter-python"),
  });
  const own = ownPackage(file.path);
  const here = process.cwd();
  const near = file.path.startsWith(`${here}/`) ? [here] : [];
  const all = [own.parent, ...near];
  // Other packages that are installed beside the file's own are libraries, which are not followed.
  const rootsFor = (module: string, level: number): string[] =>
    level > 0 || module.split(".")[0] === own.name ? all : near;
  const find = moduleFinder(all);
  const python = openPython({
    parser,
    frameworks,
    resolve: (module, from, level) => find(modulePaths(module, from, level, rootsFor(module, level))),
  });
  const open = (text: string, trial?: Trial) => openProgram(python, { ...file, text }, frameworks, trial);
  const document = readProgram(open(file.text), options);
  if (document === undefined) {
    const what = options.entry?.name === undefined ? "" : ` ${options.entry.name}`;
    throw new CliError(
      `${path} has no model${what} that can be built with these arguments: give --entry the name of a class or function in it, and --args what it takes.`,
    );
  }
  const whole = finish(
    withFurther(document, {
      open: () => open(file.text),
      read: (further) => readProgram(open(file.text), { ...options, further }),
    }),
  );
  const { further } = whole;
  const read: ReadTrial = (text, trial, others = []) =>
    readProgram(open(text, trial), { ...options, further: [...further, ...others], isTrial: true });
  const repaired = finish(withRepairs({ document: whole, read }));
  return { path, source: file.path, document: repaired, placeOf: placesIn(file.text) };
}

/** Runs a generator to its end. */
function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function readText(path: string): string {
  try {
    // A byte order mark is no part of the text: editors do not count it either.
    return readFileSync(path, "utf8").replace(/^\ufeff/, "");
  } catch (error) {
    throw new CliError(`Cannot read ${path}: ${reasonOf(error)}.`);
  }
}

/** Beside the bundle, or beside the sources. */
function parserBytes(name: string): Uint8Array {
  const folders = ["../media/parsers", "../../media/parsers"];
  const paths = folders.map((folder) => fileURLToPath(new URL(`${folder}/${name}.wasm`, import.meta.url)));
  const path = paths.find((candidate) => existsSync(candidate));
  if (path === undefined) throw new CliError(`${name}.wasm is missing beside convlens. Build it again: npm run build.`);
  return readFileSync(path);
}

/** The outermost package that a file belongs to, and the folder that it lies in. */
function ownPackage(path: string): { readonly name: string; readonly parent: string } {
  let folder = dirname(path);
  let name = "";
  while (existsSync(join(folder, "__init__.py")) && dirname(folder) !== folder) {
    name = basename(folder);
    folder = dirname(folder);
  }
  return { name, parent: folder };
}

/** Nothing outside of the roots is read, and each file once: fixes are tried by reading the program many times. */
function moduleFinder(roots: readonly string[]): (paths: readonly string[]) => SourceFile | undefined {
  const known = new Map<string, SourceFile | undefined>();
  const read = (path: string): SourceFile | undefined =>
    roots.some((root) => path.startsWith(`${root}/`)) && existsSync(path) ? { path, text: readText(path) } : undefined;
  return (paths) => {
    for (const path of paths) {
      if (!known.has(path)) known.set(path, read(path));
      const file = known.get(path);
      if (file !== undefined) return file;
    }
    return undefined;
  };
}
