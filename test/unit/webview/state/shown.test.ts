import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Inspection } from "../../../../src/protocol/inspection.ts";
import type { LayerView, ModelSnapshot } from "../../../../src/protocol/view-contract.ts";
import { choose, given, model, selected, visible } from "../../../../webview/state/model.ts";
import { chooseOwn, chooseSample, drawing, hasImage } from "../../../../webview/state/sample.ts";
import {
  answer,
  failure,
  inspection,
  knownParts,
  layer,
  sampleInspection,
  select,
  takeOutcome,
  whenShown,
} from "../../../../webview/state/shown.ts";
import { sectionsSeen, wish } from "../../../../webview/state/wish.ts";

function layerView(name: string): LayerView {
  return {
    name,
    type: "conv2d",
    title: "2-D convolution",
    feeders: [-1],
    inputShapes: [[28, 28, 1]],
    shape: undefined,
    unknownBecause: undefined,
    parameters: 80,
    macs: 100,
    attributes: undefined,
    activation: undefined,
    problem: undefined,
    line: 3,
  };
}

function snapshot(changes: Partial<ModelSnapshot> = {}): ModelSnapshot {
  return {
    revision: 1,
    fileName: "a.cnn.json",
    input: [28, 28, 1],
    layers: [layerView("a"), layerView("b")],
    selected: 0,
    broken: undefined,
    computable: changes.layers?.length ?? 2,
    unfit: undefined,
    samples: { train: 100, test: 10 },
    classes: 10,
    fileSettings: { learningRate: 0.001, batchSize: 32, optimizer: "adam" },
    training: {
      state: "idle",
      epoch: 0,
      epochs: 1,
      step: 0,
      stepInEpoch: 0,
      stepsPerEpoch: 10,
      loss: undefined,
      accuracy: undefined,
      ended: undefined,
      settings: undefined,
    },
    curve: [],
    epochs: [],
    weightsVersion: 1,
    ...changes,
  };
}

let runs = 0;

function answerTo(layer: number, revision = 1, found: Partial<Inspection> = {}): Parameters<typeof takeOutcome>[0] {
  const sample = { set: "test", index: 0 } as const;
  const inspection = {
    layer,
    sample,
    run: ++runs,
    parts: ["image", "values"],
    pieces: {},
    statistics: {},
    ...found,
  } as unknown as Inspection;
  return { kind: "answer", request: { layer, sample, revision }, inspection };
}

beforeEach(() => {
  model.value = snapshot();
  selected.value = 0;
  answer.value = undefined;
  failure.value = undefined;
  visible.value = true;
});

describe("what is wished to be inspected", () => {
  test("is the selected layer, with the sample brought into its set's size", () => {
    choose({ sample: { set: "test", index: 99 } });
    expect(wish.value?.request).toMatchObject({
      layer: 0,
      revision: 1,
      parts: ["image", "values", "weights", "weightGradients", "changes"],
      sample: { set: "test", index: 9 },
    });
    choose({ sample: { set: "test", index: 0 } });
  });

  test("of a large model is what the maps need, until they are there, and then what can be seen", () => {
    model.value = snapshot({ layers: [{ ...layerView("a"), macs: 1e9 }, layerView("b")] });
    sectionsSeen.value = new Set(["maps"]);
    const parts = () => wish.value?.request.parts;
    expect(parts()).toEqual(["image", "values"]);
    takeOutcome(answerTo(0));
    expect(parts()).toEqual(["image", "values"]);
    sectionsSeen.value = new Set(["maps", "weights"]);
    expect(parts()).toContain("weightGradients");
    selected.value = 1;
    expect(parts()).not.toContain("weightGradients");
    sectionsSeen.value = new Set();
  });

  test("of large maps is no gradient before the maps are there", () => {
    vi.stubGlobal("innerHeight", 800);
    const large = { ...layerView("a"), macs: 1e9, shape: { output: [224, 224, 64] } } as unknown as LayerView;
    model.value = snapshot({ layers: [large, layerView("b")] });
    takeOutcome(answerTo(0));
    sectionsSeen.value = new Set(["maps", "weights"]);
    const parts = () => wish.value?.request.parts;
    expect(parts()).toEqual(["image", "values", "weights", "changes"]);
    takeOutcome(answerTo(0, 1, { statistics: { output: new Float64Array(9) } }));
    expect(parts()).toContain("weightGradients");
    sectionsSeen.value = new Set();
    vi.unstubAllGlobals();
  });

  test("is nothing of a model that the page came with, before the host has confirmed it", () => {
    given.value = true;
    expect(wish.value).toBeUndefined();
    given.value = false;
    expect(wish.value).toBeDefined();
  });

  test("is nothing while nobody looks", () => {
    visible.value = false;
    expect(wish.value).toBeUndefined();
  });

  test("is nothing in a model that cannot be computed, or without images", () => {
    model.value = snapshot({ broken: "conv: no.", computable: 0 });
    expect(wish.value).toBeUndefined();
    model.value = snapshot({ samples: { train: 0, test: 0 } });
    expect(wish.value).toBeUndefined();
  });
});

