/** A layer that we do not know: still a layer, before which a model goes on, and behind which nothing is known. */
import type { PyClass } from "../../py-class.ts";
import { classOf } from "../layer-class.ts";
import { unknownWeights } from "../layer-kind.ts";
import type { Shape } from "../sizes.ts";

/** `shape`: what comes out all the same. */
export function unknownLayerClass(name: string, reason: string, shape?: Shape): PyClass {
  return classOf({
    names: [name],
    owns: true,
    parameters: [],
    anyRank: true,
    apply: ({ run }) => ({ results: [{ shape, reason }], weights: [unknownWeights(run, reason)] }),
  });
}
