import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { frameworks } from "../../src/python/frameworks.ts";
import { modulesIn, tensorsOf } from "../../src/python/torch/modules/tree.ts";
import { Instance } from "../../src/python/value.ts";
import { runSource } from "../support/python.ts";

interface Expected {
  readonly name: string;
  /** The image's side. */
  readonly size: number;
  readonly parameters: number;
  readonly weights: string;
  readonly outputs: string;
}

const text = await readFile(new URL("torchvision/expected.json", import.meta.url), "utf8");
const { models } = JSON.parse(text) as { models: readonly Expected[] };

const textOf = (shape: readonly unknown[] | undefined): string => `[${shape?.join(", ")}]`;

function digest(lines: readonly string[]): string {
  return createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 16);
}

test.each(models)("$name has torchvision's weights, and each layer torchvision's output", async (expected) => {
  const { name, size } = expected;
  const source = `import torch\nfrom torchvision import models\nmodel = models.${name}()\nmodel(torch.zeros(1, 3, ${size}, ${size}))\n`;
  const { module, evaluation } = await runSource(source, frameworks);
  const model = module.names.get("model");
  if (!(model instanceof Instance)) throw new Error("there is no model");
  const tensors = tensorsOf(model).filter(({ tensor }) => tensor.shape === undefined || tensor.shape.length > 0);
  const weights = tensors.map(({ path, tensor }) => `${path} ${textOf(tensor.shape)}`);
  const paths = new Map([...modulesIn(model)].map(([path, part]) => [part, path]));
  const { operations, problems } = evaluation.run.trace;
  const outputs = operations.flatMap(({ module: called, outputs: [output] }) => {
    const isLeaf = called && ![...called.attributes.values()].some((value) => value instanceof Instance);
    return isLeaf ? [`${paths.get(called)} ${textOf(output?.shape)}`] : [];
  });
  const parameters = tensors.filter(({ tensor }) => tensor.role === "parameter");
  const count = parameters.reduce((sum, { tensor }) => sum + sizeOf(tensor.shape), 0);
  expect(problems).toEqual([]);

  expect({ name, size, parameters: count, weights: digest(weights), outputs: digest(outputs) }).toEqual(expected);
});

function sizeOf(shape: readonly unknown[] | undefined): number {
  return (shape as readonly number[]).reduce((product, size) => product * size, 1);
}
