import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { inRoot } from "../../../scripts/root.ts";

interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock: { packages: Record<string, LockEntry> } = JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8"));
const manifest: { allowScripts: Record<string, boolean> } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));

/** Whether npm finds a package from where another lies: in its own node_modules or in one further out. */
function isLocked(from: string, name: string): boolean {
  const folder = from === "" ? "" : `${from}/`;
  if (`${folder}node_modules/${name}` in lock.packages) return true;
  const outer = from.lastIndexOf("/node_modules/");
  return from !== "" && isLocked(outer === -1 ? "" : from.slice(0, outer), name);
}

describe("package-lock.json", () => {
  test("names no registry's address", () => {
    expect(Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  });

  test("holds every dependency of every package, those of other platforms too, or npm ci would refuse it", () => {
    const missing = Object.entries(lock.packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !isLocked(path, name)),
    );
    expect(missing).toEqual([]);
  });

  test("holds no install script that package.json neither allows nor denies", () => {
    const scripted = Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript && !entry.optional);
    const names = scripted.map(([path]) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length));
    expect(names.filter((name) => !(name in manifest.allowScripts))).toEqual([]);
  });
});
