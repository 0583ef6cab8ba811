import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { frameworks } from "../../src/python/frameworks.ts";
import { stateIn } from "../../src/python/keras/layer-state.ts";
import { childrenOf, parametersOf } from "../../src/python/keras/parameters.ts";
import { Instance } from "../../src/python/value.ts";
import type { Dim } from "../../src/tensor/dim.ts";
import { runSource } from "../support/python.ts";

interface Expected {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly model: string;
  readonly parameters: number;
  readonly layers: number;
  readonly digest: string;
}

const text = await readFile(new URL("keras-applications/expected.json", import.meta.url), "utf8");
const { models } = JSON.parse(text) as { models: readonly Expected[] };

/** Layers that Keras numbers itself. */
const UNNAMED =
  /^(input_layer|conv2d|batch_normalization|activation|max_pooling2d|average_pooling2d|zero_padding2d|concatenate|add|rescaling|normalization|global_average_pooling2d|re_lu|dropout|flatten|multiply|cropping2d|layer_normalization|custom_scale_layer)(_\d+)?$/;

const literal = (value: unknown): string =>
  value === null
    ? "None"
    : value === false
      ? "False"
      : Array.isArray(value)
        ? `(${value.join(", ")})`
        : JSON.stringify(value);

const countOf = (layer: Instance): number =>
  parametersOf(layer).reduce((sum, { shape }) => sum + (shape as readonly number[]).reduce((a, b) => a * b, 1), 0);

const sizeText = (size: Dim): string => (typeof size === "number" ? String(size) : "None");

const shapeText = (shape: readonly Dim[] | undefined): string => `[None, ${shape?.slice(1).map(sizeText).join(", ")}]`;

test.each(models)("$name $options has Keras's layers", async ({ name, options, ...expected }) => {
  const given = Object.entries(options).map(([key, value]) => `${key}=${literal(value)}`);
  const source = `from keras import applications\nmodel = applications.${name}(${given.join(", ")})\n`;
  const { module, evaluation } = await runSource(source, frameworks);
  const model = module.names.get("model");
  if (!(model instanceof Instance)) throw new Error("there is no model");
  const { operations, problems } = evaluation.run.trace;
  const outputs = new Map(operations.map(({ module: layer, outputs: [output] }) => [layer, output?.shape]));
  const lines = childrenOf(model)
    .filter((layer) => layer.cls.name !== "InputLayer")
    .map((layer) => {
      const own = stateIn(layer)?.name ?? "";
      return `${UNNAMED.test(own) ? "" : own} ${layer.cls.name} ${shapeText(outputs.get(layer))} ${countOf(layer)}`;
    });

  expect(problems).toEqual([]);
  const found = createHash("sha256").update(lines.sort().join("\n")).digest("hex").slice(0, 16);
  const counts = { parameters: countOf(model), layers: lines.length };
  expect({ model: stateIn(model)?.name, ...counts, digest: found }).toEqual(expected);
});
