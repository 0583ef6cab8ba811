/** Modules that compare two tensors number by number. */
import type { PyClass } from "../../py-class.ts";
import { attributeOf } from "../call.ts";
import { distance, similarity } from "../functions/reductions.ts";
import { defineModule } from "./module.ts";

const takes = "x1, x2";

export function distanceClasses(): PyClass[] {
  return [
    defineModule({
      name: "CosineSimilarity",
      signature: "dim=1, eps=1e-08",
      takes,
      forward: (call) => similarity(call, attributeOf(call, "dim") ?? null),
    }),
    defineModule({
      name: "PairwiseDistance",
      signature: "p=2.0, eps=1e-06, keepdim=False",
      takes,
      forward: (call) => distance(call, attributeOf(call, "keepdim") ?? null),
    }),
  ];
}
