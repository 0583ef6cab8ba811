import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { inRoot } from "../../../scripts/root.ts";

test("any number of temporary folders are there until the process ends, with one listener for all", () => {
  const script = `
    import { existsSync } from "node:fs";
    import { makeTemporaryFolder } from "./test/vscode/workspace-copy.ts";
    const before = process.listenerCount("exit");
    const folders = Array.from({ length: 12 }, () => makeTemporaryFolder("many"));
    console.log(JSON.stringify({ folders, exist: folders.every(existsSync), listeners: process.listenerCount("exit") - before }));`;
  const output = execFileSync(process.execPath, ["--input-type=module-typescript", "--eval", script], {
    cwd: inRoot(),
    encoding: "utf8",
  });
  const { folders, exist, listeners } = JSON.parse(output) as { folders: string[]; exist: boolean; listeners: number };
  expect({ count: folders.length, exist, listeners }).toEqual({ count: 12, exist: true, listeners: 1 });
  expect(folders.filter(existsSync)).toEqual([]);
});
