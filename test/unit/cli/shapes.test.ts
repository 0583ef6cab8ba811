import { describe, expect, test } from "vitest";
import { convlens, temporaryFile } from "./convlens.ts";
import { broken, small } from "./models.ts";

async function shapesOf(text: string, ...options: readonly string[]) {
  const { code, out, err } = await convlens(["shapes", temporaryFile("small.cnn.json", text), ...options, "--json"]);
  return { code, err, report: JSON.parse(out) };
}

test("every layer has its line, shape with a batch of 1, parameters and operations", async () => {
  const { code, err, report } = await shapesOf(small);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(report).toEqual({
    entry: "Small",
    input: [1, 4, 4, 1],
    inputSource: "file",
    layers: [
      { line: 5, name: "conv", type: "conv2d", outputShape: [1, 2, 2, 2], params: 20, macs: 72 },
      { line: 6, name: "flat", type: "flatten", outputShape: [1, 8], params: 0, macs: 0 },
      { line: 7, name: "out", type: "dense", outputShape: [1, 3], params: 27, macs: 24 },
    ],
    diagnostics: [],
    totalParams: 47,
    totalTrainableParams: 47,
    totalMacs: 96,
    totalActivationBytes: 4 * (8 + 8 + 3),
  });
});

test("a model without a name is called after its file", async () => {
  expect((await shapesOf(small.replace('"name": "Small",', ""))).report.entry).toBe("small");
});

test("batch normalization's statistics are parameters that are not trained", async () => {
  const text = '{ "input": [4, 4, 3], "layers": [{ "type": "batchNorm", "name": "norm" }] }';
  const { report } = await shapesOf(text);
  expect(report.layers[0]).toMatchObject({ params: 12, macs: 0 });
  expect(report).toMatchObject({ totalParams: 12, totalTrainableParams: 6 });
  const { out } = await convlens(["shapes", temporaryFile("norm.cnn.json", text)]);
  expect(out).toContain(
    "\n6 of the parameters are measured, not trained.\nAll outputs of one sample take 192 bytes in float32.\n",
  );
});

test("rows come in the order of execution", async () => {
  const text = `{ "input": [4], "layers": [
    { "type": "dense", "name": "late", "units": 2, "inputs": ["early"] },
    { "type": "dense", "name": "early", "units": 3, "inputs": ["input"] },
    { "type": "dense", "name": "last", "units": 1, "inputs": ["late"] } ] }`;
  const names = (await shapesOf(text)).report.layers.map(({ name }: { name: string }) => name);
  expect(names).toEqual(["early", "late", "last"]);
});

describe("a model with mistakes", () => {
  test("has nulls where nothing is known, and exit code 1", async () => {
    const { code, report } = await shapesOf(broken);
    expect(code).toBe(1);
    expect(report.layers).toEqual([
      { line: 4, name: "big", type: "conv2d", outputShape: null, params: null, macs: null },
      { line: 5, name: "flat", type: "flatten", outputShape: null, params: null, macs: null },
    ]);
  });

  test("has each mistake at its place, with the change that mends it", async () => {
    const { report } = await shapesOf(small.replace('"conv2d"', '"conv2D"'));
    expect(report.diagnostics).toHaveLength(1);
    expect(report.diagnostics[0]).toMatchObject({
      line: 5,
      column: 15,
      severity: "error",
      fix: { edits: [{ line: 5, column: 15, endLine: 5, endColumn: 23, text: '"conv2d"' }] },
    });
    expect(report.diagnostics[0].code).toMatch(/^[a-z]+\/[a-z-]+$/);
    expect(report.diagnostics[0].message).toContain("conv2D");
  });

  test("without an input has none", async () => {
    const { code, report } = await shapesOf('{ "layers": [{ "type": "flatten" }] }');
    expect(code).toBe(1);
    expect(report.input).toBeNull();
  });

  test("on a cycle still has its layers", async () => {
    const text = `{ "input": [4], "layers": [
      { "type": "dense", "name": "a", "units": 2, "inputs": ["b"] },
      { "type": "dense", "name": "b", "units": 2, "inputs": ["a"] } ] }`;
    const { code, report } = await shapesOf(text);
    expect(code).toBe(1);
    expect(report.layers.map(({ name }: { name: string }) => name)).toEqual(["a", "b"]);
  });

  test("as a table has its mistakes on standard error", async () => {
    const file = temporaryFile("broken.cnn.json", broken);
    const { code, out, err } = await convlens(["shapes", file]);
    expect(code).toBe(1);
    expect(out).toContain("unknown");
    expect(err).toContain(`${file}:4:`);
  });
});

describe("--input", () => {
  test("takes the place of the file's, batch and all", async () => {
    const { report } = await shapesOf(small, "--input", "5,6,7,3");
    expect(report).toMatchObject({ input: [5, 6, 7, 3], inputSource: "option" });
    expect(report.layers[0]).toMatchObject({ line: 5, outputShape: [5, 4, 5, 2], params: 56 });
  });

  test("finds mistakes for that shape, at places of the file as it is", async () => {
    const { code, report } = await shapesOf(small, "--input", "1,2,2,1");
    expect(code).toBe(1);
    expect(report.diagnostics[0]).toMatchObject({ line: 5, severity: "error" });
  });

  test("gives a shape to a model without one", async () => {
    const { code, report } = await shapesOf(small.replace('"input": [4, 4, 1],', ""), "--input", "1,4,4,1");
    expect(code).toBe(0);
    expect(report.totalParams).toBe(47);
  });

  test.each(["4", "1,0,4,1", "1,x", "", "1,-2"])("of %j is no shape", async (shape) => {
    const { code, err } = await convlens(["shapes", temporaryFile("a.cnn.json", small), `--input=${shape}`]);
    expect(code).toBe(2);
    expect(err).toBe(`convlens: --input must be a shape with the batch, such as 1,28,28,1, not "${shape}".\n`);
  });
});

test("several inputs are given by their names, and none of them by --input", async () => {
  const text = `{ "input": { "a": [2], "b": [2] },
    "layers": [{ "type": "add", "name": "sum", "inputs": ["a", "b"] }] }`;
  expect((await shapesOf(text)).report.input).toEqual({ a: [1, 2], b: [1, 2] });
  const { code, err } = await convlens(["shapes", temporaryFile("a.cnn.json", text), "--input", "1,2"]);
  expect(code).toBe(2);
  expect(err).toContain("has several inputs");
});

test("a table for people has aligned columns and totals", async () => {
  const { out } = await convlens(["shapes", temporaryFile("small.cnn.json", small)]);
  expect(out).toBe(`Small, input [1, 4, 4, 1]

line  name   type     output        params  MACs
   5  conv   conv2d   [1, 2, 2, 2]      20    72
   6  flat   flatten  [1, 8]             0     0
   7  out    dense    [1, 3]            27    24
      total                             47    96

All outputs of one sample take 76 bytes in float32.
`);
});
