import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
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
