import { expect, test } from "vitest";
import type { TrainingStatus } from "../../../src/protocol/training.ts";
import { addProgress, recordOf, type TrainingRecord } from "../../../webview/training-record.ts";

const status: TrainingStatus = {
  state: "running",
  epoch: 1,
  epochs: 2,
  step: 0,
  stepInEpoch: 0,
  stepsPerEpoch: 10,
  loss: undefined,
  accuracy: undefined,
  ended: undefined,
  settings: undefined,
};

const empty: TrainingRecord = { status, curve: [], epochs: [], weightsVersion: 1 };

function points(...steps: number[]) {
  return steps.map((step) => ({ step, loss: 1 / step }));
}

test("progress is added to what was heard before", () => {
  const first = addProgress(empty, { status, points: points(1, 2), epochs: [], weightsVersion: 2 });
  const second = addProgress(first, {
    status: { ...status, step: 3 },
    points: points(3),
    epochs: [],
    weightsVersion: 3,
  });
  expect(second.curve.map(({ step }) => step)).toEqual([1, 2, 3]);
  expect(second).toMatchObject({ status: { step: 3 }, weightsVersion: 3 });
});

test("a new training's first steps replace the old curve", () => {
  const epochs = [{ epoch: 1, step: 10, loss: 1, accuracy: 0, valLoss: 1, valAccuracy: 0, seconds: 1 }];
  const old = addProgress(empty, { status, points: points(1, 2, 3), epochs, weightsVersion: 2 });
  const begun = addProgress(old, { status, points: points(1), epochs, weightsVersion: 3 });
  expect(begun.curve).toEqual(points(1));
  expect(begun.epochs).toEqual(epochs);
});

test("a curve that nobody could draw is thinned and keeps its last point", () => {
  const curve = points(...Array.from({ length: 100_001 }, (_, i) => i + 1));
  const snapshot = { training: status, curve, epochs: [], weightsVersion: 1 } as unknown as Parameters<
    typeof recordOf
  >[0];
  const record = recordOf(snapshot);
  expect(record.curve.length).toBeLessThanOrEqual(40_000);
  expect(record.curve.at(-1)?.step).toBe(100_001);
});
