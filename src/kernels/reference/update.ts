/** Parameter updates: gradient descent with momentum (Polyak, Nesterov) and Adam (Kingma and Ba 2014). */
import type { Floats } from "../../tensor/floats.ts";
import type { AdamStep, SgdStep } from "../../tensor/kernels.ts";

export function sgdUpdate(weight: Floats, gradient: Floats, velocity: Floats, step: SgdStep): void {
  const { momentum, nesterov, weightDecay, gradientScale, stepScale } = step;
  for (let i = 0; i < weight.length; i++) {
    const w = weight[i]!;
    const scaled = gradientScale * (gradient[i]! + weightDecay * w);
    if (momentum === 0) {
      weight[i] = w - stepScale * scaled;
      continue;
    }
    const v = momentum * velocity[i]! + scaled;
    velocity[i] = v;
    weight[i] = w - stepScale * (nesterov ? momentum * v + scaled : v);
  }
}

export function adamUpdate(weight: Floats, gradient: Floats, first: Floats, second: Floats, step: AdamStep): void {
  const { beta1, beta2, weightDecay, stepSize, epsilon } = step;
  for (let i = 0; i < weight.length; i++) {
    const w = weight[i]!;
    const g = gradient[i]! + weightDecay * w;
    const m = beta1 * first[i]! + (1 - beta1) * g;
    const v = beta2 * second[i]! + (1 - beta2) * g * g;
    first[i] = m;
    second[i] = v;
    weight[i] = w - (stepSize * m) / (Math.sqrt(v) + epsilon);
  }
}
