import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readOnnx } from "../../../../src/formats/onnx/onnx-document.ts";
import { Random } from "../../../../src/tensor/random.ts";
import { onnxBytes, type TestNode } from "./onnx-bytes.ts";

const names = ["mixed-script", "images-script", "words-dynamo", "flat-dynamo"];
const files = names.map((name) => readFileSync(new URL(`../../../golden/onnx/${name}.onnx`, import.meta.url)));

/** Settles in a document or a refusal; anything else is thrown here. */
function outcome(bytes: Uint8Array): string {
  const read = readOnnx(bytes);
  return "refusal" in read ? "refused" : "read";
}

describe("a damaged file is read or refused, and nothing is thrown", () => {
  test.each(names.map((name, index) => [name, files[index] as Uint8Array] as const))(
    "%s with bytes changed",
    (_, file) => {
      const random = new Random(7);
      const outcomes = Array.from({ length: 300 }, (_, round) => {
        const bytes = file.slice();
        for (let change = 0; change <= round % 5; change++) {
          const at = Math.floor(random.uniform() * bytes.length);
          bytes[at] = round % 2 === 0 ? Math.floor(random.uniform() * 256) : (bytes[at] as number) ^ (1 << (round % 8));
        }
        return outcome(bytes);
      });
      expect(new Set(outcomes)).toEqual(new Set(["read", "refused"]));
    },
  );

  test.each(names.map((name, index) => [name, files[index] as Uint8Array] as const))(
    "%s cut off anywhere",
    (_, file) => {
      const cuts = Array.from({ length: 200 }, (_, index) => Math.floor((index * file.length) / 200));
      // What is cut between two fields of the model itself, behind its graph, is whole again.
      expect(cuts.filter((at) => outcome(file.subarray(0, at)) === "refused").length).toBeGreaterThan(195);
    },
  );
});

describe("a file that means harm ends soon", () => {
  const cases: readonly [claim: string, bytes: () => Uint8Array][] = [
    [
      "a size that is squared again and again",
      () =>
        onnxBytes({
          inputs: [["x", ["N", "M"]]],
          nodes: [
            { type: "Shape", outputs: ["s0"] },
            ...Array.from({ length: 60 }, (_, index): TestNode => {
              return { type: "Mul", inputs: [`s${index}`, `s${index}`], outputs: [`s${index + 1}`] };
            }),
            { type: "ConstantOfShape", inputs: ["s60"] },
          ],
        }),
    ],
    [
      "a function that calls itself twice",
      () => {
        const again = { type: "F", domain: "mine", inputs: ["a"], outputs: ["b"] };
        return onnxBytes({
          inputs: [["x", [1]]],
          nodes: [{ type: "F", domain: "mine" }],
          functions: [{ name: "F", domain: "mine", inputs: ["a"], outputs: ["b"], nodes: [again, again] }],
        });
      },
    ],
    [
      "a constant of a million million numbers",
      () =>
        onnxBytes({
          initializers: [{ name: "t", dims: [2], type: 7, numbers: [1e6, 1e6] }],
          nodes: [
            { type: "ConstantOfShape", inputs: ["t"] },
            { type: "Transpose", inputs: ["y"], outputs: ["z"] },
          ],
        }),
    ],
    [
      "a tensor of a hundred thousand axes",
      () =>
        onnxBytes({
          initializers: [{ name: "t", dims: Array.from({ length: 1e5 }, () => 1) }],
          nodes: [
            { type: "Reshape", inputs: ["t", "t"] },
            { type: "Add", inputs: ["t", "t"], outputs: ["z"] },
          ],
        }),
    ],
    [
      "a concatenation of a hundred thousand parts",
      () =>
        onnxBytes({
          inputs: [["x", [1]]],
          nodes: [{ type: "Concat", inputs: Array.from({ length: 1e5 }, () => "x"), attributes: { axis: 0 } }],
        }),
    ],
  ];

  test.each(cases)("%s", (_, bytes) => {
    expect(["read", "refused"]).toContain(outcome(bytes()));
  });
});
