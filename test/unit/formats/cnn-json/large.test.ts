import { describe, expect, test } from "vitest";
import { readCnnJson } from "../../../../src/formats/cnn-json/read.ts";

function codesOf(text: string): string[] {
  return readCnnJson(text, "large.cnn.json").issues.map(({ code }) => code);
}

describe("large files", () => {
  test("a thousand layers are read, each with its shape", () => {
    const layer = '{ "type": "conv2d", "filters": 4, "kernelSize": 3, "padding": "same", "activation": "relu" }';
    const text = `{ "input": [28, 28, 1], "layers": [\n${Array.from({ length: 1000 }, () => layer).join(",\n")}\n] }`;
    const { graph, analysis, issues } = readCnnJson(text, "large.cnn.json");
    expect(issues).toEqual([]);
    expect(graph.nodes[999]?.name).toBe("conv2d_1000");
    expect(analysis.nodes.every(({ known }) => known)).toBe(true);
    expect(analysis.parameters).toBe(40 + 999 * 148);
  });

  test("a layer that waits for itself around a thousand others is said of each, shortly", () => {
    const layers = Array.from({ length: 1000 }, (_, i) => ({
      type: "dense",
      name: `d${i}`,
      units: 2,
      inputs: `d${(i + 999) % 1000}`,
    }));
    const { issues } = readCnnJson(JSON.stringify({ input: [2], layers }), "ring.cnn.json");
    expect(issues.filter(({ code }) => code === "graph/cycle")).toHaveLength(1000);
    expect(Math.max(...issues.map(({ message }) => message.length))).toBeLessThan(300);
  });

  test("thousands of layers of one name are told apart", () => {
    const layers = Array.from({ length: 5000 }, () => ({ type: "dense", name: "same", units: 2 }));
    const { analysis } = readCnnJson(JSON.stringify({ input: [2], layers }), "names.cnn.json");
    const names = new Set(analysis.issues.map(({ remedy }) => (remedy?.kind === "set" ? remedy.value : "")));
    expect(names.size).toBe(4999);
  });

  test.each([
    ["ten megabytes", `{ "input": [4], "layers": [${" ".repeat(10_000_000)}] }`],
    ["millions of numbers", `{ "input": [${"1,".repeat(1_500_000)}1] }`],
    ["millions of mistakes", ",".repeat(3_000_000)],
  ])("%s are refused in one sentence", (_, text) => {
    expect(codesOf(text)).toEqual(["file/too-large"]);
  });

  test.each([
    ["brackets", "[".repeat(1_000_000)],
    ["objects", '{ "a": '.repeat(100_000)],
    ["closed brackets", "[".repeat(70) + "]".repeat(70)],
  ])("%s without end are refused at the first that is too deep", (_, text) => {
    const { issues } = readCnnJson(text, "deep.cnn.json");
    expect(issues.map(({ code }) => code)).toEqual(["file/too-deep"]);
    const depth = text.slice(0, issues[0]?.range.start).match(/[[{]/g)?.length;
    expect(depth).toBe(64);
  });

  test("a hundred thousand mistakes are listed up to a thousand", () => {
    const keys = Array.from({ length: 100_000 }, (_, i) => `"k${i}": 1`).join(", ");
    expect(codesOf(`{ "input": [4], "layers": [{ "type": "dense", "units": 2, ${keys} }] }`)).toHaveLength(1000);
  });

  test("numbers of any size are answered", () => {
    const text = `{ "input": [1e15, 9007199254740991, 3], "layers": [
      { "type": "conv2d", "filters": 9007199254740991, "kernelSize": 1e15, "strides": 1e15, "padding": 9e15, "dilation": 1e15 },
      { "type": "maxPool2d", "poolSize": 1e15 }] }`;
    expect(codesOf(text)).toEqual(["graph/too-large"]);
    expect(codesOf(text.replace("1e15, 9007199254740991, 3", "28, 28, 1"))).toEqual(["shape/kernel-larger-than-input"]);
  });

  test("a long name is shortened wherever it is mentioned", () => {
    const name = "n".repeat(100_000);
    const { issues } = readCnnJson(
      JSON.stringify({ [name]: 1, input: { [name]: [2] }, layers: [{ type: name, name, inputs: [name], [name]: 2 }] }),
      "long.cnn.json",
    );
    expect(issues.length).toBeGreaterThan(2);
    expect(Math.max(...issues.map(({ message }) => message.length))).toBeLessThan(400);
  });
});
