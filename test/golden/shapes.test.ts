/** Sizes, pads and refusals of PyTorch and Keras, one configuration a line. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Attributes, failed, type LayerDefinition } from "../../src/layers/layer.ts";
import { checkInputChannels, spellingsIn } from "../../src/layers/spelling.ts";
import { layers } from "../../src/layers/table.ts";
import { readAttributes } from "../support/run-layer.ts";

type Pair = [number, number];

interface Row {
  id: number;
  framework: "pytorch" | "keras";
  op: string;
  input: Pair;
  kernel: Pair;
  stride: Pair;
  padding: string | Pair;
  dilation?: Pair;
  ceilMode?: boolean;
  outputPadding?: Pair;
  groups?: number;
  inChannels?: number;
  outChannels?: number;
  gotChannels?: number;
  out: Pair | null;
  pads: { top: number; right: number; bottom: number; left: number } | null;
  error?: string;
}

const rows: Row[] = readFileSync(new URL("./shapes/shapes.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

function attributesOf(row: Row): Attributes {
  const pool = row.op.endsWith("Pool2d");
  const depthwise = row.op === "depthwiseConv2d";
  const convolution = !pool && !depthwise;
  return {
    [pool ? "poolSize" : "kernelSize"]: row.kernel,
    strides: row.stride,
    padding: row.padding,
    ...(row.dilation && row.op !== "avgPool2d" && { dilation: row.dilation }),
    ...(row.ceilMode !== undefined && { ceilMode: row.ceilMode }),
    ...(row.outputPadding && { outputPadding: row.outputPadding }),
    ...(row.groups !== undefined && convolution && { groups: row.groups }),
    ...(convolution && { filters: row.outChannels ?? 1 }),
  };
}

/** The layer's answer, or the framework's refusal where it is stricter than arithmetic. */
function answer(row: Row): { out: number[]; pads: unknown } | { issue: string } {
  const definition = layers.get(row.op) as LayerDefinition;
  const attributes = readAttributes(definition, attributesOf(row));
  const [spelling] = spellingsIn(definition.spelled, row.framework === "pytorch" ? "torch" : "keras");
  const got = [...row.input, row.gotChannels ?? row.inChannels ?? 1];
  const refusal = spelling?.refuses?.(attributes) ?? checkInputChannels(spelling, row.inChannels, got);
  if (refusal) return { issue: refusal.code };
  const shape = definition.shape([got], attributes);
  if (failed(shape)) return { issue: shape.issue.code };
  const { top = 0, right = 0, bottom = 0, left = 0 } = shape.window ?? {};
  return { out: shape.output.slice(0, 2), pads: { top, right, bottom, left } };
}

const codes: Record<string, string> = {
  KERNEL_LARGER_THAN_INPUT: "shape/kernel-larger-than-input",
  POOL_PADDING_TOO_LARGE: "shape/pool-padding-too-large",
  OUTPUT_PADDING_TOO_LARGE: "shape/output-padding-too-large",
  SAME_WITH_STRIDE: "torch/same-with-stride",
  STRIDE_WITH_DILATION: "keras/stride-with-dilation",
  CHANNEL_MISMATCH: "shape/input-channels",
};

/** One word of the frameworks for two of ours: a transposed convolution can be cropped to nothing. */
function codeOf({ op, error = "" }: Row): string {
  if (error === "OUTPUT_TOO_SMALL")
    return op === "conv2dTranspose" ? "shape/output-too-small" : "shape/kernel-larger-than-input";
  return codes[error] ?? error;
}

describe("sizes and pads equal the framework's", () => {
  it.each(rows.filter(({ out }) => out !== null))("$id $framework $op $input", (row) => {
    const found = answer(row);
    expect(found).toHaveProperty("out", row.out);
    if (row.pads) expect(found).toHaveProperty("pads", row.pads);
  });
});

describe("what the framework refuses is refused, for its reason", () => {
  it.each(rows.filter(({ out }) => out === null))("$id $framework $op: $error", (row) => {
    const found = answer(row);
    if (row.error === "CHANNELS_NOT_DIVISIBLE_BY_GROUPS") {
      expect(found).toHaveProperty("issue", expect.stringMatching(/^shape\/groups-divide-(channels|filters)$/));
    } else expect(found).toEqual({ issue: codeOf(row) });
  });
});
