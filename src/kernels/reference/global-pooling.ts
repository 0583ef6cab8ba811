/** The largest value of a whole channel. As in TensorFlow's reduce_max, equal maxima share the gradient. */
import type { Floats } from "../../tensor/floats.ts";
import type { GlobalPoolSizes } from "../../tensor/kernels.ts";

/** x [n, places, c]; y [n, c]. A NaN wins. */
export function globalMax(x: Floats, y: Floats, { n, places, c }: GlobalPoolSizes): void {
  for (let sample = 0; sample < n; sample++) {
    for (let channel = 0; channel < c; channel++) {
      let most = Number.NEGATIVE_INFINITY;
      for (let place = 0; place < places; place++) most = Math.max(most, x[(sample * places + place) * c + channel]!);
      y[sample * c + channel] = most;
    }
  }
}

/** x, dx [n, places, c]; y, dy [n, c]. */
export function globalMaxInputGradient(
  x: Floats,
  y: Floats,
  dy: Floats,
  dx: Floats,
  { n, places, c }: GlobalPoolSizes,
): void {
  for (let sample = 0; sample < n; sample++) {
    for (let channel = 0; channel < c; channel++) {
      const at = sample * c + channel;
      const winners: number[] = [];
      for (let place = 0; place < places; place++) {
        const i = (sample * places + place) * c + channel;
        if (x[i] === y[at]) winners.push(i);
      }
      for (const i of winners) dx[i]! += dy[at]! / winners.length;
    }
  }
}
