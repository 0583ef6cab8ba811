/** The course of the training as this view has heard it. */
import type { CurvePoint, EpochResult, TrainingStatus } from "../src/protocol/training.ts";
import type { ModelSnapshot, ViewHostContract } from "../src/protocol/view-contract.ts";

export interface TrainingRecord {
  readonly status: TrainingStatus;
  readonly curve: readonly CurvePoint[];
  readonly epochs: readonly EpochResult[];
  readonly weightsVersion: number;
}

export type Progress = ViewHostContract["events"]["progress"];

/** More points than this are thinned: no screen shows them one by one. */
const MOST_POINTS = 40_000;

export function recordOf({ training, curve, epochs, weightsVersion }: ModelSnapshot): TrainingRecord {
  return { status: training, curve: thin(curve), epochs, weightsVersion };
}

/** Adds what is new. Steps that begin again, in a new training, replace the old ones from there on. */
export function addProgress(record: TrainingRecord, progress: Progress): TrainingRecord {
  return {
    status: progress.status,
    curve: thin(append(record.curve, progress.points, (point) => point.step)),
    epochs: append(record.epochs, progress.epochs, (result) => result.epoch),
    weightsVersion: progress.weightsVersion,
  };
}

function append<T>(old: readonly T[], added: readonly T[], orderOf: (item: T) => number): readonly T[] {
  const first = added[0];
  if (first === undefined) return old;
  const last = old.at(-1);
  const begin = orderOf(first);
  const kept = last !== undefined && orderOf(last) >= begin ? old.filter((item) => orderOf(item) < begin) : old;
  return [...kept, ...added];
}

/** Every second point, until they are few enough; the last one stays. */
function thin(curve: readonly CurvePoint[]): readonly CurvePoint[] {
  let thinned = curve;
  while (thinned.length > MOST_POINTS) {
    const odd = (thinned.length - 1) % 2;
    thinned = thinned.filter((_, index) => index % 2 === odd);
  }
  return thinned;
}
