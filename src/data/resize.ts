/** Changing the size of one axis: each new cell is a weighted mean of old ones. */

/** Of a row-major array [outer, from, inner], which becomes [outer, to, inner]. */
interface AxisSizes {
  readonly outer: number;
  readonly from: number;
  readonly to: number;
  readonly inner: number;
}

/** The old cells that make a new one, from `first` on, with weights that sum to 1. */
interface Mixture {
  readonly first: number;
  readonly weights: readonly number[];
}

export function resizeAxis(x: Float32Array, { outer, from, to, inner }: AxisSizes): Float32Array {
  if (from === to) return x;
  const y = new Float32Array(outer * to * inner);
  const mixtures = Array.from({ length: to }, (_, cell) => mixtureOf(cell, from, to));
  for (let o = 0; o < outer; o++) {
    mixtures.forEach(({ first, weights }, cell) => {
      for (let i = 0; i < inner; i++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += weights[k]! * x[(o * from + first + k) * inner + i]!;
        y[(o * to + cell) * inner + i] = sum;
      }
    });
  }
  return y;
}

function mixtureOf(cell: number, from: number, to: number): Mixture {
  return to < from ? averaged(cell, from / to, from) : interpolated((cell + 0.5) * (from / to) - 0.5, from);
}

/** Every old cell by the share of it that the new cell covers. */
function averaged(cell: number, scale: number, from: number): Mixture {
  const begin = cell * scale;
  const end = Math.min(begin + scale, from);
  const first = Math.floor(begin);
  const count = Math.min(Math.ceil(end), from) - first;
  const shares = Array.from({ length: count }, (_, k) => Math.min(first + k + 1, end) - Math.max(first + k, begin));
  return { first, weights: shares.map((share) => share / (end - begin)) };
}

/** Between the two old centres around the new one; at the edge the outermost cell alone. */
function interpolated(centre: number, from: number): Mixture {
  const inside = Math.min(Math.max(centre, 0), from - 1);
  const first = Math.min(Math.floor(inside), Math.max(from - 2, 0));
  const share = inside - first;
  return { first, weights: share === 0 ? [1] : [1 - share, share] };
}
