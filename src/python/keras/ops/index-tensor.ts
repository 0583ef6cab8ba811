/** `x[...]` on a tensor. */
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import type { Shape } from "../../tensors/answer.ts";
import { indexInto } from "../../tensors/index.ts";
import type { Value } from "../../value.ts";
import type { KerasTensor } from "../keras-tensor.ts";
import { nextName } from "../session.ts";
import { numbersOfShape } from "./numbers.ts";
import { perform } from "./perform.ts";

export function indexTensor(run: Run, tensor: KerasTensor, key: Value, site: Site): Value | undefined {
  if (Array.isArray(tensor.numbers)) return run.item(numbersOfShape(tensor.numbers), key, site);
  nextName(run, "GetItem");
  const answers = ([shape = []]: readonly Shape[]) => [indexInto(run, shape, key)];
  return perform(run, { type: "GetItem", inputs: [tensor], site, answers })[0];
}
