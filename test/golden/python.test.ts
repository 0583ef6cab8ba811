// Python's own values: each file ends with the `repr` of its `result`, as CPython 3.11 printed it, some with PyTorch 1.13.
import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { createTorch } from "../../src/python/torch/framework.ts";
import { runSource, worth } from "../support/python.ts";

const folders = ["python", "python-torch"].map((name) => new URL(`${name}/`, import.meta.url));
const files = await Promise.all(
  folders.map(async (folder) =>
    (await readdir(folder)).filter((name) => name.endsWith(".py")).map((name) => new URL(name, folder)),
  ),
);

test.each(files.flat().map((file) => [file.pathname.split("/").slice(-2).join("/"), file] as const))(
  "%s gives what CPython gives",
  async (_, file) => {
    const source = await readFile(file, "utf8");
    const { module, evaluation } = await runSource(source, [createTorch()]);
    expect(worth(evaluation, module.names.get("result"))).toBe(
      /^# (.*)$/.exec(source.trimEnd().split("\n").at(-1) ?? "")?.[1],
    );
  },
);
