/** The forms of `import`. */
import type { Concrete } from "./concrete.ts";
import { childOf, childrenOf, partsOf, type Reading, rangeOf, textOf } from "./reading.ts";
import type { ImportedName, ImportFromStatement, Statement } from "./tree.ts";

export function lowerImport(reading: Reading, node: Concrete): Statement {
  return { kind: "imports", modules: importedNames(reading, node), ...rangeOf(reading, node) };
}

export function lowerImportFrom(reading: Reading, node: Concrete): ImportFromStatement {
  const from = childOf(node, "module_name");
  const [prefix, relative] = from?.type === "relative_import" ? partsOf(from) : [];
  const module = prefix ? relative : from;
  return {
    kind: "importFrom",
    module: module ? dotted(reading, module) : "",
    level: prefix ? textOf(reading, prefix).replaceAll(/[^.]/g, "").length : 0,
    names: node.children.some(({ type }) => type === "wildcard_import") ? "*" : importedNames(reading, node),
    ...rangeOf(reading, node),
  };
}

/** `from __future__ import ...` changes nothing that we follow. */
export function lowerFuture(reading: Reading, node: Concrete): Statement {
  return { kind: "pass", ...rangeOf(reading, node) };
}

function importedNames(reading: Reading, node: Concrete): ImportedName[] {
  return childrenOf(node, "name").map((child) => {
    const name = childOf(child, "name") ?? child;
    const alias = childOf(child, "alias");
    return { name: dotted(reading, name), alias: alias && textOf(reading, alias) };
  });
}

function dotted(reading: Reading, node: Concrete): string {
  return textOf(reading, node).replaceAll(/\s|\\/g, "");
}
