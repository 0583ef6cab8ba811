/** A layer that we do not know: still a layer, before which a model goes on, and behind which nothing is known. */
import type { PyClass } from "../../py-class.ts";
import { classOf } from "../layer-class.ts";

export function unknownLayerClass(name: string, reason: string): PyClass {
  return classOf({
    names: [name],
    owns: true,
    parameters: [],
    anyRank: true,
    apply: () => ({ results: [{ shape: undefined, reason }] }),
  });
}
