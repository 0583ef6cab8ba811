/** `meshgrid`: its vectors stand one by one; each becomes a grid over all of them. */
import { Builtin } from "../../callables.ts";
import type { Shape } from "../../tensors/answer.ts";
import { List, Tuple, Unknown } from "../../value.ts";
import { tensorsIn } from "../nested.ts";
import { perform } from "./perform.ts";
import { notKnown } from "./tensor-op.ts";

export const meshgrid = new Builtin("meshgrid", (run, args, site) => {
  const inputs = tensorsIn(new Tuple(args.positional.map(({ value }) => value)));
  const indexing = args.named.get("indexing")?.value ?? "xy";
  if (args.open || inputs.length === 0 || typeof indexing !== "string")
    return new Unknown("the grid's axes are not known");
  const answers = (shapes: readonly Shape[]) =>
    shapes.map(() => (shapes.every(({ length }) => length === 1) ? { shape: gridOf(shapes, indexing) } : notKnown));
  const outputs = perform(run, { type: "meshgrid", inputs, site, answers });
  return outputs.every(({ shape }) => shape !== undefined)
    ? new List([...outputs])
    : new Unknown("the grid's axes are not known");
});

/** In the order of images the first vector runs along the columns. */
function gridOf(shapes: readonly Shape[], indexing: string): Shape {
  const sizes = shapes.flat();
  const [first, second, ...rest] = sizes;
  return indexing === "xy" && first !== undefined && second !== undefined ? [second, first, ...rest] : sizes;
}
