import { expect, test } from "vitest";
import { tensorsIn } from "../../../../src/formats/python/tensors-in.ts";
import { TorchTensor } from "../../../../src/python/torch/tensor.ts";
import { List, Tuple } from "../../../../src/python/value.ts";

test("tensors are found in lists of tuples, also in one that holds itself", () => {
  const [a, b] = [new TorchTensor({ shape: [1] }), new TorchTensor({ shape: [2] })];
  const list = new List([a, new Tuple([b, 3])]);
  list.items.push(list);
  expect(tensorsIn(list)).toEqual([a, b]);
});
