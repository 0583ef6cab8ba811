/** How many numbers parameters hold. */
import type { PythonModel } from "../../formats/python/python-document.ts";
import type { Parameter } from "../../python/trace.ts";
import { productOfDims } from "../../tensor/dim/sum.ts";
import type { Dim } from "../../tensor/dim.ts";

export function sizesIn(parameters: readonly Parameter[]): Dim[] {
  return parameters.map(({ shape }) => productOfDims(shape));
}

/** Those that the framework counts: PyTorch's `parameters()` leaves out buffers, Keras's `count_params()` has everything. */
export function countedParameters({ framework, parameters }: PythonModel): PythonModel["parameters"] {
  return framework === "torch" ? parameters.filter(({ trainable }) => trainable) : parameters;
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
