import { describe, expect, it } from "vitest";
import { EngineError } from "../../../src/engine/engine-error.ts";
import { createOptimizer } from "../../../src/engine/optimizer.ts";
import { type LiveOptions, stepsPerEpoch, type TrainEvent, train, trainedWeights } from "../../../src/engine/train.ts";
import type { OptimizerOptions, TrainingOptions } from "../../../src/graph/training.ts";
import { networkOf, spots } from "../../support/build.ts";

const model = {
  input: [4, 4, 1],
  layers: [
    { type: "conv2d", filters: 4, kernelSize: 3, padding: "same", activation: "relu" },
    { type: "maxPool2d" },
    { type: "flatten" },
    { type: "dense", units: 4, activation: "softmax" },
  ],
};

const options: TrainingOptions = {
  dataset: "mnist",
  samples: undefined,
  testSamples: undefined,
  epochs: 3,
  batchSize: 4,
  shuffle: true,
  seed: 1,
  optimizer: { type: "sgd", learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 },
  schedule: { type: "constant" },
  clipNorm: undefined,
  loss: "crossEntropy",
};

const data = { train: spots(22, [4, 4, 1], 4), test: spots(10, [4, 4, 1], 4, 9) };

function run(changes: Partial<TrainingOptions> = {}, seed = 1) {
  const network = networkOf(model, { precision: "float32", seed });
  const events: TrainEvent[] = [...train(network, data, { ...options, ...changes })];
  return { network, events, losses: events.flatMap((event) => (event.kind === "step" ? [event.loss] : [])) };
}

describe("training", () => {
  it("does one batch at a time, the last one short", () => {
    const { events } = run();
    expect(stepsPerEpoch(data, options)).toBe(6);
    expect(events.filter(({ kind }) => kind === "step")).toHaveLength(18);
    expect(events.filter(({ kind }) => kind === "epoch")).toHaveLength(3);
  });

  it("learns what can be learned", () => {
    const { events } = run({ epochs: 40 });
    const last = events.at(-1);
    expect(last).toMatchObject({ kind: "epoch", accuracy: 1, test: { accuracy: 1 } });
    expect(last).toHaveProperty("loss", expect.closeTo(0, 1));
  });

  it("gives the same run for the same seed, and another for another", () => {
    expect(run().losses).toEqual(run().losses);
    expect(run().losses).not.toEqual(run({ seed: 2 }).losses);
    expect(run().losses).not.toEqual(run({}, 2).losses);
  });

  it("takes the samples in their order when they are not to be shuffled", () => {
    const [first] = run({ shuffle: false, epochs: 1 }).losses;
    expect(run({ shuffle: false, epochs: 1, seed: 7 }).losses[0]).toBe(first);
  });

  it("reports the mean over an epoch's samples, weighted by the batches' lengths", () => {
    const { events, losses } = run({ epochs: 1, shuffle: false });
    const lengths = [4, 4, 4, 4, 4, 2];
    const mean = losses.reduce((sum, loss, i) => sum + loss * (lengths[i] ?? 0), 0) / 22;
    expect(events.at(-1)).toHaveProperty("loss", expect.closeTo(mean, 10));
  });

  it("counts every test sample once in the confusion matrix", () => {
    const last = run().events.at(-1);
    const confusion = last?.kind === "epoch" ? (last.test?.confusion ?? []) : [];
    expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(10);
  });

  it("keeps every update below the norm that gradients are clipped to", () => {
    const before = networkOf(model, { precision: "float32" });
    const { network } = run({ epochs: 1, samples: 4, clipNorm: 0.001 });
    const moved = network.weights.flatMap(({ value }, w) =>
      [...value].map((now, i) => now - (before.weights[w]?.value[i] ?? Number.NaN)),
    );
    const norm = Math.hypot(...moved);
    expect(norm).toBeGreaterThan(0);
    expect(norm).toBeLessThan(0.001 * 0.1 * 1.001);
  });

  it("stands still where the schedule ends at nothing", () => {
    const constant = run({ epochs: 2 }).losses;
    const stepped = run({ epochs: 2, schedule: { type: "step", epochs: 1, factor: 0 } });
    expect(stepped.losses.slice(0, 7)).toEqual(constant.slice(0, 7));
    const afterFirst = run({ epochs: 1 });
    const weights = ({ network }: typeof afterFirst) => network.weights.map(({ value }) => [...value]);
    expect(weights(stepped)).toEqual(weights(afterFirst));
  });
});

