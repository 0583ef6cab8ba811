/** How many numbers parameters hold. */
import type { Parameter } from "../../python/trace.ts";
import { productOfDims } from "../../tensor/dim/sum.ts";
import type { Dim } from "../../tensor/dim.ts";

export function sizesIn(parameters: readonly Parameter[]): Dim[] {
  return parameters.map(({ shape }) => productOfDims(shape));
}

/** `undefined` if one of them is not known. */
export function sumOfSizes(sizes: readonly Dim[]): number | undefined {
  let sum = 0;
  for (const size of sizes) {
    if (typeof size !== "number") return undefined;
    sum += size;
  }
  return sum;
}
