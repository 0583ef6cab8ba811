/** What a heap of numbers looks like: its range, and how many of them are none. */

export interface Range {
  readonly low: number;
  readonly high: number;
}

export interface Summary extends Range {
  readonly count: number;
  readonly nan: number;
  readonly infinite: number;
}

/** Every `stride`-th value from `start` on; all without them. `low` and `high` are 0 if no value is finite. */
export function summarize(values: ArrayLike<number>, start = 0, stride = 1): Summary {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let nan = 0;
  let infinite = 0;
  let count = 0;
  for (let i = start; i < values.length; i += stride) {
    const value = values[i] as number;
    count++;
    if (Number.isNaN(value)) nan++;
    else if (!Number.isFinite(value)) infinite++;
    else {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return { low: 0, high: 0, count, nan, infinite };
  return { low, high, count, nan, infinite };
}

/** The range around zero that holds both ends, for a diverging colour map. */
export function centred({ low, high }: Range): Range {
  const most = Math.max(Math.abs(low), Math.abs(high));
  return { low: -most, high: most };
}
