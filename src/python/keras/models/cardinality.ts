/** Arrays that a model is trained with: each has a row for each sample. */
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { codes } from "../../tensors/codes.ts";
import type { Instance, Value } from "../../value.ts";
import type { KerasTensor } from "../keras-tensor.ts";
import { tensorsIn } from "../nested.ts";
import { formatShape } from "../sizes.ts";
import { TRAINING } from "./targets.ts";

/** Reports inputs and targets of different numbers of samples, which `fit` and `evaluate` refuse before all else; true if it did. */
export function checkCardinality(
  run: Run,
  model: Instance,
  { inputs, targets }: { readonly inputs: Value | undefined; readonly targets: Value | undefined },
  site: Site,
): boolean {
  return checkRows(run, model.cls.name, [...tensorsIn(inputs), ...tensorsIn(targets)], site);
}

/** The same for whatever takes a row of each array. */
export function checkRows(run: Run, name: string, arrays: readonly KerasTensor[], site: Site): boolean {
  const [first, ...others] = arrays.filter(({ shape }) => typeof shape?.[0] === "number");
  const other = others.find(({ shape }) => shape?.[0] !== first?.shape?.[0]);
  if (first === undefined || other === undefined) return false;
  const [left, right] = [first.shape ?? [], other.shape ?? []];
  run.trace.report({
    code: codes.target,
    severity: "error",
    message:
      `${name} is given arrays of ${left[0]} and of ${right[0]} samples, ${formatShape(left)} and ${formatShape(right)}. ` +
      "Give all of them as many rows.",
    site,
    call: { type: TRAINING, module: undefined, inputs: [first, other] },
  });
  return true;
}
