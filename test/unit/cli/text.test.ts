import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonOf } from "../../../src/cli/exit.ts";
import { overrideInput } from "../../../src/cli/input-override.ts";
import { formatTable } from "../../../src/cli/table.ts";
import { placesIn } from "../../../src/cli/text-place.ts";
import { readCnnJson } from "../../../src/formats/cnn-json/read.ts";
import type { GraphInput } from "../../../src/graph/graph.ts";

describe("places in a text", () => {
  test.each([
    ["\n", "line feeds"],
    ["\r\n", "carriage returns with line feeds"],
    ["\r", "carriage returns"],
  ])("count lines that end in %j", (lineBreak) => {
    const text = ["ab", "", "c😀d"].join(lineBreak);
    const placeOf = placesIn(text);
    expect(placeOf(0)).toEqual({ line: 1, column: 1 });
    expect(placeOf(2)).toEqual({ line: 1, column: 3 });
    expect(placeOf(text.indexOf("c"))).toEqual({ line: 3, column: 1 });
    expect(placeOf(text.indexOf("d"))).toEqual({ line: 3, column: 4 });
    expect(placeOf(text.length)).toEqual({ line: 3, column: 5 });
  });

  test("are those that splitting the text gives", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 5 })), fc.nat(100), (lines, offset) => {
        const text = lines.map((line) => line.replace(/[\r\n]/g, "")).join("\n");
        const before = text.slice(0, offset).split("\n");
        const column = (before.at(-1) ?? "").length + 1;
        expect(placesIn(text)(Math.min(offset, text.length))).toEqual({ line: before.length, column });
      }),
    );
  });
});

describe("another input shape", () => {
  function override(text: string, shape: readonly number[]) {
    const [input] = readCnnJson(text, "a.cnn.json").graph.inputs;
    return overrideInput(text, input as GraphInput, shape);
  }

  test("takes the place of the file's, comments and all", () => {
    const { text } = override('{ "input": [\n  28, // rows\n  28, 1 ], "layers": [] }', [32, 32, 3]);
    expect(text).toBe('{ "input": [32,32,3], "layers": [] }');
  });

  test("takes the place of a wrong one", () => {
    expect(override('{ "input": "28" }', [5]).text).toBe('{ "input": [5] }');
  });

  test("keeps the input's name", () => {
    expect(override('{ "input": { "pixels": [28] } }', [5]).text).toBe('{ "input": { "pixels": [5] } }');
  });

  test("is written where the file has none", () => {
    expect(override(' {"layers": []}', [5]).text).toBe(' {"input":[5],"layers": []}');
  });

  test.each(["[]", "", "nonsense"])("leaves %j alone, which is no model at all", (text) => {
    expect(override(text, [5]).text).toBe(text);
  });

  test("does not move anything else from its place", () => {
    const original = '{ "x": 1, "input": [\n28, 28, 1], "layers": [] }';
    for (const shape of [[5], [1000, 1000, 1000]]) {
      const { text, originalOffset } = override(original, shape);
      for (const word of ['"x"', '"input"', '"layers"', "}"]) {
        expect(originalOffset(text.indexOf(word))).toBe(original.indexOf(word));
      }
    }
  });
});

test("a table's texts begin and its numbers end below each other", () => {
  const rows = [
    ["name", "n"],
    ["a", "1,000"],
    ["long name", ""],
  ];
  expect(formatTable(rows, new Set([1]))).toBe("name           n\na          1,000\nlong name\n");
});

describe("an error's reason", () => {
  test.each([
    ["ENOENT: no such file or directory, open '/a, b/c'", "no such file or directory"],
    ["EISDIR: illegal operation on a directory, read", "illegal operation on a directory"],
    ["incorrect header check", "incorrect header check"],
    ["one\ntwo", "one"],
  ])("of %j is %j", (message, reason) => {
    expect(reasonOf(new Error(message))).toBe(reason);
  });
});
