/** What the layers of a model of several inputs say of each. */

import type { Framework } from "../../python/framework.ts";
import type { Tensor } from "../../python/tensor.ts";
import type { Operation } from "../../python/trace.ts";
import type { Instance } from "../../python/value.ts";
import { type FirstLayer, FirstLayerSearch } from "./first-layer.ts";

/** One for each tensor that the model was called with; `undefined`: nothing says what it is. */
export function firstLayers(
  root: Instance,
  framework: Framework,
  operations: readonly Operation[],
): (FirstLayer | undefined)[] {
  const inputs = operations.findLast(({ module }) => module === root)?.inputs ?? [];
  return inputs.map((input) => firstLayerOf(input, operations, framework));
}

/** Follows one tensor as long as nothing has changed what a layer says of it. */
function firstLayerOf(input: Tensor, operations: readonly Operation[], framework: Framework): FirstLayer | undefined {
  const search = new FirstLayerSearch(framework);
  const followed = new Set([input]);
  for (const operation of operations) {
    if (!operation.inputs.some((tensor) => followed.has(tensor))) continue;
    if (search.sees(operation)) break;
    for (const output of operation.outputs) followed.add(output);
  }
  return search.found;
}
