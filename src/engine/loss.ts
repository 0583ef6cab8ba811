/** The loss of a network's output over labelled samples, and the gradient from which backward starts. */
import type { TrainingOptions } from "../graph/training.ts";
import { allocate, type Floats } from "../tensor/floats.ts";
import { sizeOf } from "../tensor/shape.ts";
import { EngineError } from "./engine-error.ts";
import { crossEntropy, meanSquaredError } from "./loss-rules.ts";
import type { GradientStart, Network } from "./network.ts";

export type LossKind = TrainingOptions["loss"];

export interface LossResult {
  /** Summed over the samples. */
  readonly loss: number;
  /** Samples whose largest output is at their label. */
  readonly correct: number;
}

export interface Loss {
  readonly classes: number;
  /** Where backward has to start after `withGradient`. */
  readonly start: GradientStart;
  /** The loss of the last forward pass; `labels` holds the class of each of its samples. */
  measure(labels: ArrayLike<number>): LossResult;
  /**
   * The same, and writes the gradient of the mean over `of` samples, of which these are a part, to where backward starts; it
   * is the sum's gradient by `of`, which may be any number.
   */
  withGradient(labels: ArrayLike<number>, of?: number): LossResult;
  /** The class with the largest output, of one sample of the last pass. */
  predict(sample: number): number;
  /** Softmax of the logits, or the output itself under mean squared error: one sample of the last pass, copied. */
  probabilities(sample: number): Floats;
}

/** Throws an `EngineError` if the model's output cannot stand for the classes. */
export function createLoss(network: Network, kind: LossKind, classes: number): Loss {
  const { output } = network.plan;
  const size = sizeOf(output.shape.output);
  if (size !== classes || output.shape.output.at(-1) !== classes) {
    throw new EngineError(
      `${output.name} gives [${output.shape.output.join(", ")}], but the data has ${classes} classes. ` +
        `Let the last layer be a dense layer with units ${classes}.`,
    );
  }
  const last = output.index;
  const type = output.activation?.type;
  const onLogits = kind === "crossEntropy" && (type === "softmax" || type === "logSoftmax");
  const start: GradientStart = onLogits ? "beforeActivation" : "output";
  const rows = (): Floats => (onLogits ? network.beforeActivation(last) : network.output(last));
  const rule = kind === "crossEntropy" ? crossEntropy : meanSquaredError;
  const unused = allocate(network.precision, 0);
  const target = new Float64Array(classes);

  function total(labels: ArrayLike<number>, gradient: Floats, of: number): LossResult {
    const values = rows();
    const n = values.length / classes;
    let loss = 0;
    let correct = 0;
    for (let sample = 0; sample < n; sample++) {
      const label = labels[sample] as number;
      target.fill(0);
      target[label] = 1;
      loss += rule(values, target, gradient, { from: sample * classes, scale: 1 / of });
      if (largest(values, sample * classes, classes) === label) correct++;
    }
    return { loss, correct };
  }

  return {
    classes,
    start,
    measure: (labels) => total(labels, unused, labels.length),
    withGradient(labels, of = labels.length) {
      if (onLogits) fillOutputGradient(network, type, labels, of);
      return total(labels, network.gradientAt(start), of);
    },
    predict: (sample) => largest(rows(), sample * classes, classes),
    probabilities(sample) {
      const values = rows().slice(sample * classes, (sample + 1) * classes);
      return kind === "crossEntropy" ? softmax(values) : values;
    },
  };
}

/** Below this a probability's reciprocal is no float32 any more. */
const leastProbability = 1e-38;

/**
 * Backward starts before the softmax p, so nothing needs the gradient of its output; it is there to be looked at:
 * -1/p at the label, and -1 for log p.
 */
function fillOutputGradient(
  network: Network,
  type: "softmax" | "logSoftmax",
  labels: ArrayLike<number>,
  of: number,
): void {
  const output = network.output(network.plan.output.index);
  const dy = network.gradientAt("output");
  const classes = output.length / labels.length;
  for (let sample = 0; sample < labels.length; sample++) {
    const at = classes * sample + (labels[sample] as number);
    dy[at] = type === "softmax" ? -1 / (of * Math.max(output[at]!, leastProbability)) : -1 / of;
  }
}

function softmax(z: Floats): Floats {
  const most = z[largest(z, 0, z.length)]!;
  let sum = 0;
  for (let i = 0; i < z.length; i++) {
    z[i] = Math.exp(z[i]! - most);
    sum += z[i]!;
  }
  for (let i = 0; i < z.length; i++) z[i] = z[i]! / sum;
  return z;
}

function largest(values: Floats, from: number, classes: number): number {
  let best = 0;
  for (let i = 1; i < classes; i++) if (values[from + i]! > values[from + best]!) best = i;
  return best;
}
