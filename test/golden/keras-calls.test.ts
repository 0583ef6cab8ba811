import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { argumentsOf } from "../../src/python/arguments.ts";
import type { Evaluation } from "../../src/python/evaluate/evaluate.ts";
import { keras } from "../../src/python/keras/framework.ts";
import { KerasTensor, tensorOf } from "../../src/python/keras/keras-tensor.ts";
import { Dict, List, type Module, Tuple, Unknown, type Value } from "../../src/python/value.ts";
import { runSource } from "../support/python.ts";

type Shapes = readonly (number | Shapes)[];

interface Case {
  readonly code: string;
  readonly x: readonly number[];
  readonly y?: readonly number[];
  readonly k?: readonly number[];
  /** `null`: Keras raises. */
  readonly shape: Shapes | null;
}

const head = "import tensorflow as tf\nimport keras\nfrom keras import layers, ops\n";

let cases: readonly Case[];
let evaluation: Evaluation;
let module: Module;

beforeAll(async () => {
  const text = await readFile(new URL("keras-calls/calls.json", import.meta.url), "utf8");
  cases = (JSON.parse(text) as { cases: readonly Case[] }).cases;
  const functions = cases.map(({ code }, index) => `def f${index}(x, y, k): return ${code}\n`);
  ({ module, evaluation } = await runSource(head + functions.join(""), [keras]));
});

/** A shape, shapes in a tuple, or what else came out. */
function shapesOf(value: Value): unknown {
  if (value instanceof KerasTensor) return value.shape ?? value.reason;
  if (typeof value === "number") return [];
  if (value instanceof Tuple || value instanceof List) return value.items.map(shapesOf);
  if (value instanceof Dict) return [...value.entries.values()].map(([, item]) => shapesOf(item));
  return value instanceof Unknown ? value.reason : value;
}

function answer({ x, y, k }: Case, index: number): { shapes: unknown; problems: readonly string[] } {
  const f = module.names.get(`f${index}`) as Value;
  const { value, trace } = evaluation.call(f, argumentsOf(tensorOf(x), tensorOf(y ?? []), tensorOf(k ?? [], "int32")));
  return { shapes: shapesOf(value), problems: trace.problems.map(({ code }) => code) };
}

test("every shape is that of Keras and TensorFlow, and nothing that they accept is a mistake", () => {
  const wrong = cases.flatMap((one, index) => {
    if (one.shape === null) return [];
    const { shapes, problems } = answer(one, index);
    const [expected, found] = [one.shape, shapes].map((shape) => JSON.stringify(shape));
    return problems.length === 0 && found === expected
      ? []
      : [`${one.code} of [${one.x}]: ${expected}, not ${found} ${problems}`];
  });
  expect(wrong).toEqual([]);
});

test("what they refuse is a mistake here, or has no shape", () => {
  const given = cases.flatMap((one, index) => {
    if (one.shape !== null) return [];
    const { shapes, problems } = answer(one, index);
    return problems.length > 0 || typeof shapes === "string"
      ? []
      : [`${one.code} of ${one.x}: ${JSON.stringify(shapes)}`];
  });
  expect(given).toEqual([]);
});
