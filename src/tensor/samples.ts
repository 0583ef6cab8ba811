import type { Floats } from "./floats.ts";
import type { Shape } from "./shape.ts";

/** Labelled images, wherever they come from. */
export interface Samples {
  readonly count: number;
  /** Of one sample: [height, width, channels]. */
  readonly shape: Shape;
  /** Labels run from 0 to `classes` - 1. */
  readonly classes: number;
  label(index: number): number;
  /** Writes one sample, its pixels divided by 255, into `target` from `offset` on. */
  write(index: number, target: Floats, offset: number): void;
}

/** The first `count` samples; all of them if there are fewer or no count is given. */
export function firstSamples(samples: Samples, count: number | undefined): Samples {
  if (count === undefined || count >= samples.count) return samples;
  return {
    count,
    shape: samples.shape,
    classes: samples.classes,
    label: (index) => samples.label(index),
    write: (index, target, offset) => samples.write(index, target, offset),
  };
}
