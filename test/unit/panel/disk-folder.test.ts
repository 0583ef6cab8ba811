// Files of what is kept, on a disk.
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { diskFolder } from "../../../src/panel/disk-folder.ts";

const root = mkdtempSync(join(tmpdir(), "convlens-kept-"));
const path = join(root, "weights");
const folder = diskFolder(path);

afterEach(() => rmSync(root, { recursive: true, force: true }));

test("what is written is read, in place of what was there, and is gone when it is removed", async () => {
  expect(await folder.read("a.kept")).toBeUndefined();
  await folder.write("a.kept", Uint8Array.of(1, 2));
  await folder.write("a.kept", Uint8Array.of(3));
  expect([...((await folder.read("a.kept")) ?? [])]).toEqual([3]);
  expect(readdirSync(path)).toEqual(["a.kept"]);
  await folder.remove("a.kept");
  await folder.remove("a.kept");
  expect(await folder.read("a.kept")).toBeUndefined();
});

test("files are listed from the newest on", async () => {
  for (const [name, second] of Object.entries({ old: 1, newest: 3, newer: 2 })) {
    await folder.write(name, Uint8Array.of(0));
    utimesSync(join(path, name), second, second);
  }
  expect(await folder.list()).toEqual(["newest", "newer", "old"]);
});

test("what another file system left beside is read, and removed with the file", async () => {
  await folder.write("b.kept", Uint8Array.of(1));
  await folder.remove("b.kept");
  writeFileSync(join(path, "b.kept.part"), Uint8Array.of(7));
  expect([...((await folder.read("b.kept")) ?? [])]).toEqual([7]);
  await folder.remove("b.kept");
  expect(readdirSync(path)).toEqual([]);
});

test("a place where nothing can be written is refused", async () => {
  writeFileSync(join(tmpdir(), "convlens-no-folder"), "");
  const none = diskFolder(join(tmpdir(), "convlens-no-folder"));
  await expect(none.write("a", Uint8Array.of(1))).rejects.toThrow();
  rmSync(join(tmpdir(), "convlens-no-folder"));
});
