/** All classes of `torch.nn`. */
import type { PyClass } from "../../py-class.ts";
import type { Value } from "../../value.ts";
import { activationClasses } from "./activations.ts";
import { attentionClasses } from "./attention.ts";
import { containerClasses } from "./containers.ts";
import { convolutionClasses } from "./convolutions.ts";
import { distanceClasses } from "./distances.ts";
import { linearClasses } from "./linears.ts";
import { lossClasses } from "./losses.ts";
import { moduleClass } from "./module.ts";
import { moduleMethods } from "./module-methods.ts";
import { normClasses } from "./norms.ts";
import { poolClasses } from "./pools.ts";
import { reshapeClasses } from "./reshapes.ts";
import { sequenceClasses } from "./sequences.ts";

function makeClasses(): ReadonlyMap<string, PyClass> {
  const plain = [
    moduleClass,
    ...containerClasses,
    ...convolutionClasses(),
    ...linearClasses(),
    ...poolClasses(),
    ...normClasses(),
    ...activationClasses(),
    ...reshapeClasses(),
    ...sequenceClasses(),
    ...lossClasses(),
    ...distanceClasses(),
  ];
  const byName = new Map(plain.map((cls) => [cls.name, cls]));
  for (const cls of attentionClasses((name) => byName.get(name) ?? moduleClass)) byName.set(cls.name, cls);
  return byName;
}

/** By their names. `Module` has its methods by then. */
export const classes: ReadonlyMap<string, PyClass> =
  moduleMethods.size > 0 ? makeClasses() : new Map<string, PyClass>();

export function classEntries(): [string, Value][] {
  return [...classes];
}
