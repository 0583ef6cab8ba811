/** What is gone through in rounds whose number is not known and which are alike: a data set, what `enumerate` makes of one. */
import { Native } from "./native.ts";
import type { Run } from "./run.ts";
import type { Site } from "./site.ts";
import type { Value } from "./value.ts";

export class Stream extends Native {
  readonly typeName: string = "iterator";
  /** What each round sees. */
  readonly each: Value;

  constructor(each: Value) {
    super();
    this.each = each;
  }

  override round(): Value {
    return this.each;
  }
}

/** What each round of a loop over a value sees, where it is not known how many there are. */
export function roundOf(run: Run, value: Value | undefined, site: Site): Value | undefined {
  return value instanceof Native ? value.round(run, site) : undefined;
}
