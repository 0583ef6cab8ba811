import { beforeAll, expect, test } from "vitest";
import { createTorch } from "../../src/python/torch/framework.ts";
import { TorchTensor, tensorOf } from "../../src/python/torch/tensor.ts";
import { Tuple, type Value } from "../../src/python/value.ts";
import { type Answer, answersTo, wrongAnswers } from "./calls.ts";

let answers: readonly Answer[];

beforeAll(async () => {
  answers = await answersTo({
    framework: createTorch(),
    files: ["torch-calls/calls.json", "torch-calls/functions.json"],
    head: "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n",
    tensors: (x, y, k) => [tensorOf(x), tensorOf(y), tensorOf(k, "int64")],
    shapesOf,
  });
});

/** A shape, shapes in a tuple, or what else came out. */
function shapesOf(value: Value): unknown {
  if (value instanceof TorchTensor) return value.shape;
  if (value instanceof Tuple) return value.items.filter((item) => item !== null).map(shapesOf);
  return value;
}

test("every shape is PyTorch's, and nothing that PyTorch accepts is a mistake", () => {
  expect(wrongAnswers(answers)).toEqual([]);
});

test("what PyTorch refuses is a mistake here", () => {
  const refused = answers.filter(({ one }) => one.shape === null);
  const missed = refused.filter(({ problems }) => problems.length === 0);
  expect(missed.map(({ one }) => `${one.code} of ${one.x}`)).toEqual([]);
});