describe("what changes while a training runs", () => {
  const live = () => ({ optimizer: options.optimizer, batchSize: options.batchSize });

  function drive(change: (settings: LiveOptions, event: TrainEvent) => void, changes: Partial<TrainingOptions> = {}) {
    const network = networkOf(model, { precision: "float32" });
    const settings = { ...live(), ...changes };
    const events: TrainEvent[] = [];
    for (const event of train(network, data, { ...options, ...changes }, { live: settings })) {
      events.push(event);
      change(settings, event);
    }
    const steps = events.filter((event) => event.kind === "step");
    return { network, events, losses: steps.map(({ loss }) => loss), steps };
  }

  it("is nothing if nobody changes it", () => {
    expect(drive(() => undefined).losses).toEqual(run().losses);
  });

  it("takes a learning rate from the next batch on", () => {
    const { losses, network } = drive((settings, event) => {
      if (event.kind === "step" && event.step === 3) settings.optimizer = { ...options.optimizer, learningRate: 0 };
    });
    expect(losses.slice(0, 4)).toEqual(run().losses.slice(0, 4));
    const still = networkOf(model, { precision: "float32" });
    const steps = train(still, data, options);
    for (let step = 0; step < 3; step++) steps.next();
    expect(network.weights.map(({ value }) => [...value])).toEqual(still.weights.map(({ value }) => [...value]));
  });

  it("takes a batch size from the next epoch on", () => {
    const { steps } = drive((settings) => {
      settings.batchSize = 11;
    });
    expect(steps.map(({ epoch, batch, batches }) => [epoch, batch, batches])).toEqual([
      ...[1, 2, 3, 4, 5, 6].map((batch) => [1, batch, 6]),
      ...[1, 2].map((batch) => [2, batch, 2]),
      ...[1, 2].map((batch) => [3, batch, 2]),
    ]);
  });

  it("lets another optimizer begin without memory", () => {
    const adam = { type: "adam", learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 } as const;
    const momentum = { ...options.optimizer, momentum: 0.9 } as OptimizerOptions;
    const through = (path: readonly OptimizerOptions[]) => {
      const network = networkOf(model, { precision: "float32" });
      const weights = trainedWeights(network);
      const optimizer = createOptimizer(network.arena, weights, momentum);
      for (const { gradient } of weights) gradient.fill(0.5);
      const now = () => weights.map(({ value }) => [...value]);
      for (const next of path.slice(0, -1)) {
        optimizer.use(next);
        optimizer.step(1);
      }
      const from = now();
      optimizer.use(path.at(-1) ?? momentum);
      optimizer.step(1);
      return now().map((row, w) => row.map((value, i) => value - (from[w]?.[i] ?? Number.NaN)));
    };
    const first = through([momentum])[0]?.[0] ?? 0;
    expect(through([momentum, momentum])[0]?.[0]).not.toBeCloseTo(first, 6);
    expect(through([momentum, adam, { ...momentum }])[0]?.[0]).toBeCloseTo(first, 6);
    expect(through([momentum, adam])[0]?.[0]).toBeCloseTo(-0.01, 5);
  });
});

describe("a loss that is no longer a number", () => {
  const broken = { optimizer: { ...options.optimizer, learningRate: 1e30 }, epochs: 5 };

  it("ends the run and names the step and the layer where it began", () => {
    expect(() => run(broken)).toThrow(EngineError);
    expect(() => run(broken)).toThrow(
      /no longer a finite number at step \d+ \(epoch 1\), beginning in \w+_1\. The weights of step 0 are kept/,
    );
  });

  it("puts the last good weights back", () => {
    const network = networkOf(model, { precision: "float32" });
    const before = network.weights.map(({ value }) => [...value]);
    expect(() => [...train(network, data, { ...options, ...broken } as TrainingOptions)]).toThrow(EngineError);
    expect(network.weights.map(({ value }) => [...value])).toEqual(before);
  });
});

describe("a model that does not fit its data", () => {
  it("is refused with the shape to set", () => {
    const network = networkOf({ ...model, input: [5, 5, 1] });
    expect(() => train(network, data, options).next()).toThrow(/input is \[5, 5, 1\].*images are \[4, 4, 1\]/);
  });
});
