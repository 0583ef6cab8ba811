/** Modules of Python's own library, and the few functions of others, that model files use. */
import type { Module } from "../value.ts";

const MAKERS: Readonly<Record<string, () => Module>> = {};

const made = new Map<string, Module>();

/** `undefined`: a library that we do not know. */
export function libraryModule(name: string): Module | undefined {
  const known = made.get(name);
  if (known !== undefined) return known;
  const module = Object.hasOwn(MAKERS, name) ? MAKERS[name]?.() : undefined;
  if (module !== undefined) made.set(name, module);
  return module;
}
