/** What a graph's nodes and inputs are drawn with: a sample's shape in our order, and a place in the text. */
import type { Origin, Range } from "../../graph/graph.ts";
import type { Tensor } from "../../python/tensor.ts";
import type { Shape } from "../../tensor/shape.ts";
import type { FrameworkName } from "./python-document.ts";

/** One sample's shape, channels last; `undefined` if a size is not known. */
export function sampleShape({ shape }: Tensor, framework: FrameworkName): Shape | undefined {
  if (shape === undefined) return undefined;
  const sample = shape.slice(1);
  if (!sample.every((size) => typeof size === "number")) return undefined;
  const sizes = sample as number[];
  if (framework === "keras" || sizes.length < 3) return sizes;
  const [channels = 1, ...places] = sizes;
  return [...places, channels];
}

export function originOf(range: Range | undefined): Origin {
  const whole = range ?? { start: 0, end: 0 };
  return { whole, name: whole, attributes: {} };
}