describe("in a model that is broken from its second layer on", () => {
  const broken = () => snapshot({ broken: "b: no.", computable: 1 });

  test("the layer before is asked about, and shown", () => {
    model.value = broken();
    selected.value = 0;
    expect(wish.value?.request).toMatchObject({ layer: 0, parts: expect.arrayContaining(["values"]) });
    takeOutcome(answerTo(0));
    expect(inspection.value?.layer).toBe(0);
  });

  test("of the second only the image beside it is asked for, and no values are shown", () => {
    model.value = broken();
    selected.value = 1;
    expect(wish.value?.request).toMatchObject({ layer: -1, parts: ["image"] });
    takeOutcome(answerTo(-1));
    expect(inspection.value).toBeUndefined();
    expect(sampleInspection.value?.layer).toBe(-1);
  });

  test("the second comes onto the page at once", () => {
    model.value = broken();
    select(0);
    takeOutcome(answerTo(0));
    select(1);
    expect(layer.value?.name).toBe("b");
  });
});

describe("an image of one's own", () => {
  const draw = (label: number | undefined, strokes = [[{ x: 0.5, y: 0.5 }]]) =>
    chooseOwn({ source: "drawing", strokes, label });
  const asked = () => wish.value?.request.sample;

  test("is looked at as soon as something is drawn", () => {
    draw(undefined, []);
    expect(asked()).toMatchObject({ set: "test" });
    draw(3);
    expect(asked()).toMatchObject({ set: "own", label: 3 });
    expect(asked()).toHaveProperty("pixels.length", 784);
  });

  test("is the only one to be looked at where the data set's do not fit", () => {
    draw(undefined, []);
    model.value = snapshot({ unfit: "The model's input is 224 × 224 × 3." });
    expect([hasImage.value, asked()]).toEqual([false, undefined]);
    draw(undefined);
    expect(hasImage.value).toBe(true);
    expect(asked()).toMatchObject({ set: "own" });
    model.value = snapshot();
  });

  test("is not computed anew while other things are chosen", () => {
    draw(undefined);
    const before = asked();
    choose({ channel: 3 });
    expect(asked()).toBe(before);
  });

  test("has no label that the data set has no class for", () => {
    draw(12);
    expect(asked()).toMatchObject({ set: "own", label: undefined });
  });

  test("follows the pointer while it draws, and gives way to the data set's again", () => {
    draw(undefined, []);
    drawing.value = [[{ x: 0.2, y: 0.2 }]];
    expect(asked()).toMatchObject({ set: "own" });
    drawing.value = undefined;
    chooseSample({ set: "train", index: 4 });
    expect(asked()).toEqual({ set: "train", index: 4 });
    chooseSample({ set: "test", index: 0 });
  });
});

