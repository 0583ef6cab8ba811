/** The layers of `keras.layers` by all their names, as classes and as the functions that are written in lower case. */

import type { Argument, Arguments } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import type { PyClass } from "../../py-class.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { Instance, Unknown, type Value } from "../../value.ts";
import { classOf } from "../layer-class.ts";
import type { LayerKind } from "../layer-kind.ts";
import { attentions } from "./attention.ts";
import { cells } from "./cells.ts";
import { convolutions } from "./convolution.ts";
import { matrices } from "./dense.ts";
import { elementwise } from "./elementwise.ts";
import { encodings } from "./encoding.ts";
import { joinedBy } from "./former-merge.ts";
import { merges } from "./merging.ts";
import { normalizations } from "./normalization.ts";
import { pools } from "./pooling.ts";
import { recurrents } from "./recurrent.ts";
import { reshapings } from "./reshaping.ts";
import { spectrograms } from "./spectrograms.ts";
import { transposedConvolutions } from "./transposed.ts";
import { wrappers } from "./wrappers.ts";

const kinds: readonly LayerKind[] = [
  ...convolutions,
  ...transposedConvolutions,
  ...pools,
  ...matrices,
  ...normalizations,
  ...elementwise,
  ...reshapings,
  ...merges,
  ...recurrents,
  ...cells,
  ...attentions,
  ...encodings,
  ...spectrograms,
  ...wrappers,
];

export const layerClasses: ReadonlyMap<string, PyClass> = new Map(
  kinds.flatMap((kind) => {
    const cls = classOf(kind);
    return kind.names.map((name) => [name, cls] as const);
  }),
);

/** `layers.add([x, y])` is `layers.Add()([x, y])`; further arguments are the layer's. */
export const mergeFunctions: ReadonlyMap<string, Builtin> = new Map([
  ...merges.map(({ names: [name] }) => {
    const lower = name.toLowerCase();
    return [lower, new Builtin(lower, (run, args, site) => mergeBy(name, run, args, site))] as const;
  }),
  ["merge", new Builtin("merge", formerMerge)] as const,
]);

function mergeBy(name: string, run: Run, args: Arguments, site: Site): Value {
  const named = new Map([...args.named].filter(([key]) => key !== "inputs"));
  const own = { positional: args.positional.slice(1), named, open: args.open };
  return join(run, { name, args: own, inputs: args.positional[0] ?? args.named.get("inputs") }, site);
}

function formerMerge(run: Run, args: Arguments, site: Site): Value {
  const joined = joinedBy(run, args);
  if (joined === undefined) return new Unknown("how the tensors are merged is not known");
  return join(run, { ...joined, inputs: args.positional[0] ?? args.named.get("inputs") }, site);
}

interface Join {
  readonly name: string;
  /** Of the layer's construction. */
  readonly args: Arguments;
  readonly inputs: Argument | undefined;
}

function join(run: Run, { name, args, inputs }: Join, site: Site): Value {
  const cls = layerClasses.get(name);
  if (cls === undefined || inputs === undefined) return null;
  const layer = run.call(cls, args, site);
  return layer instanceof Instance
    ? run.call(layer, { positional: [inputs], named: new Map(), open: false }, site)
    : layer;
}
