/**
 * What a model is fed with, and how we know: sizes are shown with their origin, because everything else follows from
 * them.
 */
import type { Range } from "../../graph/graph.ts";
import type { Dim } from "../../tensor/dim.ts";

/** From the surest to the least sure. `symbolic`: nothing tells the size, its letters stand for it. */
export type InputOrigin = "option" | "pragma" | "file" | "dataset" | "solved" | "symbolic";

/** A tensor's shape with the batch first, in the framework's own order. */
export type InputShape = readonly Dim[];

export interface ModelInput {
  /** One for each tensor that the model takes; an `undefined` one is not known at all. */
  readonly shapes: readonly (InputShape | undefined)[];
  readonly origin: InputOrigin;
  /** Where the size comes from, for people: `MNIST's images`, `the call in line 40`. */
  readonly words: string;
  /** Where it is written. */
  readonly at?: Range;
}
