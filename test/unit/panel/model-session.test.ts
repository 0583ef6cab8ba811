import { describe, expect, test, vi } from "vitest";
import { writeSafetensors } from "../../../src/formats/safetensors.ts";
import type { LayerDefinition } from "../../../src/layers/layer.ts";
import { layers } from "../../../src/layers/table.ts";
import { allParts } from "../../../src/protocol/inspection.ts";
import { tinyData, tinyModel } from "../worker/tiny-data.ts";
import { memoryFolder, openSession, readModel, untilTraining, weightsOf } from "./session-harness.ts";

const endless = tinyModel({ training: { epochs: 1_000_000 } });
const first = { layer: 0, sample: { set: "train", index: 0 } as const };

describe("a model's session", () => {
  test("starts no worker before it is needed", async () => {
    const { session, started } = openSession();
    await session.ready;
    session.snapshot();
    expect(started()).toBe(0);
    await session.prepare();
    expect(started()).toBe(1);
    expect(session.snapshot().samples).toEqual({ train: 24, test: 8 });
  });

  test("trains to the end, with every step in the curve and every epoch in its list", async () => {
    const { session } = openSession();
    expect(await session.train()).toMatchObject({ state: "idle", epoch: 3, step: 18, ended: undefined });
    const { curve, epochs, training } = session.snapshot();
    expect(curve.map(({ step }) => step)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(training.state).toBe("idle");
  });

  test("is trained batch by batch, from the first one on", async () => {
    const { session } = openSession({ text: endless });
    await session.step();
    expect(session.status).toMatchObject({ state: "paused", step: 1 });
    await session.step();
    expect(session.status).toMatchObject({ state: "paused", step: 2, settings: { learningRate: 0.1, batchSize: 4 } });
    await session.stop();
    expect(session.status).toMatchObject({ state: "idle", settings: undefined });
  });

  test("changes what its training goes by, and not what the file says", async () => {
    const { session } = openSession({ text: endless });
    await session.step();
    await session.adjust({ learningRate: 0.03 });
    expect(session.status.settings).toEqual({ learningRate: 0.03, batchSize: 4, optimizer: "sgd" });
    expect(session.snapshot().fileSettings).toEqual({ learningRate: 0.1, batchSize: 4, optimizer: "sgd" });
    await session.stop();
    await expect(session.adjust({ learningRate: 0.03 })).rejects.toThrow(/No training runs/);
  });

  test("says that its file is gone until the file is back, or its text another", async () => {
    const { session } = openSession();
    session.markGone("It was deleted.");
    // An editor may still show the last text.
    session.update(readModel(tinyModel()));
    expect(session.snapshot().broken).toBe("It was deleted.");
    session.markGone(undefined);
    expect(session.snapshot().broken).toBeUndefined();
    session.markGone("It was deleted.");
    session.update(readModel(endless));
    expect(session.snapshot().broken).toBeUndefined();
  });

  test("looks at the test images on request, of the text that was asked about alone", async () => {
    const { session, started } = openSession();
    expect(await session.evaluation()).toBeUndefined();
    expect(started()).toBe(0);
    const report = await session.evaluate(session.snapshot().revision);
    expect(report.labels).toHaveLength(8);
    expect(await session.evaluation()).toEqual(report);
    await expect(session.evaluate(session.snapshot().revision + 1)).rejects.toThrow(/has changed/);
  });

  test("that cannot be stepped says why in its status", async () => {
    const { session } = openSession({ text: tinyModel({ input: [2, 2, 1] }) });
    await session.step();
    await expect.poll(() => session.status.ended).toMatch(/conv/);
  });

  test("pauses, says so, goes on when it is trained again, and stops", async () => {
    const harness = openSession({ text: endless });
    const { session } = harness;
    const { end } = await untilTraining(harness);
    await session.pause();
    expect(session.status.state).toBe("paused");
    await session.train();
    expect(session.status.state).toBe("running");
    await session.stop();
    expect(session.status).toMatchObject({ state: "idle", ended: expect.stringMatching(/^Stopped at epoch/) });
    await end;
  });

  test("raises the revision with each edit, and refuses questions about an older one", async () => {
    const { session } = openSession();
    const { revision } = session.snapshot();
    expect((await session.inspect({ ...first, revision })).output.shape).toEqual([4, 4, 4]);
    session.update(readModel(tinyModel({ filters: 6 })));
    expect(session.snapshot().revision).toBeGreaterThan(revision);
    await expect(session.inspect({ ...first, revision })).rejects.toThrow("changed");
    const edited = await session.inspect({ ...first, revision: session.snapshot().revision });
    expect(edited.output.shape).toEqual([4, 4, 6]);
  });

  test("does not take the same text for an edit", () => {
    const { session, changes } = openSession();
    session.update(readModel());
    expect([session.snapshot().revision, changes]).toEqual([1, []]);
  });

  test("keeps through an edit the weights that still match, and has the others again when it is undone", async () => {
    const { session } = openSession();
    await session.train();
    const trained = await weightsOf(session);
    session.update(readModel(tinyModel({ units: 5 })));
    expect((await weightsOf(session)).get("conv.kernel")).toEqual(trained.get("conv.kernel"));
    session.update(readModel());
    expect(await weightsOf(session)).toEqual(trained);
  });

  test("goes on training while the text is edited, and keeps what it learned for the layers that match", async () => {
    const harness = openSession({ text: endless });
    const { session } = harness;
    const initial = await weightsOf(session);
    const { end } = await untilTraining(harness);
    session.update(readModel(tinyModel({ units: 5 })));
    const before = session.status.step;
    await expect.poll(() => session.status.step).toBeGreaterThan(before);
    await session.stop();
    await end;
    const edited = await weightsOf(session);
    expect(edited.get("out.kernel")?.shape.at(-1)).toBe(5);
    expect(edited.get("conv.kernel")).not.toEqual(initial.get("conv.kernel"));
  });

  test("forgets weights and curve when they are reset, even while it trains", async () => {
    const harness = openSession({ text: endless });
    const { session } = harness;
    const initial = await weightsOf(session);
    await untilTraining(harness);
    await session.resetWeights();
    expect(await weightsOf(session)).toEqual(initial);
    expect(session.snapshot()).toMatchObject({ curve: [], epochs: [], training: { state: "idle", step: 0 } });
  });

  test("tells views of new weights at the end, and not with every step before", async () => {
    const harness = openSession({ text: endless });
    const { session } = harness;
    const before = session.weightsVersion;
    const { end } = await untilTraining(harness);
    await expect.poll(() => session.status.step).toBeGreaterThan(200);
    await session.stop();
    await end;
    expect(session.weightsVersion).toBeGreaterThan(before);
    expect(session.weightsVersion - before).toBeLessThan(session.status.step / 10);
  });

  test("shows the first layer with a window before anybody has selected one, and the input of a model without", () => {
    const { session } = openSession();
    expect(session.selected).toBe(0);
    session.update(readModel('{ "input": [4], "layers": [{ "type": "dense", "units": 2 }] }'));
    expect(session.selected).toBe(-1);
    session.select(0);
    expect(session.selected).toBe(0);
  });

  test("tells of another selected layer without a new snapshot, and of the same one nothing", async () => {
    const { session, changes } = openSession();
    await session.ready;
    session.select(2);
    session.select(2);
    expect(changes).toEqual([{ kind: "selection" }]);
    expect(session.snapshot().selected).toBe(2);
  });

  test("selects the last layer when there are fewer than before", () => {
    const { session } = openSession();
    session.select(3);
    session.update(readModel('{ "input": [6, 6, 1], "layers": [{ "type": "flatten" }] }'));
    expect(session.snapshot().selected).toBe(0);
  });
});

test("a look ahead computes the sample that a view begins with, whose question then computes nothing", async () => {
  const { session, started } = openSession();
  const forward = vi.spyOn(layers.get("conv2d") as LayerDefinition, "forward");
  await session.lookAhead();
  expect([started(), forward.mock.calls.length]).toEqual([1, 1]);
  await session.inspect({ layer: 0, sample: { set: "test", index: 0 }, revision: 1 });
  expect(forward).toHaveBeenCalledTimes(1);
  forward.mockRestore();
});

test("a look ahead at a model that cannot be computed says nothing", async () => {
  const { session, warnings } = openSession({ text: tinyModel({ input: [2, 2, 1] }) });
  await session.lookAhead();
  expect(warnings).toEqual([]);
});

describe("a lost worker", () => {
  test("ends the training, which says where it was and which weights are kept; the next action starts another", async () => {
    const harness = openSession({ text: endless });
    const { session, started, killWorker } = harness;
    const { end } = await untilTraining(harness);
    await session.pause();
    const paused = await weightsOf(session);
    await session.resume();
    killWorker("it ended with code 1");
    await end;
    expect(session.status.state).toBe("idle");
    expect(session.status.ended).toMatch(
      /^The training's worker was lost \(it ended with code 1\) at epoch \d+, step \d+\. The weights of epoch \d+, step \d+ are kept\.$/,
    );
    expect(started()).toBe(1);
    const kept = await weightsOf(session);
    expect(started()).toBe(2);
    expect([...kept.keys()]).toEqual([...paused.keys()]);
    expect(kept.get("conv.kernel")).not.toEqual((await weightsOf(openSession().session)).get("conv.kernel"));
  });

  test("fails questions that were open, and answers the next ones", async () => {
    const { session, killWorker } = openSession();
    await session.prepare();
    const asked = session.inspect({ ...first, revision: 1 });
    setImmediate(() => killWorker("out of memory"));
    await expect(asked).rejects.toThrow("lost");
    expect((await session.inspect({ ...first, revision: 1 })).label).toBe(0);
  });

  test("that stood idle is started again by the next look, which shows what was learned and that it is another run", async () => {
    const { session, started, killWorker, warnings } = openSession();
    await session.train();
    const trained = await weightsOf(session);
    // What the training did to them went with the worker.
    const parts = allParts.filter((part) => part !== "changes");
    const before = await session.inspect({ ...first, parts, revision: 1 });
    const { status } = session;
    killWorker("killed");
    expect(session.status).toEqual(status);
    const { run, ...after } = await session.inspect({
      ...first,
      parts,
      revision: 1,
      known: { run: before.run, parts },
    });
    expect({ run: before.run, ...after }).toEqual(before);
    expect(run).not.toBe(before.run);
    expect(await weightsOf(session)).toEqual(trained);
    expect([started(), warnings]).toEqual([2, []]);
    expect((await session.train()).ended).toBe(status.ended);
  });

  test("that stood idle before anything was trained comes back with the weights of the seed", async () => {
    const { session, killWorker } = openSession();
    const { run: _, ...before } = await session.inspect({ ...first, revision: 1 });
    killWorker("killed");
    const { run: __, ...after } = await session.inspect({ ...first, revision: 1 });
    expect(after).toEqual(before);
  });

  test("before the first checkpoint leaves the weights from before", async () => {
    const harness = openSession({ text: endless });
    const { end } = await untilTraining(harness);
    harness.killWorker("killed");
    await end;
    expect(harness.session.status.ended).toMatch(/The weights (from before the training|of epoch)/);
  });
});

describe("a session that cannot train", () => {
  test("says why, and stands still", async () => {
    const { session } = openSession({ text: tinyModel({ units: 3 }) });
    await expect(session.train()).rejects.toThrow(/2 classes/);
    expect(session.status).toMatchObject({ state: "idle", ended: expect.stringContaining("2 classes") });
  });

  test("for want of its data set shows that in the snapshot, until it is there", async () => {
    let isThere = false;
    const readDataset = async () => {
      if (!isThere) throw new Error('The data set "digits" has no file train-images-idx3-ubyte.');
      return tinyData();
    };
    const { session } = openSession({ readDataset });
    await session.prepare();
    expect(session.snapshot().broken).toContain("digits");
    isThere = true;
    await session.train();
    expect(session.snapshot().broken).toBeUndefined();
  });
});

describe("what a session keeps", () => {
  test("is there in the next window: weights, curve, epochs, and where the training stood", async () => {
    const folder = memoryFolder();
    const before = openSession({ folder });
    await before.session.train();
    await before.keeper.flush();
    const after = openSession({ folder });
    await after.session.ready;
    const { curve, epochs, training } = before.session.snapshot();
    expect(after.session.snapshot()).toMatchObject({ curve, epochs, training });
    expect(await weightsOf(after.session)).toEqual(await weightsOf(before.session));
  });

  test("of a training that a closing window ends has its weights of that moment", async () => {
    const folder = memoryFolder();
    const before = openSession({ folder, text: endless });
    const { end } = await untilTraining(before);
    await before.session.close();
    await before.keeper.flush();
    await end;
    const after = openSession({ folder });
    await after.session.ready;
    expect(after.session.status.state).toBe("idle");
    expect(after.session.status.ended).toMatch(/^The window was closed at (.+)\. The weights of \1 are kept\.$/);
  });

  test("follows a renamed file", async () => {
    const folder = memoryFolder();
    const { session, keeper } = openSession({ folder });
    await session.train();
    await keeper.flush();
    const files = [...folder.files.keys()];
    session.move("file:///models/other.cnn.json", "other.cnn.json");
    await keeper.flush();
    expect(folder.files.size).toBe(1);
    expect([...folder.files.keys()].some((name) => files.includes(name))).toBe(false);
    expect(session.snapshot().fileName).toBe("other.cnn.json");
  });

  test("is gone after a reset", async () => {
    const folder = memoryFolder();
    const { session, keeper } = openSession({ folder });
    await session.train();
    await keeper.flush();
    await session.resetWeights();
    await keeper.flush();
    expect(folder.files.size).toBe(0);
  });

  test("stays in memory when the disk refuses it, which is told once", async () => {
    const folder = memoryFolder();
    folder.refuse = "ENOSPC: no space left on device";
    const { session, keeper, warnings } = openSession({ folder });
    await session.train();
    await session.train();
    await keeper.flush();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("no space left");
    expect((await weightsOf(session)).size).toBe(4);
  });

  test("is left alone when it cannot be read", async () => {
    const folder = memoryFolder();
    const before = openSession({ folder });
    await before.session.train();
    await before.keeper.flush();
    for (const [name, bytes] of folder.files) folder.files.set(name, bytes.slice(0, 50));
    const after = openSession({ folder });
    await after.session.ready;
    expect(after.session.status.step).toBe(0);
    expect((await after.session.train()).ended).toBeUndefined();
  });

  test("whose weights are damaged does not keep the model from being trained", async () => {
    const folder = memoryFolder();
    const before = openSession({ folder });
    await before.session.train();
    await before.keeper.flush();
    for (const [name, bytes] of folder.files) {
      // The header of the weights is the only text with data_offsets.
      const at = Buffer.from(bytes).indexOf("data_offsets");
      folder.files.set(name, bytes.with(at, 0));
    }
    const after = openSession({ folder });
    await after.session.ready;
    expect((await after.session.train()).ended).toBeUndefined();
    expect(after.warnings).toEqual([expect.stringContaining("kept weights of tiny.cnn.json cannot be used")]);
  });
});

describe("a weights file", () => {
  test("goes out and comes in again", async () => {
    const { session } = openSession();
    await session.train();
    const file = await session.weightsFile();
    await session.resetWeights();
    const version = session.weightsVersion;
    expect((await session.loadWeightsFile(file, "tiny.safetensors")).missing).toEqual([]);
    expect(session.weightsVersion).toBeGreaterThan(version);
    expect(await session.weightsFile()).toEqual(file);
  });

  test("that is loaded survives the worker", async () => {
    const { session, killWorker } = openSession();
    const file = writeSafetensors(new Map([["conv.bias", { shape: [4], data: Float32Array.of(1, 2, 3, 4) }]]));
    await session.loadWeightsFile(file, "tiny.safetensors");
    killWorker("killed");
    expect((await weightsOf(session)).get("conv.bias")?.data).toEqual(Float32Array.of(1, 2, 3, 4));
  });

  test("that is loaded takes the place of a training, until the next", async () => {
    const { session } = openSession();
    await session.train();
    await session.loadWeightsFile(await session.weightsFile(), "tiny.safetensors");
    expect(session.status).toMatchObject({ step: 0, loss: undefined, loadedFrom: "tiny.safetensors" });
    expect((await session.train()).loadedFrom).toBeUndefined();
  });

  test("that does not fit is refused, and the weights stay", async () => {
    const { session } = openSession();
    await session.train();
    const before = await session.weightsFile();
    const wrong = writeSafetensors(new Map([["conv.bias", { shape: [5], data: new Float32Array(5) }]]));
    await expect(session.loadWeightsFile(wrong, "wrong.safetensors")).rejects.toThrow("conv.bias");
    expect(await session.weightsFile()).toEqual(before);
  });
});
