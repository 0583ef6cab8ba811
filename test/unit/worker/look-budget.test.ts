import { describe, expect, test } from "vitest";
import { LookBudget } from "../../../src/worker/look-budget.ts";

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

  test.each([1, 20, 400])("of %i ms each, one after the other, take a twentieth of the time", async (ms) => {
    const { clock, look } = world();
    while (clock.now < 200_000) await look(ms);
    const share = (clock.now - clock.trained) / clock.now;
    expect(share).toBeGreaterThan(0.045);
    expect(share).toBeLessThan(0.055);
  });

  test("let the training catch up after one that took long", async () => {
    const { clock, look } = world();
    await look(650);
    await look(1);
    expect(clock.trained).toBeGreaterThanOrEqual(20 * 400);
  });

  test("do not wait while nothing is trained", async () => {
    const { clock, look } = world(false);
    for (let i = 0; i < 50; i++) await look(100);
    expect(clock).toEqual({ now: 5_000, trained: 0 });
  });
});
