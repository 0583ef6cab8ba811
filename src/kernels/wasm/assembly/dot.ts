/** Dot products, for what goes along the rows of a dense layer's weights. */

/** The sums of the lanes of four vectors, a lane each. */
// @ts-ignore: decorator
@inline
export function transposedSum(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

export function oneDot(g: usize, weights: usize, o: i32): f32 {
  let sum: f32 = 0;
  for (let unit = 0; unit < o; unit++) {
    const at = (<usize>unit) << 2;
    sum += f32.load(g + at) * f32.load(weights + at);
  }
  return sum;
}
