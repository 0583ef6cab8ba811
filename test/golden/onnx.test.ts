import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readOnnx } from "../../src/formats/onnx/onnx-document.ts";
import { onnxBytes, type TestModel, type TestTensor } from "../unit/formats/onnx/onnx-bytes.ts";

type Nested = number | readonly Nested[];

interface OperatorCase {
  readonly op: string;
  readonly opset: number;
  /** A fed tensor (`f 2 3`), a constant, or none. */
  readonly inputs: readonly (string | Nested | null)[];
  readonly attributes: Readonly<Record<string, number | string | readonly number[]>>;
  readonly outputs: readonly (readonly number[])[];
}

const golden = (name: string): Buffer => readFileSync(new URL(`onnx/${name}`, import.meta.url));

const TYPES: Readonly<Record<string, number>> = { f: 1, u: 2, s: 3, n: 6, i: 7, b: 9 };

/** A list in lists, with its sizes. Constants with a point among them are floats. */
function constant(name: string, given: Nested, isFloat: boolean): TestTensor {
  const dims: number[] = [];
  for (let inner = given; typeof inner !== "number"; inner = inner[0] ?? 0) dims.push(inner.length);
  return { name, dims, type: isFloat ? 1 : 7, numbers: [given].flat(5) as number[] };
}

function modelOf({ op, opset, inputs, attributes, outputs }: OperatorCase): TestModel {
  const isScale = op === "Resize" || op === "Upsample";
  const fed = inputs.flatMap((given, index) => {
    if (typeof given !== "string") return [];
    const [kind = "", ...sizes] = given.split(" ").filter((word) => word !== "");
    return [[`x${index}`, sizes.map(Number), TYPES[kind] ?? 1] as const];
  });
  return {
    opset,
    inputs: fed,
    initializers: inputs.flatMap((given, index) =>
      given === null || typeof given === "string" ? [] : [constant(`x${index}`, given, isScale && index < 3)],
    ),
    nodes: [
      {
        type: op,
        inputs: inputs.map((given, index) => (given === null ? "" : `x${index}`)),
        outputs: outputs.map((_, index) => `y${index}`),
        attributes,
      },
    ],
  };
}

const cases: readonly OperatorCase[] = JSON.parse(golden("operators.json").toString());

describe("single operators give onnxruntime's shapes", () => {
  test.each(
    cases.map((each) => [`${each.op} of version ${each.opset} on ${JSON.stringify(each.inputs)}`, each] as const),
  )("%s", (_, each) => {
    const read = readOnnx(onnxBytes(modelOf(each)));
    if ("refusal" in read) throw new Error(read.refusal);
    expect(read.document.issues).toEqual([]);
    const shapes = read.document.steps[0]?.outputs.map(({ shape }) => shape);
    // How many numbers are not 0, and which boxes remain, is in the data.
    const sizes = shapes?.map((shape, index) =>
      shape?.map((size, axis) => (typeof size === "number" ? size : each.outputs[index]?.[axis])),
    );
    expect(sizes).toEqual(each.outputs);
  });
});

interface Export {
  readonly input: readonly number[];
  readonly shapes: Readonly<Record<string, readonly number[]>>;
}

const exported: Readonly<Record<string, Export>> = JSON.parse(golden("exports.json").toString());

describe("networks that PyTorch exported with sizes that may change", () => {
  test.each(Object.entries(exported))("%s: every value has onnxruntime's shape", (name, { input, shapes }) => {
    const read = readOnnx(golden(`${name}.onnx`), [input]);
    if ("refusal" in read) throw new Error(read.refusal);
    const { steps, issues } = read.document;
    const found = steps.flatMap(({ node, outputs }) =>
      node.outputs.flatMap((value, index) => (value in shapes ? [[value, outputs[index]?.shape] as const] : [])),
    );
    expect(Object.fromEntries(found)).toEqual(shapes);
    expect(issues).toEqual([]);
  });

  test.each(Object.keys(exported))("%s: nothing is told, and no number is wrong, while sizes are letters", (name) => {
    const read = readOnnx(golden(`${name}.onnx`));
    if ("refusal" in read) throw new Error(read.refusal);
    expect(read.document.issues).toEqual([]);
  });
});
