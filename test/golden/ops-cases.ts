/** The operator cases of `ops/` in our terms: what a framework computed, and the layer that does the same. */
import { readFileSync } from "node:fs";
import type { Attributes, InputShapes, LayerDefinition } from "../../src/layers/layer.ts";
import { layers } from "../../src/layers/table.ts";
import { activationNames } from "../../src/tensor/activation.ts";

export interface Numbers {
  shape: number[];
  data: number[];
}

export interface Case {
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

/** Significant digits of every number in the files. */
export const digits = 9;

interface Index {
  files: { file: string; cases: number; ops: string[] }[];
}

const index: Index = JSON.parse(readFileSync(new URL("./ops/index.json", import.meta.url), "utf8"));
/** What is no layer: test/unit/engine reads these. */
const engineFiles = ["loss.json", "optimizer.json"];

const layerFiles = index.files.filter(({ file }) => !engineFiles.includes(file));

/** How many cases of layers the index announces. */
export const announced = layerFiles.reduce((sum, { cases }) => sum + cases, 0);

export const cases = layerFiles.flatMap(
  ({ file }): Case[] => JSON.parse(readFileSync(new URL(`./ops/${file}`, import.meta.url), "utf8")).cases,
);

/** The layer, what a file would write for it, and the samples' shapes. */
export function translate({ op, attrs, inputs, params }: Case): {
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