describe("the layer on the page", () => {
  const shown = () => [layer.value?.name, inspection.value?.layer];

  beforeEach(() => {
    vi.useFakeTimers();
    takeOutcome(answerTo(0));
  });
  afterEach(() => {
    vi.runAllTimers();
    vi.useRealTimers();
  });

  test("is still the one before until the values of the selected come, which is asked for at once", () => {
    select(1);
    expect(selected.value).toBe(1);
    expect(wish.value?.request.layer).toBe(1);
    expect(shown()).toEqual(["a", 0]);
    takeOutcome(answerTo(1));
    expect(shown()).toEqual(["b", 1]);
  });

  test("is the selected without its values, if they take long or fail", () => {
    select(1);
    vi.advanceTimersByTime(150);
    expect(shown()).toEqual(["b", undefined]);
    takeOutcome(answerTo(1));
    select(0);
    takeOutcome({ kind: "failure", request: answerTo(0).request, message: "The worker was lost." });
    expect(shown()).toEqual(["a", undefined]);
  });

  test("is never one of which nobody thinks any more: the one left last, and not for longer than a first would", () => {
    select(1);
    takeOutcome(answerTo(1));
    select(-1);
    expect(shown()).toEqual(["b", 1]);
    vi.advanceTimersByTime(60);
    select(0);
    vi.advanceTimersByTime(60);
    expect(shown()).toEqual(["a", undefined]);
  });

  test("is told of once: when its values have come, when they take long, and when another one is chosen", () => {
    const told: string[] = [];
    const waitFor = (index: number, word: string): void => {
      select(index);
      whenShown(index, () => told.push(word));
    };
    waitFor(1, "come");
    expect(told).toEqual([]);
    takeOutcome(answerTo(1));
    takeOutcome(answerTo(1));
    expect(told).toEqual(["come"]);
    waitFor(0, "another");
    waitFor(-1, "late");
    expect(told).toEqual(["come", "another"]);
    vi.advanceTimersByTime(150);
    expect(told).toEqual(["come", "another", "late"]);
  });

  test("is not told of to who does not wait any more", () => {
    const told: string[] = [];
    select(1);
    const stop = whenShown(1, () => told.push("come"));
    stop();
    takeOutcome(answerTo(1));
    expect(told).toEqual([]);
  });

  test("is the selected at once where no values are awaited: of a broken model, and of an edited one", () => {
    model.value = snapshot({ broken: "conv: no.", computable: 0 });
    select(1);
    expect(layer.value?.name).toBe("b");
    model.value = snapshot();
    select(0);
    model.value = snapshot({ revision: 2 });
    expect(layer.value?.name).toBe("a");
  });
});

describe("an answer", () => {
  test("is shown with its layer", () => {
    takeOutcome(answerTo(0));
    expect(inspection.value?.layer).toBe(0);
    selected.value = 1;
    expect(inspection.value).toBeUndefined();
  });

  test("without values is of use to the sample alone", () => {
    const { request, ...answer } = answerTo(0);
    const without = { layer: 0, sample: request.sample, parts: ["image"] } as unknown as Inspection;
    takeOutcome({ ...answer, request, kind: "answer", inspection: without });
    expect(inspection.value).toBeUndefined();
    expect(sampleInspection.value).toBeDefined();
  });

  test("names what need not be sent again", () => {
    const { request, ...answer } = answerTo(0);
    const inspection = {
      layer: 0,
      run: 5,
      sample: request.sample,
      parts: ["image", "values"],
      pieces: { output: { channels: [4, 2] } },
      statistics: { output: new Float64Array(9) },
    } as unknown as Inspection;
    takeOutcome({ ...answer, request, kind: "answer", inspection });
    expect(knownParts(0)).toEqual({
      run: 5,
      parts: ["image", "values"],
      maps: { output: [4, 2] },
      statistics: ["output"],
    });
    expect(knownParts(1)).toEqual({ run: 5, parts: ["image"] });
  });

  test("to an older revision is dropped", () => {
    takeOutcome(answerTo(0, 0));
    expect(answer.value).toBeUndefined();
  });

  test("stays while the text is edited around its layer, and goes with it", () => {
    takeOutcome(answerTo(0));
    model.value = snapshot({ revision: 2, layers: [layerView("new"), layerView("a")] });
    expect(inspection.value).toBeUndefined();
    selected.value = 1;
    expect(inspection.value?.layer).toBe(0);
  });

  test("is not shown of a model that is broken now", () => {
    takeOutcome(answerTo(0));
    model.value = snapshot({ broken: "conv: no.", computable: 0 });
    expect(inspection.value).toBeUndefined();
    expect(sampleInspection.value).toBeUndefined();
  });

  test("about the input is not taken for one about a layer", () => {
    selected.value = -1;
    takeOutcome(answerTo(-1));
    expect(inspection.value?.layer).toBe(-1);
    selected.value = 1;
    expect(inspection.value).toBeUndefined();
  });
});

test("a failure replaces the answer until the next one comes", () => {
  takeOutcome(answerTo(0));
  const { request } = answerTo(0);
  takeOutcome({ kind: "failure", request, message: "The worker was lost." });
  expect(failure.value).toBe("The worker was lost.");
  expect(inspection.value).toBeUndefined();
  takeOutcome(answerTo(0));
  expect(failure.value).toBeUndefined();
});
