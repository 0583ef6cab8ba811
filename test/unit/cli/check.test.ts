import { describe, expect, test } from "vitest";
import { convlens, temporaryFile } from "./convlens.ts";
import { broken, small } from "./models.ts";

test("a model without mistakes has no line and exit code 0", async () => {
  expect(await convlens(["check", temporaryFile("a.cnn.json", small)])).toEqual({ code: 0, out: "", err: "" });
});

test("each mistake is one line with its place, kind and code", async () => {
  const file = temporaryFile("a.cnn.json", broken);
  const { code, out, err } = await convlens(["check", file]);
  expect({ code, err }).toEqual({ code: 1, err: "" });
  const [line = ""] = out.split("\n");
  expect(line.startsWith(`${file}:4:`)).toBe(true);
  expect(line.slice(file.length)).toMatch(/^:4:\d+: error: .*big.* \[[a-z]+\/[a-z-]+\]$/);
});

test("several files are checked in their order", async () => {
  const files = [broken, small, broken].map((text) => temporaryFile("a.cnn.json", text));
  const { code, out } = await convlens(["check", ...files]);
  expect(code).toBe(1);
  const named = out.split("\n").map((line) => files.findIndex((file) => line.startsWith(file)));
  expect(named.filter((index) => index >= 0)).toEqual(named.filter((index) => index >= 0).toSorted());
  expect(new Set(named)).toEqual(new Set([0, 2, -1]));
});

test("a byte order mark moves nothing", async () => {
  const plain = await convlens(["check", temporaryFile("a.cnn.json", '{ "inputs": [1] }'), "--json"]);
  const marked = await convlens(["check", temporaryFile("a.cnn.json", '\ufeff{ "inputs": [1] }'), "--json"]);
  const withoutFile = (out: string) => JSON.parse(out).map(({ file, ...each }: { file: string }) => each);
  expect(withoutFile(marked.out)).toEqual(withoutFile(plain.out));
  expect(withoutFile(plain.out).length).toBeGreaterThan(0);
});

test("as JSON each mistake names its file", async () => {
  const file = temporaryFile("a.cnn.json", broken);
  const [first] = JSON.parse((await convlens(["check", "--json", file])).out);
  expect(first).toMatchObject({ file, line: 4, severity: "error" });
});

describe("one line and exit code 2 answer", () => {
  const cases: [claim: string, args: () => string[], message: RegExp][] = [
    ["no command", () => [], /^convlens: Give a command: shapes, check, train, run, gradcheck, bench\./],
    ["an unknown command", () => ["chekc"], /^convlens: There is no command "chekc": /],
    ["no file", () => ["check"], /^convlens: convlens check needs model files/],
    [
      "a file that is not there",
      () => ["check", "/gone.cnn.json"],
      /^convlens: Cannot read \/gone.cnn.json: no such file/,
    ],
    ["a folder", () => ["check", "/x.cnn.json/.."], /reads model files named/],
    [
      "a file of another kind",
      () => ["check", temporaryFile("model.txt", "")],
      /reads model files named \*\.cnn\.json\.$/,
    ],
    ["an unknown option", () => ["check", "--fix", "a.cnn.json"], /^convlens: Unknown option '--fix'\.$/],
  ];

  test.each(cases)("%s", async (_claim, args, message) => {
    const { code, out, err } = await convlens(args());
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.trimEnd()).toMatch(message);
    expect(err.trimEnd()).not.toContain("\n");
  });
});

test.each(["--help", "-h", "help"])("%s says how every command is used", async (help) => {
  const { code, out } = await convlens([help]);
  expect(code).toBe(0);
  for (const command of ["shapes", "check", "train", "run", "gradcheck"]) expect(out).toContain(`  ${command} FILE`);
});
