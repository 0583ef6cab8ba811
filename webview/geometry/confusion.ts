/** What an evaluation of labelled samples says: which class was taken for which, how well each is known, what went wrong. */
import type { TestReport } from "../../src/protocol/evaluation.ts";

type Predicted = Pick<TestReport, "labels" | "predictions">;

/** `at(label, prediction)` is how many samples of the one class were taken for the other. */
export interface Confusion {
  readonly classes: number;
  readonly total: number;
  /** The most on the diagonal, and beside it. */
  readonly most: { readonly right: number; readonly wrong: number };
  at(label: number, prediction: number): number;
}

export function confusionOf({ labels, predictions, classes }: Predicted & Pick<TestReport, "classes">): Confusion {
  const counts = new Uint32Array(classes * classes);
  labels.forEach((label, sample) => {
    const place = label * classes + (predictions[sample] ?? 0);
    counts[place] = (counts[place] ?? 0) + 1;
  });
  const most = { right: 0, wrong: 0 };
  counts.forEach((count, place) => {
    const side = place % (classes + 1) === 0 ? "right" : "wrong";
    most[side] = Math.max(most[side], count);
  });
  return { classes, total: labels.length, most, at: (label, guess) => counts[label * classes + guess] ?? 0 };
}

export interface ClassFigures {
  readonly label: number;
  /** Samples of the class. */
  readonly count: number;
  /** The share of right ones among those that were taken for the class; `undefined` if none was. */
  readonly precision: number | undefined;
  /** The share of the class's samples that were found; `undefined` if it has none. */
  readonly recall: number | undefined;
  /** The harmonic mean of the two: 2 · right / (taken for the class + of the class). */
  readonly f1: number | undefined;
}

export function classFigures({ classes, at }: Confusion): ClassFigures[] {
  const all = Array.from({ length: classes }, (_, index) => index);
  return all.map((label) => {
    const right = at(label, label);
    const count = all.reduce((sum, other) => sum + at(label, other), 0);
    const taken = all.reduce((sum, other) => sum + at(other, label), 0);
    return {
      label,
      count,
      precision: part(right, taken),
      recall: part(right, count),
      f1: part(2 * right, taken + count),
    };
  });
}

/** The mean over the classes that have the figure; `undefined` if none has. */
export function meanOf(figures: readonly ClassFigures[], figure: "precision" | "recall" | "f1"): number | undefined {
  const known = figures.map((of) => of[figure]).filter((value) => value !== undefined);
  return part(
    known.reduce((sum, value) => sum + value, 0),
    known.length,
  );
}

/** The wrong answers, the surest first; those whose confidence is no number last. */
export function mistakesOf({
  labels,
  predictions,
  confidences,
}: Predicted & Pick<TestReport, "confidences">): number[] {
  const sureness = (sample: number): number => {
    const confidence = confidences[sample] ?? Number.NaN;
    return Number.isNaN(confidence) ? Number.NEGATIVE_INFINITY : confidence;
  };
  const wrong = Array.from(labels.keys()).filter((sample) => labels[sample] !== predictions[sample]);
  return wrong.sort((a, b) => sureness(b) - sureness(a) || a - b);
}

/** The samples of one class that were taken for another, or for itself, in the order of the set. */
export function samplesAt({ labels, predictions }: Predicted, label: number, prediction: number): number[] {
  return Array.from(labels.keys()).filter((at) => labels[at] === label && predictions[at] === prediction);
}

function part(some: number, all: number): number | undefined {
  return all === 0 ? undefined : some / all;
}
