/**
 * The error function, by W. J. Cody's rational Chebyshev approximations (Mathematics of Computation 23, 1969), good to
 * about 1e-16 everywhere. The three ranges and their coefficients are those of the paper.
 */
const small = {
  above: [3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694, 0.18577770618460315],
  below: [23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171],
};
const middle = {
  above: [
    0.5641884969886701, 8.883149794388375, 66.11919063714163, 298.6351381974001, 881.952221241769, 1712.0476126340707,
    2051.0783778260716, 1230.3393547979972, 2.1531153547440383e-8,
  ],
  below: [
    15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597, 4362.61909014325,
    3439.3676741437216, 1230.3393548037495,
  ],
};
const large = {
  above: [
    0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275, 0.0006587491615298378,
    0.016315387137302097,
  ],
  below: [2.568520192289822, 1.8729528499234604, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918],
};

export function erf(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.46875) return x * ratio(small, x * x);
  const complement = size <= 4 ? Math.exp(-size * size) * ratio(middle, size) : tail(size);
  return Math.sign(x) * (1 - complement);
}

function tail(size: number): number {
  const inverse = 1 / (size * size);
  const series = inverse * ratio(large, inverse);
  return (Math.exp(-size * size) / size) * (1 / Math.sqrt(Math.PI) - series);
}

/** Cody's order of coefficients: the highest above comes last, the rest descend. */
function ratio({ above, below }: { above: readonly number[]; below: readonly number[] }, x: number): number {
  let top = above[above.length - 1]! * x;
  let bottom = x;
  for (let i = 0; i < below.length - 1; i++) {
    top = (top + above[i]!) * x;
    bottom = (bottom + below[i]!) * x;
  }
  return (top + above[below.length - 1]!) / (bottom + below[below.length - 1]!);
}
