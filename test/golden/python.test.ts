// Python's own values: each file ends with the `repr` of its `result`, as CPython 3.11 printed it.
import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { valueIn } from "../support/python.ts";

const FOLDER = new URL("python/", import.meta.url);
const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".py"));

test.each(names)("%s gives what CPython gives", async (name) => {
  const source = await readFile(new URL(name, FOLDER), "utf8");
  expect(await valueIn(source)).toBe(/^# (.*)$/m.exec(source.trimEnd().split("\n").at(-1) ?? "")?.[1]);
});
