/**
 * What all vector kernels share. Relaxed SIMD has a fused multiply-add; plain SIMD128 multiplies and adds. Which of the two
 * is compiled is decided by the features of the build, so that both binaries come from this one source.
 */

/** a * b + c, four lanes. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** c - a * b, four lanes. */
// @ts-ignore: decorator
@inline
export function nmadd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

/** max(v, 0), a NaN kept. One instruction, where `f32x4.max` takes eight to settle the signs of zeros. */
// @ts-ignore: decorator
@inline
export function rectify(v: v128): v128 {
  return f32x4.pmax(v, f32x4.splat(0));
}

/** The larger of each two lanes, a NaN of either kept: where neither is one, both maxima are the same bits (but zeros' signs). */
// @ts-ignore: decorator
@inline
export function larger(a: v128, b: v128): v128 {
  return v128.or(f32x4.pmax(a, b), f32x4.pmax(b, a));
}

/** The first `lanes` (1 to 4) of `v` to `at`, and not a byte more. */
// @ts-ignore: decorator
@inline
export function storeLanes(at: usize, v: v128, lanes: i32): void {
  if (lanes >= 4) {
    v128.store(at, v);
    return;
  }
  f32.store(at, f32x4.extract_lane(v, 0));
  if (lanes > 1) f32.store(at, f32x4.extract_lane(v, 1), 4);
  if (lanes > 2) f32.store(at, f32x4.extract_lane(v, 2), 8);
}

/** Adds the first `lanes` (1 to 4) of `v` to what lies at `at`. */
// @ts-ignore: decorator
@inline
export function addLanes(at: usize, v: v128, lanes: i32): void {
  if (lanes >= 4) {
    v128.store(at, f32x4.add(v128.load(at), v));
    return;
  }
  f32.store(at, f32.load(at) + f32x4.extract_lane(v, 0));
  if (lanes > 1) f32.store(at, f32.load(at, 4) + f32x4.extract_lane(v, 1), 4);
  if (lanes > 2) f32.store(at, f32.load(at, 8) + f32x4.extract_lane(v, 2), 8);
}

/** The first `lanes` of sum + bias, but not below `floor`, to `to` or added to what is there. */
// @ts-ignore: decorator
@inline
export function finish(to: usize, sum: v128, bias: v128, floor: v128, accumulate: bool, lanes: i32): void {
  const value = f32x4.pmax(f32x4.add(sum, bias), floor);
  if (accumulate) addLanes(to, value, lanes);
  else storeLanes(to, value, lanes);
}

/** floor(a / b) for b > 0. */
// @ts-ignore: decorator
@inline
export function floorDivide(a: i32, b: i32): i32 {
  return a >= 0 ? a / b : -((b - 1 - a) / b);
}

/** ceil(a / b) for b > 0. */
// @ts-ignore: decorator
@inline
export function ceilDivide(a: i32, b: i32): i32 {
  return a >= 0 ? (a + b - 1) / b : -(-a / b);
}
