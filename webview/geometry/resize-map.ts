/** Enlarging a small map to an image's size, bilinear between the centres of its cells, as image libraries do. */

export interface PlaceMap {
  readonly rows: number;
  readonly columns: number;
  readonly data: ArrayLike<number>;
}

/** Beyond the outer centres the edge's value goes on. A value that is none makes those around it none. */
export function resizeMap({ rows, columns, data }: PlaceMap, toRows: number, toColumns: number): Float32Array {
  const [down, right] = [axis(rows, toRows), axis(columns, toColumns)];
  const found = new Float32Array(toRows * toColumns);
  for (const [row, { low, high, share }] of down.entries()) {
    for (const [column, across] of right.entries()) {
      const along = (line: number): number =>
        mix(data[line * columns + across.low] as number, data[line * columns + across.high] as number, across.share);
      found[row * toColumns + column] = mix(along(low), along(high), share);
    }
  }
  return found;
}

interface Between {
  readonly low: number;
  readonly high: number;
  /** Of the higher one. */
  readonly share: number;
}

function axis(from: number, to: number): Between[] {
  return Array.from({ length: to }, (_, index) => {
    const place = Math.max(0, Math.min(from - 1, ((index + 0.5) * from) / to - 0.5));
    const low = Math.floor(place);
    return { low, high: Math.min(from - 1, low + 1), share: place - low };
  });
}

function mix(a: number, b: number, share: number): number {
  return share === 0 ? a : a * (1 - share) + b * share;
}
