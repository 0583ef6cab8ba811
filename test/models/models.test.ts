import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generateModels } from "./generate.ts";

test("the files are those that the generator writes, all of them and no others", () => {
  const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".cnn.json"));
  const files = names.map((name) => [name, readFileSync(join(import.meta.dirname, name), "utf8")] as const);
  expect(new Map(files)).toEqual(new Map([...generateModels()].sort()));
});
