/** Matrix products of a dense layer whose shape a convolution's tiles serve badly: a gradient's dot products along its rows. */
import { madd, sumLanes } from "./vector";

/** dy [n, o], k [i, o]; dx [n, i] accumulated: one dot product for each, along o. */
export function denseInputGradient(dy: usize, k: usize, dx: usize, n: i32, i: i32, o: i32): void {
  const whole = o & ~3;
  for (let row = 0; row < n; row++) {
    const g = dy + ((<usize>(row * o)) << 2);
    for (let feature = 0; feature < i; feature++) {
      const weights = k + ((<usize>(feature * o)) << 2);
      let sums = f32x4.splat(0);
      let unit = 0;
      for (; unit < whole; unit += 4) {
        const offset = (<usize>unit) << 2;
        sums = madd(v128.load(g + offset), v128.load(weights + offset), sums);
      }
      let sum = sumLanes(sums);
      for (; unit < o; unit++) {
        const offset = (<usize>unit) << 2;
        sum += f32.load(g + offset) * f32.load(weights + offset);
      }
      const at = dx + ((<usize>(row * i + feature)) << 2);
      f32.store(at, f32.load(at) + sum);
    }
  }
}
