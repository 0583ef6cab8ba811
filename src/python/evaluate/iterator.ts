/** An iterator: what a generator, `iter`, `zip` or `map` gives. Its items are made at once; taking them moves `at` on. */

import { Native } from "../native.ts";
import type { Run } from "../run.ts";
import type { Value } from "../value.ts";

export class Iterator extends Native {
  readonly typeName = "iterator";
  readonly items: readonly Value[];
  at = 0;
  /** A view (`dict.items()`) can be gone through again. */
  private readonly again: boolean;

  constructor(items: readonly Value[], again = false) {
    super();
    this.items = items;
    this.again = again;
  }

  /** Takes all that is left. */
  override iterate(run: Run): readonly Value[] {
    const { at, items } = this;
    if (!this.again) this.move(run, items.length);
    return at === 0 ? items : items.slice(at);
  }

  /** `undefined`: there is no more. */
  next(run: Run): Value | undefined {
    if (this.at >= this.items.length) return undefined;
    const item = this.items[this.at];
    this.move(run, this.at + 1);
    return item;
  }

  override length(): Value | undefined {
    return this.again ? this.items.length : undefined;
  }

  override truth(): boolean {
    return !this.again || this.items.length > 0;
  }

  private move(run: Run, to: number): void {
    const before = this.at;
    run.change(
      () => {
        this.at = to;
      },
      () => {
        this.at = before;
      },
      this,
    );
  }
}
