import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readOnnx } from "../../../src/formats/onnx/onnx-document.ts";
import { readSafetensors, writeSafetensors } from "../../../src/formats/safetensors.ts";
import type { NamedTensors, Tensor } from "../../../src/tensor/named-tensor.ts";
import { onnxBytes } from "../formats/onnx/onnx-bytes.ts";
import { convlens, temporaryFile } from "./convlens.ts";

const golden = (name: string): string => fileURLToPath(new URL(`../../golden/onnx/${name}.onnx`, import.meta.url));

describe("shapes", () => {
  test("has a row for each node, with its number in the file as its line", async () => {
    const { code, out } = await convlens(["shapes", golden("images-script"), "--input", "2,3,10,12", "--json"]);
    const { entry, input, inputSource, layers, diagnostics, totalParams } = JSON.parse(out);
    expect({ code, entry, input, inputSource, diagnostics, totalParams }).toEqual({
      code: 0,
      entry: "main_graph",
      input: [2, 3, 10, 12],
      inputSource: "option",
      diagnostics: [],
      totalParams: 336,
    });
    expect(layers[0]).toEqual({
      line: 1,
      name: "/conv/Conv",
      type: "Conv",
      outputShape: [2, 12, 10, 12],
      params: 336,
      macs: 77_760,
    });
    expect(layers.map(({ line }: { line: number }) => line)).toEqual(
      layers.map((_: unknown, index: number) => index + 1),
    );
  });

  test("gives null for a size that is a letter", async () => {
    const { out } = await convlens(["shapes", golden("images-script"), "--json"]);
    const { input, inputSource, layers } = JSON.parse(out);
    expect({ input, inputSource }).toEqual({ input: [null, 3, null, null], inputSource: "file" });
    expect(layers[0].outputShape).toEqual([null, 12, null, null]);
  });

  test("shows people letters, and not what is only a constant", async () => {
    const { code, out, err } = await convlens(["shapes", golden("images-script")]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("main_graph (opset 13), input input [batch, 3, height, width]");
    expect(out).toMatch(/ 1 +\/conv\/Conv +Conv +\[batch, 12, height, width\] +336\n/);
    expect(out).not.toMatch(/ Constant /);
  });
});

function named(name: string): NamedTensors {
  return readSafetensors(readFileSync(golden(name).replace(/\.onnx$/, ".values.safetensors")));
}

/** Runs the model on these tensors and reads what it dumped. */
async function dumped(model: string, input: string, ...options: readonly string[]): Promise<NamedTensors> {
  const dump = join(dirname(temporaryFile("x", "")), "out.safetensors");
  const { code, err } = await convlens(["run", model, "--input", input, ...options, "--dump", dump]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return readSafetensors(readFileSync(dump));
}

/** The largest difference, relative to the largest value. */
function difference(found: Tensor, expected: Tensor): number {
  const [ours, theirs] = [[...found.data], [...expected.data]];
  const largest = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return ours.reduce((most, value, index) => Math.max(most, Math.abs(value - (theirs[index] ?? 0))), 0) / largest;
}

describe("run", () => {
  test.each(["flat-script", "flat-dynamo", "tiny-resnet-bn"])(
    "%s: every layer has onnxruntime's values, in the file's order",
    async (name) => {
      const values = named(name);
      const outputs = await dumped(golden(name), golden(name).replace(/\.onnx$/, ".values.safetensors"));
      const read = readOnnx(readFileSync(golden(name)));
      if ("refusal" in read) throw new Error(read.refusal);
      const compared = read.document.steps.flatMap(({ node }) => {
        const [ours, theirs] = [outputs.get(`${node.name}.output`), values.get(node.outputs[0] ?? "")];
        return ours && theirs ? [{ node: node.name, ours, theirs }] : [];
      });
      expect(compared.length).toBe(outputs.size);
      for (const { node, ours, theirs } of compared) {
        expect({ node, shape: ours.shape }).toEqual({ node, shape: theirs.shape });
        expect({ node, isNear: difference(ours, theirs) < 1e-5 }).toEqual({ node, isNear: true });
      }
    },
  );

  test("takes sizes that the file leaves open from what it is run on", async () => {
    const model = onnxBytes({
      inputs: [["x", ["N", 2, "H", "W"]]],
      nodes: [{ type: "GlobalAveragePool", outputs: ["y"], name: "mean" }],
      outputs: [["y", ["N", 2, 1, 1]]],
    });
    const data = Float32Array.from([1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60]);
    const input = temporaryFile("in.safetensors", writeSafetensors(new Map([["x", { shape: [1, 2, 2, 3], data }]])));
    const { shape, data: means } = (await dumped(temporaryFile("open.onnx", model), input)).get(
      "mean.output",
    ) as Tensor;
    expect({ shape, means: [...means] }).toEqual({ shape: [1, 2, 1, 1], means: [3.5, 35] });
  });

  test("gradients of the input come in the file's order", async () => {
    const model = onnxBytes({
      inputs: [["x", [1, 2, 1, 2]]],
      initializers: [{ name: "w", dims: [4, 1], numbers: [1, 2, 3, 4] }],
      nodes: [
        { type: "Flatten", outputs: ["f"] },
        { type: "Gemm", inputs: ["f", "w"] },
      ],
      outputs: [["y", [1, 1]]],
    });
    const tensors = new Map([
      ["x", { shape: [1, 2, 1, 2], data: new Float32Array(4) }],
      ["upstream", { shape: [1, 1], data: new Float32Array([1]) }],
    ]);
    const file = temporaryFile("in.safetensors", writeSafetensors(tensors));
    const gradients = await dumped(temporaryFile("linear.onnx", model), file, "--upstream", file);
    expect([...(gradients.get("input.grad")?.data ?? [])]).toEqual([1, 2, 3, 4]);
    expect(gradients.get("input.grad")?.shape).toEqual([1, 2, 1, 2]);
  });
});

test("gradcheck goes through every kind of layer with the file's weights", async () => {
  const { code, out } = await convlens(["gradcheck", golden("flat-dynamo"), "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(out).layers.length).toBe(7);
});

test("check names the node that does not fit", async () => {
  const file = temporaryFile(
    "wrong.onnx",
    onnxBytes({
      inputs: [["x", [2, 3]]],
      nodes: [{ type: "Relu" }, { type: "Add", inputs: ["y", "w"], name: "sum" }],
      initializers: [{ name: "w", dims: [4], numbers: [0, 0, 0, 0] }],
    }),
  );
  const { code, out } = await convlens(["check", file]);
  expect(code).toBe(1);
  expect(out).toMatch(
    /wrong\.onnx:2:1: error: sum: the shapes \[2, 3\] and \[4\] do not fit: .* \[shape\/broadcast\]\n$/,
  );
});

describe("one line and exit code 2 answer", () => {
  const cases: readonly [claim: string, args: () => string[], message: RegExp][] = [
    [
      "a file that is none",
      () => ["check", temporaryFile("a.onnx", "{}")],
      /^convlens: Cannot read .*a\.onnx: The file: expected /,
    ],
    [
      "too many inputs",
      () => ["shapes", golden("images-script"), "--input", "1,3,8,8;1,3"],
      /--input gives 2 shapes, and .* has 1 inputs\.$/,
    ],
    [
      "an entry",
      () => ["shapes", golden("images-script"), "--entry", "Net"],
      /--entry does not apply to a \*\.onnx file\.$/,
    ],
  ];

  test.each(cases)("%s", async (_, args, message) => {
    const { code, out, err } = await convlens(args());
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.trimEnd()).toMatch(message);
  });
});
