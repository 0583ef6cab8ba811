import { expect, test } from "vitest";
import { statusText, statusTooltip } from "../../../src/panel/status-words.ts";
import { untrained } from "../../../src/panel/training-history.ts";
import type { TrainingStatus } from "../../../src/protocol/training.ts";

const at: TrainingStatus = {
  ...untrained,
  state: "running",
  epoch: 3,
  epochs: 100,
  step: 450,
  stepsPerEpoch: 200,
  loss: 0.41234,
  accuracy: 0.866,
};

test.each<[string, TrainingStatus, string]>([
  ["a running training", at, "$(sync~spin) Epoch 3/100 · loss 0.412 · 87 %"],
  ["one that has no step yet", { ...untrained, state: "running", epoch: 1, epochs: 5 }, "$(sync~spin) Epoch 1/5"],
  ["a paused one", { ...at, state: "paused" }, "$(debug-pause) Paused at epoch 3/100 · loss 0.412 · 87 %"],
  ["a finished one", { ...at, state: "idle" }, "$(check) Trained · loss 0.412 · 87 %"],
  ["a stopped one", { ...at, state: "idle", ended: "Stopped." }, "$(circle-slash) Stopped · loss 0.412 · 87 %"],
  ["a model that was never trained", untrained, "$(circuit-board) ConvLens"],
  ["a tiny loss", { ...at, loss: 1.5e-9 }, "$(sync~spin) Epoch 3/100 · loss 1.50e-9 · 87 %"],
])("the status bar tells of %s", (_, status, text) => {
  expect(statusText(status)).toBe(text);
});

test("the tooltip says by what it was computed, and why by one thread where no other can be", () => {
  const engine = { kernels: "relaxed", threads: 2, shares: true } as const;
  expect(statusTooltip("a.cnn.json", { ...at, engine })).toContain("\nComputed by relaxed kernels on 2 threads.\n");
  expect(statusTooltip("a.cnn.json", { ...at, engine: { ...engine, threads: 1, shares: false } })).toContain(
    "\nComputed by relaxed kernels on 1 thread, because threads cannot share memory here.\n",
  );
});

test("the tooltip names the file and why the training ended", () => {
  const status = { ...at, state: "idle", ended: "Stopped at epoch 3, step 50." } as const;
  expect(statusTooltip("article.cnn.json", status)).toMatch(/^article\.cnn\.json: Stopped at epoch 3, step 50\./);
});
