/** Sizes of which nothing is known: letters of their own, so that none is taken for another. */

import { letter } from "../../tensor/dim/sum.ts";
import type { Symbolic } from "../../tensor/dim.ts";
import type { Run } from "../run.ts";

const counts = new WeakMap<Run, number>();

/** A size that equals nothing but itself; counted for each run, so that every run of a file names them alike. */
export function unknownSize(run: Run): Symbolic {
  const count = (counts.get(run) ?? 0) + 1;
  counts.set(run, count);
  return letter(`?${count}`);
}
