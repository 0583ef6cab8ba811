import { describe, expect, test } from "vitest";
import { LookBudget } from "../../../src/worker/look-budget.ts";
import { nodePlatform } from "../../../src/worker/node-platform.ts";
import { tinyData, tinyModel } from "./tiny-data.ts";
import { startWorker } from "./worker-harness.ts";

/** A clock that a look of so many milliseconds moves, and between looks a training. */
function world(isTraining = true) {
  const clock = { now: 0, trained: 0 };
  const platform = {
    now: () => clock.now,
    breathe: async () => {
      clock.now += 15;
      clock.trained += 15;
    },
  };
  const budget = new LookBudget(platform, () => isTraining);
  const look = (ms: number) =>
    budget.look(() => {
      clock.now += ms;
      return clock.now;
    });
  return { clock, look };
}

describe("looks at a model that is trained", () => {
  test("are answered at once while they are few", async () => {
    const { clock, look } = world();
    for (const ms of [6, 6, 6]) await look(ms);
    expect(clock).toEqual({ now: 18, trained: 0 });
  });

  test.each([1, 20, 400])("of %i ms each, one after the other, take a twenty-fifth of the time", async (ms) => {
    const { clock, look } = world();
    while (clock.now < 200_000) await look(ms);
    const share = (clock.now - clock.trained) / clock.now;
    expect(share).toBeGreaterThan(0.036);
    expect(share).toBeLessThan(0.044);
  });

  test("let the training catch up after one that took long", async () => {
    const { clock, look } = world();
    await look(650);
    await look(1);
    expect(clock.trained).toBeGreaterThanOrEqual(25 * 600);
  });

  test("do not wait while nothing is trained", async () => {
    const { clock, look } = world(false);
    for (let i = 0; i < 50; i++) await look(100);
    expect(clock).toEqual({ now: 5_000, trained: 0 });
  });
});

describe("a worker that trains", () => {
  /** A clock that goes by a millisecond each time it is read, and by more while an answer about a layer is posted. */
  function worldOfPosts(ms: number) {
    const clock = { now: 0, posted: 0, checkpoints: 0 };
    const platform = { ...nodePlatform, now: () => ++clock.now };
    const isOf = (message: unknown, key: string): boolean => JSON.stringify(message).includes(`"${key}"`);
    const harness = startWorker(platform, (message) => {
      if (isOf(message, "checkpoint")) clock.now += clock.checkpoints;
      if (!isOf(message, "inputGradients")) return;
      clock.now += ms;
      clock.posted += ms;
    });
    return { clock, harness };
  }

  async function sharePosted(ms: number, checkpoints = 0): Promise<number> {
    const { clock, harness } = worldOfPosts(ms);
    const { worker, open } = harness;
    await worker.call("loadDataset", tinyData());
    await open(tinyModel({ training: { epochs: 1_000_000 } }));
    const run = worker.call("train", undefined);
    const look = () => worker.call("inspect", { layer: 0, sample: { set: "test", index: 0 } });
    await look();
    Object.assign(clock, { posted: 0, checkpoints });
    const from = clock.now;
    while (clock.now < from + 40_000) await look();
    const share = clock.posted / (clock.now - from);
    await worker.call("stop", undefined);
    await run;
    return share;
  }

  test.each([5, 40, 300])("spends a twenty-fifth of its time on answers that take %i ms to post", async (ms) => {
    const share = await sharePosted(ms);
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.045);
  });

  test("does not take the training's own messages for looks", async () => {
    expect(await sharePosted(40, 400)).toBeGreaterThan(0.025);
  });
});
