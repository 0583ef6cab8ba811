/**
 * Optimizers over a network's trained weights. Keras and PyTorch write the same methods in forms that differ in the
 * small: whose form is used is the `dialect`. For `.cnn.json` it is Keras's.
 */
import type { OptimizerOptions } from "../graph/training.ts";
import type { Arena } from "../tensor/backend.ts";
import type { Floats } from "../tensor/floats.ts";

export type OptimizerDialect = "keras" | "torch";

export interface Trained {
  readonly value: Floats;
  readonly gradient: Floats;
}

export interface Optimizer {
  /** Updates every weight by its gradient, once, with the learning rate times `factor`. */
  step(factor: number): void;
  /** Goes on with these options. Another method begins anew, without memory of earlier gradients. */
  use(options: OptimizerOptions): void;
}

/** As many as any optimizer keeps. */
export const mostSlots = 2;

/** Numbers kept for each weight: the velocity, or Adam's two moments. */
export function optimizerSlots(options: OptimizerOptions): number {
  if (options.type === "adam") return 2;
  return options.momentum === 0 ? 0 : 1;
}

/** Gradient descent without memory, and without a decay that the gradient would have to be known for. */
export function isPlainDescent(options: OptimizerOptions): boolean {
  return options.type === "sgd" && options.momentum === 0 && options.weightDecay === 0;
}

export function createOptimizer(
  { kernels, floats }: Arena,
  weights: readonly Trained[],
  first: OptimizerOptions,
  dialect: OptimizerDialect = "keras",
): Optimizer {
  const slots: Floats[][] = weights.map(() => []);
  const none = floats(0);
  let options = first;
  let count = 0;

  function take(length: number): void {
    for (const [index, { value }] of weights.entries()) {
      while ((slots[index]?.length ?? length) < length) slots[index]?.push(floats(value.length));
    }
  }

  take(optimizerSlots(first));
  return {
    use(next) {
      if (next === options) return;
      if (next.type !== options.type) {
        for (const slot of slots.flat()) slot.fill(0);
        count = 0;
      }
      take(optimizerSlots(next));
      options = next;
    },
    step(factor) {
      count++;
      const learningRate = options.learningRate * factor;
      weights.forEach(({ value, gradient }, index) => {
        const [momentum = none, square = none] = slots[index] ?? [];
        if (options.type === "adam")
          kernels.adamUpdate(value, gradient, momentum, square, adamStep({ ...options, learningRate }, dialect, count));
        else kernels.sgdUpdate(value, gradient, momentum, sgdStep({ ...options, learningRate }, dialect));
      });
    },
  };
}

type Sgd = Extract<OptimizerOptions, { type: "sgd" }>;
type Adam = Extract<OptimizerOptions, { type: "adam" }>;

function sgdStep({ learningRate, momentum, nesterov, weightDecay }: Sgd, dialect: OptimizerDialect) {
  const [gradientScale, stepScale] = dialect === "torch" ? [1, learningRate] : [learningRate, 1];
  return { momentum, nesterov, weightDecay, gradientScale, stepScale };
}

function adamStep(
  { learningRate, beta1, beta2, epsilon, weightDecay }: Adam,
  dialect: OptimizerDialect,
  count: number,
) {
  const correction = Math.sqrt(1 - beta2 ** count);
  // Keras adds epsilon to the uncorrected root, PyTorch to the corrected one.
  const scaledEpsilon = dialect === "torch" ? epsilon * correction : epsilon;
  return {
    beta1,
    beta2,
    weightDecay,
    stepSize: (learningRate * correction) / (1 - beta1 ** count),
    epsilon: scaledEpsilon,
  };
}
