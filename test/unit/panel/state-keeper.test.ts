import { describe, expect, test } from "vitest";
import type { KeptState } from "../../../src/panel/kept-state.ts";
import { StateKeeper } from "../../../src/panel/state-keeper.ts";
import { untrained } from "../../../src/panel/training-history.ts";
import { memoryFolder } from "./session-harness.ts";

const MODEL = "file:///a.cnn.json";

function state(byte: number): KeptState {
  return { weights: Uint8Array.of(byte), status: { ...untrained, step: byte }, curve: [], epochs: [] };
}

function open(folder = memoryFolder()) {
  const warnings: string[] = [];
  return { folder, warnings, keeper: new StateKeeper(folder, (message) => warnings.push(message)) };
}

describe("the keeper", () => {
  test("gives back what it was given, what was undefined too", async () => {
    const { keeper } = open();
    const kept: KeptState = {
      weights: Uint8Array.of(1, 2, 3),
      status: { ...untrained, state: "paused", epoch: 2, loss: 0.5, ended: "Stopped." },
      curve: [{ step: 1, loss: 2 }],
      epochs: [{ epoch: 1, step: 4, loss: 1, accuracy: 0.5, valLoss: undefined, valAccuracy: undefined, seconds: 3 }],
    };
    keeper.keep(MODEL, kept);
    await keeper.flush();
    expect(await keeper.read(MODEL)).toEqual(kept);
  });

  test("writes without being flushed", async () => {
    const { keeper, folder } = open();
    keeper.keep(MODEL, state(1));
    await expect.poll(() => folder.files.size).toBe(1);
  });

  test("writes the newest state, however many came", async () => {
    const { keeper } = open();
    for (let i = 1; i <= 100; i++) keeper.keep(MODEL, state(i));
    await keeper.flush();
    expect((await keeper.read(MODEL))?.status.step).toBe(100);
  });

  test("keeps models apart, and removes one alone", async () => {
    const { keeper } = open();
    keeper.keep(MODEL, state(1));
    keeper.keep("file:///b.cnn.json", state(2));
    await keeper.flush();
    keeper.remove(MODEL);
    await keeper.flush();
    expect(await keeper.read(MODEL)).toBeUndefined();
    expect((await keeper.read("file:///b.cnn.json"))?.status.step).toBe(2);
  });

  test("does not write back what was removed while it was waiting", async () => {
    const { keeper, folder } = open();
    keeper.keep(MODEL, state(1));
    keeper.remove(MODEL);
    await keeper.flush();
    expect(folder.files.size).toBe(0);
  });

  test("goes on after a refused write, having told of the first one only", async () => {
    const { keeper, folder, warnings } = open();
    folder.refuse = "EROFS: read-only file system";
    for (const i of [1, 2, 3]) {
      keeper.keep(MODEL, state(i));
      await keeper.flush();
    }
    folder.refuse = undefined;
    keeper.keep(MODEL, state(4));
    await keeper.flush();
    expect((await keeper.read(MODEL))?.status.step).toBe(4);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("read-only file system");
  });

  test("forgets models beyond fifty, the oldest first", async () => {
    const { keeper, folder } = open();
    for (let i = 0; i < 60; i++) folder.files.set(`${i}.kept`, Uint8Array.of(i));
    keeper.keep(MODEL, state(1));
    await keeper.flush();
    expect(folder.files.size).toBe(50);
    expect(folder.files.has("0.kept")).toBe(false);
    expect(await keeper.read(MODEL)).toBeDefined();
  });

  test.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ["empty", () => new Uint8Array()],
    ["cut off in its course", (bytes) => bytes.slice(0, 40)],
    ["cut off in its weights", (bytes) => bytes.slice(0, -1)],
    ["with a length beyond its end", (bytes) => Uint8Array.of(255, 255, 255, 255, ...bytes.slice(4))],
    ["of another version", (bytes) => swap(bytes, '"version":1', '"version":2')],
    ["with a state that is none", (bytes) => swap(bytes, '"state":"idle"', '"state":"idol"')],
  ])("does not read a file that is %s", async (_, damage) => {
    const { keeper, folder } = open();
    keeper.keep(MODEL, state(1));
    await keeper.flush();
    for (const [name, bytes] of folder.files) folder.files.set(name, damage(bytes));
    expect(await keeper.read(MODEL)).toBeUndefined();
  });
});

/** Puts one text in the place of another of the same length. */
function swap(bytes: Uint8Array, from: string, to: string): Uint8Array {
  return Uint8Array.from(Buffer.from(Buffer.from(bytes).toString("latin1").replace(from, to), "latin1"));
}
