import { expect, test } from "vitest";
import { readPython } from "../../../../src/python/syntax/read.ts";
import type { Part, Statement } from "../../../../src/python/syntax/tree.ts";
import { pythonParser } from "../../../support/python.ts";

async function read(text: string): Promise<readonly Part[]> {
  const { syntax, tree } = readPython(await pythonParser(), { path: "a.py", text });
  tree?.delete();
  return syntax.body;
}

/** Each statement's kind and text. */
async function outline(text: string): Promise<string[]> {
  return (await read(text)).map(
    ({ offset, statement }) => `${statement.kind}: ${text.slice(offset + statement.start, offset + statement.end)}`,
  );
}

test("a comment behind a block does not belong to it", async () => {
  expect(await outline("if a:\n  b\n  # c\nd\n")).toEqual(["if: if a:\n  b", "expression: d"]);
});

test("a broken statement leaves those around it whole", async () => {
  const kinds = (await read("a = 1\nb = (\nc = 2\n\ndef f():\n  return 1\n")).map(({ statement }) => statement.kind);
  expect(kinds[0]).toBe("assign");
  expect(kinds).toContain("broken");
});

test("a broken line in a function leaves the function's other lines whole", async () => {
  const [part] = await read("def f(x):\n  y = 1\n  z = = 2\n  return y\n");
  const statement = part?.statement as Extract<Statement, { kind: "function" }>;
  expect(statement.function.body.map(({ kind }) => kind)).toEqual(["assign", "broken", "return"]);
});

test.each([
  ["nothing behind its sign", "y =\n  x = 2"],
  ["an operator at its end", "y = x +\n  foo(x)"],
  ["a dot at its end", "y = x.\n  relu(x)"],
])("a line with %s does not go on in the next one", async (_, lines) => {
  const [part] = await read(`def f(x):\n  ${lines}\n  return y\n`);
  const statement = part?.statement as Extract<Statement, { kind: "function" }>;
  expect(statement.function.body.map(({ kind }) => kind)).toEqual(["broken", "return"]);
});

test("a line goes on behind a backslash and within brackets", async () => {
  expect(await outline("y = \\\n  1\nz = (a +\n  b)\nw = f(a.\n  b)\n")).toHaveLength(3);
  expect((await read("y = \\\n  1\nz = (a +\n  b)\n")).map(({ statement }) => statement.kind)).toEqual([
    "assign",
    "assign",
  ]);
});

test.each([
  ["raw strings keep their backslashes", "r'\\\\n\\\\'", "\\\\n\\\\"],
  ["escapes are resolved", "'\\x41\\u00e9\\n\\\\\\''", "Aé\n\\'"],
  ["literals in a row are one", "'a' \"b\"\n", "ab"],
  ["triple quotes span lines", "'''a\nb'''", "a\nb"],
])("%s", async (_, source, expected) => {
  const [part] = await read(`(${source})`);
  expect(part?.statement).toMatchObject({ value: { kind: "constant", value: expected } });
});

test("a star before a method's call behind a comma unpacks the call's result", async () => {
  const [part] = await read("print('a', *b.c())");
  expect(part?.statement).toMatchObject({
    value: { arguments: [{ kind: "positional" }, { kind: "star", value: { kind: "call", callee: { name: "c" } } }] },
  });
});

test("statements that did not change are the same objects after an edit above them", async () => {
  const parser = await pythonParser();
  const before = "x = 1\nclass A:\n  def f(self): return 1\n  def g(self): return 2\ny = 2\n";
  const first = readPython(parser, { path: "a.py", text: before });
  const second = readPython(
    parser,
    { path: "a.py", text: before.replace("x = 1", "x = 123").replace("return 2", "return 3") },
    first,
  );
  second.tree?.delete();
  const members = (read: typeof first) =>
    (read.syntax.body[1] as Part & { statement: Extract<Statement, { kind: "class" }> }).statement.body;
  expect(second.syntax.body[2]?.statement).toBe(first.syntax.body[2]?.statement);
  expect(members(second)[0]?.statement).toBe(members(first)[0]?.statement);
  expect(members(second)[1]?.statement).not.toBe(members(first)[1]?.statement);
});
