import type { Trained } from "./optimizer.ts";

/** Scales all gradients so that their norm, taken over all weights together, is at most `most` (Pascanu et al. 2013). */
export function clipGradients(weights: readonly Trained[], most: number): void {
  let squares = 0;
  for (const { gradient } of weights) for (let i = 0; i < gradient.length; i++) squares += gradient[i]! ** 2;
  const norm = Math.sqrt(squares);
  if (norm <= most) return;
  for (const { gradient } of weights)
    for (let i = 0; i < gradient.length; i++) gradient[i] = (gradient[i]! * most) / norm;
}
