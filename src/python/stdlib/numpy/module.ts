/** The part of NumPy that model files compute sizes, rates and constants with. */
import type { Module, Value } from "../../value.ts";
import { mathModule } from "../math.ts";
import { moduleOf } from "../module-of.ts";
import { chances, creations } from "./creations.ts";
import { functions } from "./functions.ts";
import { linearAlgebra, matrices } from "./matrices.ts";

export function numpyModule(): Module {
  const { names } = mathModule();
  return moduleOf("numpy", [
    ...functions(),
    ...creations,
    ...matrices,
    ["linalg", linearAlgebra()],
    ["random", moduleOf("numpy.random", chances)],
    ["pi", names.get("pi") as Value],
    ["inf", names.get("inf") as Value],
    ["newaxis", null],
  ]);
}
