/** Whether two sizes that grow out of the same one in different ways can be equal: `H` and `(H + 1)//2` of one image. */
import type { Dim } from "../dim.ts";
import { evaluateDim, lettersIn } from "./evaluate.ts";
import { compareDims } from "./order.ts";

const MOST = 1024;
const IMAGE_SIDE = /^[HW]\d*$/;
/** Below it nearly everything comes down to 1. */
const SMALLEST_IMAGE = 16;

/** Whether two sizes fit where the one that both grow out of is so large, and no smaller one is likely if it is `usual`. */
type Agree = (a: number, b: number, usual: boolean) => boolean;

export function canBeEqual(left: Dim, right: Dim): boolean {
  return canAgree(left, right, (a, b, usual) => usual && a === b);
}

/**
 * As `canBeEqual`, where a size of 1 fits to any other: a window over all of a small map makes one of 7 or 8. That 2 comes down to 1
 * is no window of that kind.
 */
export function canBroadcast(left: Dim, right: Dim): boolean {
  return canAgree(left, right, (a, b, usual) => (a === 1 || b === 1 ? usual || Math.max(a, b) > 2 : usual && a === b));
}

function canAgree(left: Dim, right: Dim, agree: Agree): boolean {
  const equal = compareDims("==", left, right);
  if (equal === true) return true;
  const [name, ...others] = new Set([...lettersIn(left), ...lettersIn(right)]);
  const isAlone = typeof left === "number" || typeof right === "number" || others.length > 0;
  if (isAlone || name === undefined)
    return equal === undefined || (agree(1, 2, true) && (canBeOne(left) || canBeOne(right)));
  const smallest = IMAGE_SIDE.test(name) ? SMALLEST_IMAGE : 1;
  for (let side = 1; side <= MOST; side++) {
    const letters = new Map([[name, side]]);
    const [a, b] = [evaluateDim(left, letters), evaluateDim(right, letters)];
    if (a === undefined || b === undefined || agree(a, b, side >= smallest)) return true;
  }
  return false;
}

function canBeOne(dim: Dim): boolean {
  return compareDims("==", dim, 1) !== false;
}
