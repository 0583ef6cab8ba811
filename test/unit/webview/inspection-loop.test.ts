import { describe, expect, test } from "vitest";
import type { Inspection, Part } from "../../../src/protocol/inspection.ts";
import {
  createInspectionLoop,
  type InspectionLoop,
  type Outcome,
  type RevisedRequest,
  type Wish,
} from "../../../webview/inspection-loop.ts";

interface Asked {
  readonly request: RevisedRequest;
  readonly at: number;
  readonly answer: (error?: string) => Promise<void>;
}

/** A host that answers when it is told to, and a clock that moves when it is told to. */
class World {
  time = 0;
  readonly asked: Asked[] = [];
  readonly outcomes: Outcome[] = [];
  readonly loop: InspectionLoop;
  #timers: { at: number; run: () => void }[] = [];

  constructor() {
    const world = {
      inspect: (request: RevisedRequest) => this.#ask(request),
      now: () => this.time,
      later: (ms: number, run: () => void) => void this.#timers.push({ at: this.time + ms, run }),
    };
    this.loop = createInspectionLoop(world, (outcome) => this.outcomes.push(outcome));
  }

  #ask(request: RevisedRequest): Promise<Inspection> {
    return new Promise((resolve, reject) => {
      const answer = async (error?: string): Promise<void> => {
        if (error === undefined) resolve({ layer: request.layer } as Inspection);
        else reject(new Error(error));
        await new Promise((settled) => setImmediate(settled));
      };
      this.asked.push({ request, at: this.time, answer });
    });
  }

  pass(ms: number): void {
    this.time += ms;
    const due = this.#timers.filter(({ at }) => at <= this.time);
    this.#timers = this.#timers.filter(({ at }) => at > this.time);
    for (const { run } of due) run();
  }
}

function wish(layer: number, weightsVersion = 1, revision = 1): Wish {
  return { request: { layer, revision, sample: { set: "test", index: 0 } }, weightsVersion };
}

describe("inspections", () => {
  test("begin at once", () => {
    const world = new World();
    world.loop.wish(wish(0));
    expect(world.asked).toHaveLength(1);
  });

  test("bear the sample that was asked about, as an own image does not travel back", async () => {
    const world = new World();
    const sample = { set: "own", pixels: Float32Array.of(1), label: undefined } as const;
    world.loop.wish({ request: { layer: 0, revision: 1, sample }, weightsVersion: 1 });
    await world.asked[0]?.answer();
    const [outcome] = world.outcomes;
    expect(outcome?.kind === "answer" && outcome.inspection.sample).toBe(sample);
  });

  test("are not asked twice for the same", async () => {
    const world = new World();
    world.loop.wish(wish(0));
    await world.asked[0]?.answer();
    world.pass(1000);
    world.loop.wish(wish(0));
    expect(world.asked).toHaveLength(1);
    expect(world.outcomes).toHaveLength(1);
  });

  test("wait for the one under way, and then ask for the latest wish alone", async () => {
    const world = new World();
    for (const layer of [0, 1, 2]) world.loop.wish(wish(layer));
    world.pass(500);
    expect(world.asked).toHaveLength(1);
    await world.asked[0]?.answer();
    expect(world.asked.map(({ request }) => request.layer)).toEqual([0, 2]);
  });

  test("come at most ten times a second", async () => {
    const world = new World();
    world.loop.wish(wish(0, 1));
    await world.asked[0]?.answer();
    world.pass(30);
    world.loop.wish(wish(0, 2));
    expect(world.asked).toHaveLength(1);
    world.pass(70);
    expect(world.asked.map(({ at }) => at)).toEqual([0, 100]);
  });

  test("of another layer, or of further parts, do not wait, though one was asked for a moment ago", async () => {
    for (const next of [wish(1), { ...wish(0), request: { ...wish(0).request, parts: ["weights"] as const } }]) {
      const world = new World();
      world.loop.wish({ ...wish(0), request: { ...wish(0).request, parts: ["values"] } });
      await world.asked[0]?.answer();
      world.pass(10);
      world.loop.wish(next);
      expect(world.asked.map(({ at }) => at)).toEqual([0, 10]);
    }
  });

  test("tell of new weights although the answer is already older than the newest", async () => {
    const world = new World();
    world.loop.wish(wish(0, 1));
    world.loop.wish(wish(0, 2));
    await world.asked[0]?.answer();
    expect(world.outcomes).toHaveLength(1);
  });

  test("drop answers about another layer or another revision", async () => {
    for (const later of [wish(1), wish(0, 1, 2)]) {
      const world = new World();
      world.loop.wish(wish(0));
      world.loop.wish(later);
      await world.asked[0]?.answer();
      expect(world.outcomes).toEqual([]);
    }
  });

  test("are asked again for parts that were not asked for, and not for fewer", async () => {
    const world = new World();
    const partial = (parts: readonly Part[]): Wish => ({ ...wish(0), request: { ...wish(0).request, parts } });
    world.loop.wish(partial(["image", "values"]));
    await world.asked[0]?.answer();
    world.pass(100);
    world.loop.wish(partial(["image"]));
    expect(world.asked).toHaveLength(1);
    world.loop.wish(partial(["image", "gradients"]));
    expect(world.asked).toHaveLength(2);
  });

  test("of an own image are told although it was drawn further meanwhile, and the newest state is asked for", async () => {
    const drawn = (ink: number): Wish => {
      const sample = { set: "own", pixels: Float32Array.of(ink), label: undefined } as const;
      return { request: { layer: 0, revision: 1, sample }, weightsVersion: 1 };
    };
    const world = new World();
    for (const ink of [1, 2, 3]) world.loop.wish(drawn(ink));
    world.pass(500);
    await world.asked[0]?.answer();
    expect(world.outcomes).toHaveLength(1);
    expect(world.asked.map(({ request }) => request.sample)).toEqual([drawn(1), drawn(3)].map((w) => w.request.sample));
  });

  test("rest while nothing is wished, and ask again afterwards", async () => {
    const world = new World();
    world.loop.wish(wish(0));
    world.loop.wish(undefined);
    await world.asked[0]?.answer();
    world.pass(1000);
    expect(world.asked).toHaveLength(1);
    expect(world.outcomes).toEqual([]);
    world.loop.wish(wish(0));
    expect(world.asked).toHaveLength(2);
  });

  test("that fail are told, and asked again only when that is wanted", async () => {
    const world = new World();
    world.loop.wish(wish(0));
    await world.asked[0]?.answer("The worker was lost.");
    expect(world.outcomes).toEqual([{ kind: "failure", request: wish(0).request, message: "The worker was lost." }]);
    world.pass(1000);
    expect(world.asked).toHaveLength(1);
    world.loop.retry();
    expect(world.asked).toHaveLength(2);
  });
});
