import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, test } from "vitest";
import { type TrainEvent, train } from "../../../src/engine/train.ts";
import { toPortable } from "../../../src/graph/portable.ts";
import { chooseBackend } from "../../../src/kernels/choose-backend.ts";
import type { BackendName } from "../../../src/tensor/backend.ts";
import type { Crew } from "../../../src/threads/crew.ts";
import type { StartHelper } from "../../../src/threads/helper-thread.ts";
import { startNodeHelper } from "../../../src/threads/node-threads.ts";
import { networkOf, readModel } from "../../support/build.ts";
import { crewOf, mnist } from "../../support/crew.ts";

const model = {
  input: [28, 28, 1],
  layers: [
    { type: "conv2d", filters: 4, kernelSize: 3, strides: 2, activation: "relu" },
    { type: "maxPool2d" },
    { type: "flatten" },
    { type: "dense", units: 10, activation: "softmax" },
  ],
  training: {
    samples: 50,
    testSamples: 23,
    epochs: 2,
    batchSize: 16,
    seed: 3,
    optimizer: { type: "sgd", learningRate: 0.05, momentum: 0.9 },
  },
};

const layers: object[] = [...model.layers];
const withDropout = { ...model, layers: layers.toSpliced(3, 0, { type: "dropout", rate: 0.5 }) };

const open: Crew[] = [];

afterEach(() => {
  for (const crew of open.splice(0)) crew.close();
});

type Described = Omit<typeof model, "layers"> & { readonly layers: readonly object[] };

interface Way {
  readonly threads: number;
  readonly backend?: BackendName;
  readonly start?: StartHelper;
  readonly training?: object;
}

function openTraining(described: Described, { threads, backend = "reference", start, training = {} }: Way) {
  const document = readModel({ ...described, training: { ...described.training, ...training } });
  const { training: options } = document;
  const network = networkOf(document, {
    ...{ batchSize: 5, seed: options.seed, maxBytes: 2 ** 28 },
    ...{ backend: chooseBackend(backend), precision: "float32", optimizerSlots: 1 },
  });
  const crew = crewOf({ network, backend, model: toPortable(document.graph, options), threads, start });
  if (crew) open.push(crew);
  return { network, steps: train(network, mnist, options, { helpers: crew }) };
}

/** All events, with turns of the event loop in between, as every driver makes them. */
async function runToEnd(steps: Generator<TrainEvent, void>): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for (const event of steps) {
    events.push(event);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return events;
}

async function run(described: Described, way: Way) {
  const { network, steps } = openTraining(described, way);
  const events = await runToEnd(steps);
  const losses = events.flatMap((event) => (event.kind === "step" ? [event.loss] : []));
  const tests = events.flatMap((event) => (event.kind === "epoch" && event.test ? [event.test] : []));
  return { losses, tests, weights: network.weights.map(({ value }) => [...value]) };
}

describe("a training shared by threads", () => {
  test.each([2, 3])("of which there are %i gives one thread's numbers but for rounding", async (threads) => {
    const [one, several] = [await run(model, { threads: 1 }), await run(model, { threads })];
    expect(several.losses).toHaveLength(8);
    several.losses.forEach((loss, step) => {
      expect(loss).toBeCloseTo(one.losses[step] ?? Number.NaN, 5);
    });
    several.weights.flat().forEach((value, index) => {
      expect(value).toBeCloseTo(one.weights.flat()[index] ?? Number.NaN, 4);
    });
    expect(several.tests.map(({ predictions }) => [...predictions])).toEqual(
      one.tests.map(({ predictions }) => [...predictions]),
    );
    expect(several.tests[1]?.confusion).toEqual(one.tests[1]?.confusion);
    expect(several.tests[1]?.loss).toBeCloseTo(one.tests[1]?.loss ?? Number.NaN, 5);
  });

  test.each(["relaxed", "simd", "reference"] as const)(
    "gives the same bits again, with %s kernels",
    async (backend) => {
      const again = () => run(withDropout, { threads: 3, backend });
      expect(await again()).toEqual(await again());
    },
  );

  test("drops other values in each thread", async () => {
    const asLeader: StartHelper = ({ network, ...setup }) =>
      startNodeHelper({ ...setup, network: { ...network, seed: network.seed - 1_000_003 } });
    const [own, alike] = [
      await run(withDropout, { threads: 2 }),
      await run(withDropout, { threads: 2, start: asLeader }),
    ];
    expect(own.losses[0]).not.toBe(alike.losses[0]);
  });

  test("takes batches that are smaller than the number of threads", async () => {
    const small = { batchSize: 2, samples: 5, epochs: 1 };
    const [one, three] = [
      await run(model, { threads: 1, training: small }),
      await run(model, { threads: 3, training: small }),
    ];
    expect(three.losses).toHaveLength(3);
    three.losses.forEach((loss, step) => {
      expect(loss).toBeCloseTo(one.losses[step] ?? Number.NaN, 5);
    });
  });

  test("names the layer where a loss ceases to be a number, whichever thread meets it", async () => {
    const { network, steps } = openTraining(model, {
      threads: 2,
      training: { optimizer: { type: "sgd", learningRate: 1e30 } },
    });
    const before = network.weights.map(({ value }) => [...value]);
    await expect(runToEnd(steps)).rejects.toThrow(
      /no longer a finite number at step \d+ \(epoch 1\), beginning in \w+_1/,
    );
    expect(network.weights.map(({ value }) => [...value])).toEqual(before);
  });
});

describe("a helper that is lost", () => {
  test("ends the training with an error, and the weights of the last step are there", async () => {
    const workers: Worker[] = [];
    const start: StartHelper = (setup) => {
      const worker = new Worker(new URL("../../../src/threads/node-helper.ts", import.meta.url), { workerData: setup });
      const thread = { lost: undefined as string | undefined };
      worker.on("exit", (code) => {
        thread.lost = `it ended with code ${code}`;
      });
      workers.push(worker);
      return thread;
    };
    const { network, steps } = openTraining(model, { threads: 2, start });
    let last: number[][] = [];
    const killed = (async () => {
      for (const event of steps) {
        if (event.kind === "step") last = network.weights.map(({ value }) => [...value]);
        if (event.kind === "step" && event.step === 3) await workers[0]?.terminate();
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await expect(killed).rejects.toThrow(/A thread that helps to compute was lost \(it ended with code 1\)\./);
    expect(network.weights.map(({ value }) => [...value])).toEqual(last);
    expect(last.flat().every(Number.isFinite)).toBe(true);
  });

  test("because it could not begin says why", async () => {
    const start: StartHelper = (setup) => startNodeHelper({ ...setup, network: { ...setup.network, maxBytes: 1 } });
    const { steps } = openTraining(model, { threads: 2, start });
    await expect(runToEnd(steps)).rejects.toThrow(/was lost \(The model needs .* and may use/);
  });
});
