import { describe, expect, test } from "vitest";
import type { TrainingStatus } from "../../../../src/protocol/training.ts";
import { describeEpoch, factsOf, shareDone, titleOf } from "../../../../webview/words/training.ts";

function status(changes: Partial<TrainingStatus>): TrainingStatus {
  return {
    state: "idle",
    epoch: 0,
    epochs: 5,
    step: 0,
    stepInEpoch: 0,
    stepsPerEpoch: 100,
    loss: undefined,
    accuracy: undefined,
    ended: undefined,
    settings: undefined,
    ...changes,
  };
}

describe("the training's title", () => {
  test.each([
    ["Not trained", {}],
    ["Weights loaded", { loadedFrom: "lenet.safetensors" }],
    ["Training", { state: "running" as const, epoch: 1 }],
    ["Paused", { state: "paused" as const, epoch: 1, step: 3 }],
    ["Trained", { epoch: 5, step: 500, stepInEpoch: 100 }],
    ["Stopped", { epoch: 2, step: 130, ended: "Stopped at epoch 2, step 30." }],
    ["Stopped", { epoch: 2, step: 130 }],
  ])("is %s", (title, changes) => {
    expect(titleOf(status(changes))).toBe(title);
  });
});

test("steps are told within their epoch", () => {
  const facts = factsOf(
    status({ state: "running", epoch: 3, step: 1240, stepInEpoch: 40, stepsPerEpoch: 600, loss: 0.25, accuracy: 0.9 }),
  );
  expect(facts.map(({ name, value }) => `${name} ${value}`)).toEqual([
    "epoch 3 of 5",
    "step 40 of 600",
    "loss 0.2500",
    "accuracy 90.0\u00a0%",
  ]);
});

test("a loss that is no number is told as one", () => {
  expect(factsOf(status({ step: 1, loss: Number.NaN })).at(-1)).toEqual({ name: "loss", value: "NaN" });
});

test("nothing is told of a training that has not begun", () => {
  expect(factsOf(status({}))).toEqual([]);
  expect(factsOf(status({ loadedFrom: "a.safetensors" }))).toEqual([{ name: "from", value: "a.safetensors" }]);
  expect(shareDone(status({}))).toBeUndefined();
});

test("the done share counts all epochs", () => {
  expect(shareDone(status({ epoch: 2, step: 150, stepInEpoch: 50 }))).toBe(0.3);
});

test("an epoch tells its test results where it has some", () => {
  const epoch = { epoch: 3, step: 300, loss: 0.2, accuracy: 0.939, valLoss: 0.25, valAccuracy: 0.931, seconds: 2 };
  expect(describeEpoch(epoch)).toBe(
    "Epoch 3: loss 0.2000, accuracy 93.9\u00a0%; on the test images loss 0.2500, accuracy 93.1\u00a0%.",
  );
  expect(describeEpoch({ ...epoch, valLoss: undefined, valAccuracy: undefined })).toBe(
    "Epoch 3: loss 0.2000, accuracy 93.9\u00a0%.",
  );
});
