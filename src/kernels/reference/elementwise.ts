/** Value by value; all arrays have one length. */
import type { Floats } from "../../tensor/floats.ts";

export function multiply(x: Floats, factor: Floats, y: Floats): void {
  for (let i = 0; i < y.length; i++) y[i] = x[i]! * factor[i]!;
}

export function multiplyGradient(dy: Floats, factor: Floats, dx: Floats): void {
  for (let i = 0; i < dx.length; i++) dx[i]! += dy[i]! * factor[i]!;
}

export function accumulate(x: Floats, y: Floats): void {
  for (let i = 0; i < y.length; i++) y[i]! += x[i]!;
}
