/** A part of the numbers that is dropped, as modules and functions share it. */

import { formatShape, type Mistake } from "../tensors/answer.ts";
import { codes } from "../tensors/codes.ts";
import { Float, type Value } from "../value.ts";
import { TorchTensor } from "./tensor.ts";

export function noProbability(name: string, value: Value): Mistake | undefined {
  const shape = value instanceof TorchTensor ? value.shape : undefined;
  if (shape?.some((size) => typeof size === "number" && size > 1)) {
    const words = `${name} must be one number between 0 and 1, and is a tensor of the shape ${formatShape(shape)}.`;
    return { code: codes.argument, message: words };
  }
  const number = value instanceof Float ? value.value : value;
  if (typeof number !== "number" || (number >= 0 && number <= 1)) return undefined;
  return { code: codes.argument, message: `${name} must lie between 0 and 1, and is ${number}.` };
}
