/** Sizes of which nothing is known: letters of their own, so that none is taken for another. */

import { letter } from "../../tensor/dim/sum.ts";
import { formatDim } from "../../tensor/dim/text.ts";
import type { Dim, Symbolic } from "../../tensor/dim.ts";

const counts = new WeakMap<object, number>();

const SIGN = "?";

/** A size that equals nothing but itself; counted for each run, or other owner, so that every run of a file names them alike. */
export function unknownSize(owner: object, reason?: string): Symbolic {
  const count = (counts.get(owner) ?? 0) + 1;
  counts.set(owner, count);
  return letter(`${SIGN}${count}`, reason);
}

/** Whether such a size is in it. */
export function isUnknownSize(size: Dim): boolean {
  return typeof size !== "number" && formatDim(size).includes(SIGN);
}

/** A size in messages and hints: one that is not known is `?`, whatever letter it has. */
export function sizeText(size: Dim): string {
  return isUnknownSize(size) ? SIGN : formatDim(size);
}
