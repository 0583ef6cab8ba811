/** Keras's layers as a Python source writes them, against the sizes and refusals that Keras itself gave. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runKeras } from "../unit/python/keras/annotate.ts";

interface Row {
  id: number;
  framework: string;
  op: string;
  input: [number, number];
  kernel: number[];
  stride: number[];
  padding: string;
  dilation?: number[];
  inChannels?: number;
  out: [number, number] | null;
  pads: Record<string, number> | null;
  error?: string;
}

const rows: Row[] = readFileSync(new URL("./shapes/shapes.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line))
  .filter((row: Row) => row.framework === "keras");

const layers: Readonly<Record<string, string>> = {
  conv2d: "Conv2D(4, ",
  depthwiseConv2d: "DepthwiseConv2D(",
  conv2dTranspose: "Conv2DTranspose(4, ",
  maxPool2d: "MaxPooling2D(",
  avgPool2d: "AveragePooling2D(",
};

function sourceOf({ op, input, kernel, stride, padding, dilation, inChannels = 1 }: Row): string {
  const tuple = (sizes: readonly number[]) => `(${sizes.join(", ")})`;
  const rate = dilation && !op.endsWith("Pool2d") ? `, dilation_rate=${tuple(dilation)}` : "";
  return [
    "from keras import layers, Input",
    `x = Input((${input.join(", ")}, ${inChannels}))`,
    `y = layers.${layers[op]}${tuple(kernel)}, strides=${tuple(stride)}, padding="${padding}"${rate})(x)`,
  ].join("\n");
}

describe("Keras's layers in Python", () => {
  it.each(rows.map((row) => [row.id, row] as const))("case %d", async (_id, row) => {
    const { trace } = await runKeras(sourceOf(row));
    const operation = trace.operations.at(-1);
    if (row.out === null) {
      expect(trace.problems.map(({ code }) => code)).toHaveLength(1);
      return;
    }
    expect(trace.problems).toEqual([]);
    expect(operation?.outputs[0]?.shape?.slice(1, 3)).toEqual(row.out);
    const { window } = operation?.detail.value ?? {};
    expect(window).toBeDefined();
    if (row.pads !== null) expect(window).toMatchObject(row.pads);
  });
});
