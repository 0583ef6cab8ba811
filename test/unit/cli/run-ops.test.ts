/** `convlens run` on models of one layer, against the numbers of PyTorch and TensorFlow: all that a model file can say. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSafetensors, writeSafetensors } from "../../../src/formats/safetensors.ts";
import { activationNames } from "../../../src/tensor/activation.ts";
import { announced, type Case, cases, digits, type Numbers, translate } from "../../golden/ops-cases.ts";
import { relativeError } from "../../support/run-layer.ts";
import { convlens, temporaryFolder } from "./convlens.ts";

/** The model file, or `undefined` where the case needs what only other formats can say. */
function modelOf(golden: Case): string | undefined {
  const { definition, written, ...translated } = translate(golden);
  // Values without any axis but the batch's are the features of one sample.
  const shapes = translated.shapes.map((shape, index) => (shape.length > 0 ? shape : valuesOf(golden)[index]?.shape));
  const attributes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(written)) {
    const attribute = definition.attributes[name];
    if (!attribute?.internal) attributes[name] = value;
    // The moving variance alone depends on unbiasedVariance, and a run does not write it.
    else if (value !== attribute.default && name !== "unbiasedVariance") return undefined;
  }
  const names = Object.keys(golden.inputs);
  const input = names.length === 1 ? shapes[0] : Object.fromEntries(names.map((name, index) => [name, shapes[index]]));
  const inputs = names.length === 1 ? {} : { inputs: names };
  return JSON.stringify({ input, layers: [{ type: definition.type, name: "layer", ...inputs, ...attributes }] });
}

const expressible = cases.flatMap((golden) => {
  const model = modelOf(golden);
  return model === undefined ? [] : [{ golden, model, id: golden.id }];
});

function valuesOf({ inputs }: Case): Numbers[] {
  return Object.values(inputs);
}

/** The inputs of a case by their names in the model and in what it dumps. */
function inputNames({ inputs }: Case): string[] {
  const names = Object.keys(inputs);
  return names.length === 1 ? ["input"] : names;
}

/** Runs the command line and gives what it dumped. */
async function dumpOf(golden: Case, model: string) {
  const folder = temporaryFolder();
  const file = (name: string): string => join(folder, name);
  const write = (name: string, tensors: readonly (readonly [string, Numbers])[]): string => {
    const named = tensors.map(([key, { shape, data }]) => [key, { shape, data: Float32Array.from(data) }] as const);
    writeFileSync(file(name), writeSafetensors(new Map(named)));
    return file(name);
  };
  writeFileSync(file("model.cnn.json"), model);
  const names = inputNames(golden);
  const values = valuesOf(golden);
  const input = write(
    "input.safetensors",
    names.map((name, index) => [name, values[index] as Numbers]),
  );
  const weights = Object.entries(golden.params).map(([name, value]) => [`layer.${name}`, value] as const);
  const upstream = write("upstream.safetensors", [["upstream", golden.upstream]]);
  const { code, err } = await convlens([
    ...["run", file("model.cnn.json"), "--input", input, "--upstream", upstream, "--dump", file("out.safetensors")],
    ...(weights.length > 0 ? ["--weights", write("weights.safetensors", weights)] : []),
    ...(golden.attrs.training === true ? ["--training"] : []),
  ]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return readSafetensors(readFileSync(file("out.safetensors")));
}

test("nearly every golden case can be said in a model file, every layer and every activation among them", () => {
  const types = new Set(expressible.map(({ golden }) => golden.op));
  const all = new Set(cases.map(({ op }) => op));
  expect([...all].filter((op) => !types.has(op))).toEqual([]);
  expect(activationNames.filter((name) => name !== "linear" && !types.has(name))).toEqual([]);
  const left = cases.filter((golden) => modelOf(golden) === undefined).map(({ id }) => id);
  expect(left.length).toBeLessThan(announced / 10);
});

describe("convlens run agrees with the frameworks:", () => {
  test.each(expressible)("$id", async ({ golden, model }) => {
    const dump = await dumpOf(golden, model);
    const batch = golden.output.shape.length === 1 ? [1] : [];
    const compare = (name: string, { shape, data }: Numbers): void => {
      expect(dump.get(name)?.shape, name).toEqual([...batch, ...shape]);
      expect(relativeError(dump.get(name)?.data ?? [], data, digits), name).toBeLessThan(1e-5);
    };
    compare("layer.output", golden.output);
    const names = inputNames(golden);
    for (const [name, gradient] of Object.entries(golden.grads)) {
      const index = Object.keys(golden.inputs).indexOf(name);
      compare(index >= 0 ? `${names[index]}.grad` : `layer.grad.${name}`, gradient);
    }
  });
});
