import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { argumentsOf } from "../../src/python/arguments.ts";
import type { Evaluation } from "../../src/python/evaluate/evaluate.ts";
import { createTorch } from "../../src/python/torch/framework.ts";
import { TorchTensor, tensorOf } from "../../src/python/torch/tensor.ts";
import { type Module, Tuple, type Value } from "../../src/python/value.ts";
import { runSource } from "../support/python.ts";

type Shapes = readonly (number | Shapes)[];

interface Case {
  readonly code: string;
  readonly x: readonly number[];
  readonly y?: readonly number[];
  readonly k?: readonly number[];
  /** `null`: PyTorch raises. */
  readonly shape: Shapes | null;
}

const torch = createTorch();
const head = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n";

let cases: readonly Case[];
let evaluation: Evaluation;
let module: Module;

beforeAll(async () => {
  cases = (await Promise.all(["calls", "functions"].map(casesIn))).flat();
  const functions = cases.map(({ code }, index) => `def f${index}(x, y, k): return ${code}\n`);
  ({ module, evaluation } = await runSource(head + functions.join(""), [torch]));
});

async function casesIn(name: string): Promise<readonly Case[]> {
  const text = await readFile(new URL(`torch-calls/${name}.json`, import.meta.url), "utf8");
  return (JSON.parse(text) as { cases: readonly Case[] }).cases;
}

/** A shape, shapes in a tuple, or what else came out. */
function shapesOf(value: Value): unknown {
  if (value instanceof TorchTensor) return value.shape;
  if (value instanceof Tuple) return value.items.filter((item) => item !== null).map(shapesOf);
  return value;
}

function answer({ x, y, k }: Case, index: number): { shapes: unknown; problems: readonly string[] } {
  const f = module.names.get(`f${index}`) as Value;
  const given = [tensorOf(x), tensorOf(y ?? []), tensorOf(k ?? [], "int64")];
  const { value, trace } = evaluation.call(f, argumentsOf(...given));
  return { shapes: shapesOf(value), problems: trace.problems.map(({ code }) => code) };
}

test("every shape is PyTorch's, and nothing that PyTorch accepts is a mistake", () => {
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

test("what PyTorch refuses is a mistake here", () => {
  const missed = cases.flatMap((one, index) => {
    if (one.shape !== null) return [];
    return answer(one, index).problems.length > 0 ? [] : [`${one.code} of ${one.x}`];
  });
  expect(missed).toEqual([]);
});
