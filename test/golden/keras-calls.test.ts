import { beforeAll, expect, test } from "vitest";
import { keras } from "../../src/python/keras/framework.ts";
import { KerasTensor, tensorOf } from "../../src/python/keras/keras-tensor.ts";
import { Dict, List, Tuple, Unknown, type Value } from "../../src/python/value.ts";
import { type Answer, answersTo, wrongAnswers } from "./calls.ts";

let answers: readonly Answer[];

beforeAll(async () => {
  answers = await answersTo({
    framework: keras,
    files: ["keras-calls/calls.json"],
    head: "import tensorflow as tf\nimport keras\nfrom keras import layers, ops\n",
    tensors: (x, y, k) => [tensorOf(x), tensorOf(y), tensorOf(k, "int32")],
    shapesOf,
  });
});

/** A shape, shapes in a tuple, or what else came out. */
function shapesOf(value: Value): unknown {
  if (value instanceof KerasTensor) return value.shape ?? value.reason;
  if (typeof value === "number") return [];
  if (value instanceof Tuple || value instanceof List) return value.items.map(shapesOf);
  if (value instanceof Dict) return [...value.entries.values()].map(([, item]) => shapesOf(item));
  return value instanceof Unknown ? value.reason : value;
}

test("every shape is that of Keras and TensorFlow, and nothing that they accept is a mistake", () => {
  expect(wrongAnswers(answers)).toEqual([]);
});

test("what they refuse is a mistake here, or has no shape", () => {
  const refused = answers.filter(({ one }) => one.shape === null);
  const given = refused.filter(({ problems, shapes }) => problems.length === 0 && typeof shapes !== "string");
  expect(given.map(({ one, shapes }) => `${one.code} of ${one.x}: ${JSON.stringify(shapes)}`)).toEqual([]);
});
