/**
 * The geometry that a call works with. It is set before each call by `setWindow`, as globals: thirteen arguments on every
 * kernel would cost more than they say.
 */
import { ceilDivide, floorDivide } from "./vector";

export let h: i32 = 0;
export let w: i32 = 0;
export let kh: i32 = 0;
export let kw: i32 = 0;
export let sh: i32 = 0;
export let sw: i32 = 0;
export let rh: i32 = 0;
export let rw: i32 = 0;
export let top: i32 = 0;
export let left: i32 = 0;
export let oh: i32 = 0;
export let ow: i32 = 0;

export function setWindow(
  inputHeight: i32,
  inputWidth: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideDown: i32,
  strideRight: i32,
  rateDown: i32,
  rateRight: i32,
  padTop: i32,
  padLeft: i32,
  outputHeight: i32,
  outputWidth: i32,
): void {
  h = inputHeight;
  w = inputWidth;
  kh = kernelHeight;
  kw = kernelWidth;
  sh = strideDown;
  sw = strideRight;
  rh = rateDown;
  rw = rateRight;
  top = padTop;
  left = padLeft;
  oh = outputHeight;
  ow = outputWidth;
}

/** The first place along an axis whose window puts the tap at distance `reach` (tap * rate - pad) on an input cell. */
// @ts-ignore: decorator
@inline
export function firstPlace(reach: i32, stride: i32): i32 {
  return max(0, ceilDivide(-reach, stride));
}

/** One past the last such place, of `places`. */
// @ts-ignore: decorator
@inline
export function endPlace(reach: i32, stride: i32, input: i32, places: i32): i32 {
  return min(places, floorDivide(input - 1 - reach, stride) + 1);
}
