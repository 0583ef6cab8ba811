/** Functions that make a tuple of a single value, as PyTorch and `timm` have them. */

import { Builtin } from "../callables.ts";
import { itemsOf } from "../tensors/sizes.ts";
import { Tuple, Unknown } from "../value.ts";

/** `_pair(3)` is `(3, 3)`; what is a sequence stays one. */
export function repeating(name: string, count: number): Builtin {
  return new Builtin(name, (_run, args) => {
    const value = args.positional[0]?.value ?? null;
    const items = itemsOf(value);
    if (items) return new Tuple(items);
    return value instanceof Unknown ? value : new Tuple(Array.from({ length: count }, () => value));
  });
}
