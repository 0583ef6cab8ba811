/** Moving from place to place of an output by keys. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface PlaceBounds {
  readonly oh: number;
  readonly ow: number;
}

const PAGE = 10;

const moves: Readonly<Record<string, (place: Place, bounds: PlaceBounds) => Place>> = {
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  PageUp: ({ row, column }) => ({ row: row - PAGE, column }),
  PageDown: ({ row, column }) => ({ row: row + PAGE, column }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, { ow }) => ({ row, column: ow - 1 }),
};

/** The place that a key leads to, within the output; `undefined` for keys that move nothing. */
export function placeAfterKey(key: string, place: Place, bounds: PlaceBounds): Place | undefined {
  const moved = Object.hasOwn(moves, key) ? moves[key]?.(place, bounds) : undefined;
  if (moved === undefined) return undefined;
  return {
    row: Math.max(0, Math.min(bounds.oh - 1, moved.row)),
    column: Math.max(0, Math.min(bounds.ow - 1, moved.column)),
  };
}

/** The next place in the order of rows, and behind the last one the first. */
export function placeAfter({ row, column }: Place, { oh, ow }: PlaceBounds): Place {
  const next = (row * ow + column + 1) % (oh * ow);
  return { row: Math.floor(next / ow), column: next % ow };
}
