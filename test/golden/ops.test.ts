/** Every operator case that PyTorch and TensorFlow computed, through the layers' records. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chooseBackend } from "../../src/kernels/choose-backend.ts";
import type { Attributes, InputShapes, LayerDefinition } from "../../src/layers/layer.ts";
import { layers } from "../../src/layers/table.ts";
import { activationNames } from "../../src/tensor/activation.ts";
import type { Backend } from "../../src/tensor/backend.ts";
import { layerRun, relativeError } from "../support/run-layer.ts";

interface Numbers {
  shape: number[];
  data: number[];
}

interface Case {
  id: string;
  op: string;
  framework: string;
  attrs: Record<string, unknown>;
  inputs: Record<string, Numbers>;
  params: Record<string, Numbers>;
  upstream: Numbers;
  output: Numbers;
  grads: Record<string, Numbers>;
  updated?: Record<string, Numbers>;
}

/** Of every number in the files. */
const digits = 9;

interface Index {
  files: { file: string; cases: number; ops: string[] }[];
}

const index: Index = JSON.parse(readFileSync(new URL("./ops/index.json", import.meta.url), "utf8"));
/** What is no layer: test/unit/engine reads these. */
const engineFiles = ["loss.json", "optimizer.json"];

const cases = index.files
  .filter(({ file }) => !engineFiles.includes(file))
  .flatMap(({ file }): Case[] => JSON.parse(readFileSync(new URL(`./ops/${file}`, import.meta.url), "utf8")).cases);

/** The case's terms in ours: what a framework writes for a layer, and the samples' shapes. */
function translate({ op, attrs, inputs, params }: Case): {
  definition: LayerDefinition;
  written: Attributes;
  shapes: InputShapes;
} {
  const isActivation = (activationNames as readonly string[]).includes(op);
  const type = isActivation ? "activation" : op === "upsampling2d" ? "upsample2d" : op;
  const definition = layers.get(type);
  if (definition === undefined) throw new Error(`no layer for ${op}`);
  const shapes = Object.values(inputs).map(({ shape }) => shape.slice(1)) as unknown as InputShapes;
  const written = isActivation ? { function: activationIn(op, attrs) } : attributesIn(op, attrs, params, shapes);
  return { definition, written, shapes };
}

function activationIn(type: string, attrs: Case["attrs"]): unknown {
  if (attrs.alpha !== undefined) return { type, alpha: attrs.alpha };
  if (type === "gelu") return { type, approximate: attrs.approximate === "tanh" };
  return type;
}

function attributesIn(op: string, attrs: Case["attrs"], params: Case["params"], shapes: InputShapes): Attributes {
  const written: Record<string, unknown> = {};
  const renamed: Record<string, string> = {
    dilations: "dilation",
    countIncludePad: "countPadding",
    mode: "interpolation",
  };
  const left = ["outputSize", "convention", "axis", "axes", "training"];
  for (const [name, value] of Object.entries(attrs)) if (!left.includes(name)) written[renamed[name] ?? name] = value;
  if (Array.isArray(attrs.padding)) written.padding = sides(attrs.padding as number[][]);
  const kernel = params.kernel?.shape ?? params.depthwiseKernel?.shape;
  if (kernel && op !== "dense") written.kernelSize = kernel.slice(0, 2);
  if (op === "conv2d") written.filters = kernel?.[3];
  if (op === "conv2dTranspose") written.filters = (kernel?.[2] ?? 0) * Number(attrs.groups ?? 1);
  if (op === "separableConv2d") written.filters = params.pointwiseKernel?.shape[3];
  if (op === "depthwiseConv2d" || op === "separableConv2d") written.depthMultiplier = kernel?.[3];
  if (op === "dense") written.units = kernel?.[1];
  if (kernel) written.bias = "bias" in params;
  if (attrs.convention === "pytorch")
    Object.assign(written, { momentum: 1 - Number(attrs.momentum), unbiasedVariance: true });
  if (Array.isArray(attrs.axes)) written.trailingAxes = attrs.axes.length;
  if (op === "concat") written.axisFromEnd = fromEnd(Number(attrs.axis), shapes[0].length + 1);
  return written;
}

function sides([vertical, horizontal]: number[][]): unknown {
  return { top: vertical?.[0], right: horizontal?.[1], bottom: vertical?.[1], left: horizontal?.[0] };
}

function fromEnd(axis: number, rank: number): number {
  return axis < 0 ? -axis : rank - axis;
}

function run(golden: Case, precision: "float32" | "float64", backend: Backend) {
  const { definition, written, shapes } = translate(golden);
  const n = Object.values(golden.inputs)[0]?.shape[0] ?? 0;
  const layer = layerRun(definition, shapes, written, n, {
    precision,
    backend,
    training: golden.attrs.training === true,
  });
  for (const [index, { data }] of Object.values(golden.inputs).entries()) layer.inputs[index]?.set(data);
  for (const [name, { data }] of Object.entries(golden.params)) layer.weights.get(name)?.set(data);
  layer.forward();
  layer.backward(golden.upstream.data);
  return layer;
}

it("covers every case of the index, every activation but linear, and every layer that does arithmetic", () => {
  const total = index.files
    .filter(({ file }) => !engineFiles.includes(file))
    .reduce((sum, { cases }) => sum + cases, 0);
  expect(cases).toHaveLength(total);
  const covered = new Set(cases.flatMap((golden) => [golden.op, translate(golden).definition.type]));
  const missing = [...layers.keys(), ...activationNames].filter((name) => !covered.has(name));
  // The identity, the mask of dropout, and another order of axes: no number is computed. test/unit/layers has them.
  expect(missing.sort()).toEqual(["dropout", "linear", "reshape"]);
});

describe.each([
  { precision: "float64", tier: "reference", tolerance: 1e-9 },
  { precision: "float32", tier: "reference", tolerance: 1e-5 },
  { precision: "float32", tier: "simd", tolerance: 1e-5 },
  { precision: "float32", tier: "relaxed", tolerance: 1e-5 },
] as const)("in $precision by the $tier kernels", ({ precision, tier, tolerance }) => {
  const backend = chooseBackend(tier);

  it.each(cases)("$id ($framework): output, gradients and statistics", (golden) => {
    const layer = run(golden, precision, backend);
    expect([layer.n, ...layer.shape.output].filter((_, axis) => axis > 0)).toEqual(golden.output.shape.slice(1));
    expect(relativeError(layer.output, golden.output.data, digits)).toBeLessThan(tolerance);
    const inputNames = Object.keys(golden.inputs);
    for (const [name, { data }] of Object.entries(golden.grads)) {
      const index = inputNames.indexOf(name);
      const found = index >= 0 ? layer.inputGradients[index] : layer.weightGradients.get(name);
      expect(relativeError(found ?? [], data, digits), `gradient of ${name}`).toBeLessThan(tolerance);
    }
    for (const [name, { data }] of Object.entries(golden.updated ?? {})) {
      expect(relativeError(layer.weights.get(name) ?? [], data, digits), name).toBeLessThan(tolerance);
    }
  });
});
