import { describe, expect, test } from "vitest";
import { readCnnJson } from "../../../../src/formats/cnn-json/read.ts";
import { applyEdits } from "../../../../src/graph/apply-edits.ts";

/** The text after the first fix of the issue with this code. */
function mend(text: string, code: string): string {
  const issue = readCnnJson(text, "x.cnn.json").issues.find((candidate) => candidate.code === code);
  const edits = issue?.fixes[0]?.edits ?? [];
  expect(edits.length).toBeGreaterThan(0);
  return applyEdits(text, edits);
}

function layers(...lines: string[]): string {
  return ["{", '  "input": [9, 9, 1],', '  "layers": [', ...lines.map((line) => `    ${line}`), "  ]", "}"].join("\n");
}

describe("a missing key is added", () => {
  test("on the same line where the others are", () => {
    expect(mend(layers('{ "type": "conv2d", "filters": 2 }'), "value/missing")).toBe(
      layers('{ "type": "conv2d", "filters": 2, "kernelSize": 3 }'),
    );
  });

  test("on a line of its own where the others have one", () => {
    const before = ["{", '  "type": "conv2d",', '  "filters": 2', "}"];
    const after = ["{", '  "type": "conv2d",', '  "filters": 2,', '  "kernelSize": 3', "}"];
    expect(mend(layers(...before), "value/missing")).toBe(layers(...after));
  });

  test("before a trailing comma and a comment", () => {
    const before = ["{", '  "type": "conv2d",', '  "filters": 2, // two', "}"];
    const after = ["{", '  "type": "conv2d",', '  "filters": 2,', '  "kernelSize": 3, // two', "}"];
    expect(mend(layers(...before), "value/missing")).toBe(layers(...after));
  });

  test("with the text's own line breaks", () => {
    const text = layers("{", '  "type": "conv2d",', '  "filters": 2', "}").replaceAll("\n", "\r\n");
    expect(mend(text, "value/missing")).toContain('"filters": 2,\r\n      "kernelSize": 3\r\n');
  });

  test("as the first one, where that is usual", () => {
    expect(mend('{\n  "layers": [{ "type": "flatten" }]\n}', "input/missing")).toBe(
      '{\n  "input": [28, 28, 1],\n  "layers": [{ "type": "flatten" }]\n}',
    );
  });
});

describe("a layer is inserted", () => {
  test("on its own line with the same indentation", () => {
    const before = ['{ "type": "conv2d", "filters": 2, "kernelSize": 3 },', '{ "type": "dense", "units": 2 }'];
    const after = [...before.slice(0, 1), '{ "type": "flatten" },', ...before.slice(1)];
    expect(mend(layers(...before), "shape/missing-flatten")).toBe(layers(...after));
  });

  test("on the same line where the list is on one line", () => {
    expect(mend('{ "input": [9, 9, 1], "layers": [{ "type": "dense", "units": 2 }] }', "shape/missing-flatten")).toBe(
      '{ "input": [9, 9, 1], "layers": [{ "type": "flatten" }, { "type": "dense", "units": 2 }] }',
    );
  });

  test("between a layer and the feeder that it names", () => {
    const before = [
      '{ "type": "conv2d", "name": "a", "filters": 2, "kernelSize": 3 },',
      '{ "type": "dense", "inputs": ["a"], "units": 2 }',
    ];
    const after = [
      ...before.slice(0, 1),
      '{ "type": "flatten", "name": "flatten_1", "inputs": ["a"] },',
      '{ "type": "dense", "inputs": "flatten_1", "units": 2 }',
    ];
    expect(mend(layers(...before), "shape/missing-flatten")).toBe(layers(...after));
  });
});

describe("a value is set", () => {
  test("in the place of the one that is written", () => {
    const line = (padding: string) => `{ "type": "conv2d", "filters": 2, "kernelSize": 11, "padding": ${padding} }`;
    expect(mend(layers(line('"valid"')), "shape/kernel-larger-than-input")).toBe(layers(line('"same"')));
  });

  test("behind the others if none is written", () => {
    const line = '{ "type": "conv2d", "filters": 2, "kernelSize": 11 }';
    const mended = '{ "type": "conv2d", "filters": 2, "kernelSize": 11, "padding": "same" }';
    expect(mend(layers(line), "shape/kernel-larger-than-input")).toBe(layers(mended));
  });
});

test("an empty file becomes a model that has no mistake", () => {
  for (const empty of ["", "  \n\n", "// mine\n", "/* mine */"]) {
    const mended = mend(empty, "file/empty");
    expect(readCnnJson(mended, "x.cnn.json").issues).toEqual([]);
    expect(mended.startsWith(empty.trimEnd())).toBe(true);
  }
});

test("a model without layers gets some", () => {
  for (const text of ["{}", '{ "layers": [] }', '{\n  "layers": []\n}', '{ "name": "x" }']) {
    const mended = mend(mend(text, "layers/missing"), "input/missing");
    expect(readCnnJson(mended, "x.cnn.json").issues).toEqual([]);
  }
});
