/** `??` for values: `None` is JavaScript's `null`, and is a value like any other. */
import type { Value } from "./value.ts";

export function orElse(value: Value | undefined, otherwise: () => Value): Value {
  return value === undefined ? otherwise() : value;
}
