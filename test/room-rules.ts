// The rooms of the house, who may import whom, and what of the world each may touch: the table of ARCHITECTURE.md in
// the form that a test can hold against the sources. The compiler sees much of this too (tsconfig.pure.json), but not
// directions between rooms, and not the clock and chance that are part of the language itself.

import { posix } from "node:path";

interface Room {
  /** The rooms that may be imported, types included. */
  readonly rooms: readonly string[];
  /** Packages from npm. */
  readonly packages?: readonly string[];
  /** What a pure room must not know: VS Code, Node, the DOM, the clock, chance. */
  readonly pure?: true;
  readonly vscode?: true;
  readonly node?: true;
  readonly typesOnly?: true;
}

const PURE = ["tensor", "layers", "graph", "python", "formats", "engine", "data", "service"];

const ROOMS: Readonly<Record<string, Room>> = {
  tensor: { pure: true, rooms: [] },
  layers: { pure: true, rooms: ["tensor"], packages: ["valibot"] },
  graph: { pure: true, rooms: ["layers", "tensor"] },
  python: { pure: true, rooms: ["graph", "layers", "tensor"], packages: ["web-tree-sitter"] },
  formats: {
    pure: true,
    rooms: ["python", "graph", "layers", "tensor"],
    packages: ["@bufbuild/protobuf", "jsonc-parser", "valibot", "@valibot/to-json-schema"],
  },
  engine: { pure: true, rooms: ["graph", "layers", "tensor"] },
  kernels: { pure: true, rooms: ["tensor"] },
  data: { pure: true, rooms: ["tensor"] },
  service: { pure: true, rooms: ["formats", "python", "graph", "layers", "tensor"] },
  protocol: { pure: true, rooms: ["graph", "layers", "tensor"], typesOnly: true },
  threads: { node: true, rooms: ["engine", "kernels", "data", "formats", "graph", "tensor"] },
  worker: { node: true, rooms: ["threads", "engine", "kernels", "data", "formats", "graph", "protocol", "tensor"] },
  editor: { vscode: true, rooms: ["service"] },
  panel: {
    vscode: true,
    node: true,
    rooms: ["service", "data", "graph", "formats", "layers", "protocol", "tensor"],
    packages: ["valibot"],
  },
  "extension.ts": { vscode: true, node: true, rooms: ["editor", "panel"] },
  cli: { node: true, rooms: [...PURE, "kernels", "threads"], packages: ["fast-png"] },
  webview: {
    rooms: ["protocol", "data", "graph", "layers", "tensor"],
    packages: ["preact", "@preact/signals", "uplot", "valibot"],
  },
};

const FORBIDDEN_GLOBALS = ["Date", "performance", "document", "window", "process", "console"];

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** What in a source file breaks the rules, a sentence each. `path` is relative to the project, with slashes. */
export function findViolations(path: string, source: string): string[] {
  const name = roomOf(path);
  const room = ROOMS[name];
  if (!room) return [`${path} lies in no known room. Move it, or add its room to the table.`];
  const imports = findImports(source).flatMap((found) => {
    const problem = problemOf(found, path, name, room);
    return problem === undefined ? [] : [`${path} imports ${found.specifier}: ${problem}`];
  });
  const globals = room.pure ? findGlobals(source, name).map((global) => `${path} uses ${global}: ${name} is pure`) : [];
  return [...imports, ...globals];
}

/** The room a file is in: the folder under src, a file right in src by its own name, or webview. */
function roomOf(path: string): string {
  const parts = path.split("/");
  return (parts[0] === "src" ? parts[1] : parts[0]) ?? "";
}

function problemOf({ specifier, typeOnly }: Import, path: string, name: string, room: Room): string | undefined {
  if (specifier.startsWith(".")) {
    const target = roomOf(posix.join(posix.dirname(path), specifier));
    if (target === name) return undefined;
    if (!room.rooms.includes(target)) return `${name} may not import ${target}`;
    return room.typesOnly && !typeOnly ? `${name} may import types only` : undefined;
  }
  if (specifier === "vscode") return room.vscode ? undefined : `${name} knows no VS Code`;
  if (specifier.startsWith("node:")) return room.node ? undefined : `${name} knows no Node`;
  const allowed = room.packages?.some((known) => specifier === known || specifier.startsWith(`${known}/`));
  return allowed ? undefined : `${name} may not use this package`;
}

const IMPORT =
  /\b(import|export)\s+(type\b)?[^;"'`]*?\bfrom\s*["']([^"']+)["']|\bimport\s*["']([^"']+)["']|\b(?:import|require)\s*\(\s*["'`]([^"'`]+)["'`]/g;

function findImports(source: string): Import[] {
  return [...withoutComments(source).matchAll(IMPORT)].map(([text, , type, from, bare, call]) => ({
    specifier: from ?? bare ?? call ?? "",
    typeOnly: type !== undefined || /^(?:import|export)\s*\{(?:\s*type\s[^,}]*,?)+\s*\}/.test(text),
  }));
}

/** Globals a pure room must not use. A name that the file itself declares is not the global. */
function findGlobals(source: string, room: string): string[] {
  const code = withoutStrings(withoutComments(source));
  const names = room === "kernels" ? FORBIDDEN_GLOBALS : [...FORBIDDEN_GLOBALS, "WebAssembly"];
  const found = names.filter((name) => usesGlobal(code, name));
  return /\bMath\s*\.\s*random\b/.test(code) ? [...found, "Math.random"] : found;
}

function usesGlobal(code: string, name: string): boolean {
  const declared = new RegExp(`(?:\\b(?:const|let|var|function|class|import)\\s+|[({,]\\s*)${name}\\s*[:,)}=]`);
  const used = new RegExp(`(?<![.\\w$])${name}\\s*[.([]|\\bnew\\s+${name}\\b|\\bglobalThis\\s*\\.\\s*${name}\\b`);
  return used.test(code) && !declared.test(code);
}

const COMMENT_OR_STRING =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|(?<=[=(,:[!&|?{};]\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\//g;

function withoutComments(source: string): string {
  return source.replaceAll(COMMENT_OR_STRING, (text) => (/^\/[/*]/.test(text) ? " " : text));
}

/** Empties strings and regular expressions; what a template computes stays. */
function withoutStrings(code: string): string {
  return code.replaceAll(COMMENT_OR_STRING, (text) =>
    text.startsWith("`") ? [...text.matchAll(/\$\{([^}]*)\}/g)].map((hole) => `;${hole[1]};`).join("") : '""',
  );
}
