/**
 * Losses of one sample's row. Cross entropy is fused with softmax: with logits z, log p = z - logsumexp(z), and its gradient
 * by z is softmax(z) - target, so nothing overflows and no small number is divided by.
 */
import type { Floats } from "../tensor/floats.ts";

/** Where a sample's row begins in its batch, and what its gradient is multiplied by. */
export interface Row {
  readonly from: number;
  readonly scale: number;
}

/** -sum t log softmax(z); dz = (softmax(z) sum t - t) scale. Without room in `dz` only the loss. t [classes]: one-hot or soft. */
export function crossEntropy(z: Floats, t: Floats, dz: Floats, { from, scale }: Row): number {
  const classes = t.length;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < classes; i++) most = Math.max(most, z[from + i]!);
  let sum = 0;
  for (let i = 0; i < classes; i++) sum += Math.exp(z[from + i]! - most);
  const logSum = most + Math.log(sum);
  let loss = 0;
  let whole = 0;
  for (let i = 0; i < classes; i++) {
    // A class that is not asked for adds nothing, however unlikely it is.
    if (t[i] !== 0) loss += t[i]! * (logSum - z[from + i]!);
    whole += t[i]!;
  }
  if (dz.length > 0) {
    for (let i = 0; i < classes; i++) dz[from + i] = (Math.exp(z[from + i]! - logSum) * whole - t[i]!) * scale;
  }
  return loss;
}

/** mean (y - t)^2; dy = 2 (y - t) / classes scale. Without room in `dy` only the loss. */
export function meanSquaredError(y: Floats, t: Floats, dy: Floats, { from, scale }: Row): number {
  let sum = 0;
  for (let i = 0; i < t.length; i++) {
    const difference = y[from + i]! - t[i]!;
    sum += difference * difference;
    if (dy.length > 0) dy[from + i] = (2 * difference * scale) / t.length;
  }
  return sum / t.length;
}
