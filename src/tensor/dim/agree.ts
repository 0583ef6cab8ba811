/** Whether two sizes that grow out of the same one in different ways can be equal: `H` and `(H + 1)//2` of one image. */
import type { Dim } from "../dim.ts";
import { evaluateDim, lettersIn } from "./evaluate.ts";
import { compareDims } from "./order.ts";

/** Sides of images and lengths of sequences. Below these nearly everything comes down to 1. */
const sides = Array.from({ length: 1009 }, (_, place) => 16 + place);

export function canBeEqual(left: Dim, right: Dim): boolean {
  return canAgree(left, right, (a, b) => a === b);
}

/** As `canBeEqual`, where a size of 1 fits to any other. */
export function canBroadcast(left: Dim, right: Dim): boolean {
  return canAgree(left, right, (a, b) => a === b || a === 1 || b === 1);
}

function canAgree(left: Dim, right: Dim, agree: (a: number, b: number) => boolean): boolean {
  const equal = compareDims("==", left, right);
  if (equal === true) return true;
  const [name, ...others] = new Set([...lettersIn(left), ...lettersIn(right)]);
  const isAlone = typeof left === "number" || typeof right === "number" || others.length > 0;
  if (isAlone || name === undefined) return equal === undefined || (agree(1, 2) && (canBeOne(left) || canBeOne(right)));
  return sides.some((side) => {
    const letters = new Map([[name, side]]);
    const [a, b] = [evaluateDim(left, letters), evaluateDim(right, letters)];
    return a === undefined || b === undefined || agree(a, b);
  });
}

function canBeOne(dim: Dim): boolean {
  return compareDims("==", dim, 1) !== false;
}
