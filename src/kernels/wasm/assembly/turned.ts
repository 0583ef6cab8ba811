/** Weights turned over for the way back. */

/**
 * turned [cog, cig] = one tap's matrix of k [kh, kw, cig, kc], turned over, for the filters from `o0` on.
 */
export function transposeTap(k: usize, turned: usize, tap: i32, cig: i32, kc: i32, o0: i32, cog: i32): void {
  for (let c = 0; c < cig; c++) {
    const from = k + ((<usize>((tap * cig + c) * kc + o0)) << 2);
    const to = turned + ((<usize>c) << 2);
    for (let o = 0; o < cog; o++) {
      f32.store(to + ((<usize>(o * cig)) << 2), f32.load(from + ((<usize>o) << 2)));
    }
  }
}
