import { afterEach, describe, expect, test } from "vitest";
import type { Inspection } from "../../../../src/protocol/inspection.ts";
import type { ModelSnapshot } from "../../../../src/protocol/view-contract.ts";
import { readChoices } from "../../../../webview/choices.ts";
import {
  comparedInspection,
  comparedSample,
  compareFailure,
  compareWish,
  compareWith,
  mapsShown,
  takeCompared,
} from "../../../../webview/state/compare.ts";
import { choices, model, selected } from "../../../../webview/state/model.ts";

const other = { set: "test", index: 3 } as const;

function open(revision = 1): void {
  const samples = { train: 0, test: 10 };
  model.value = {
    revision,
    layers: [],
    selected: 0,
    broken: undefined,
    computable: 9,
    samples,
  } as unknown as ModelSnapshot;
  selected.value = 0;
}

afterEach(() => {
  model.value = undefined;
  selected.value = -1;
  mapsShown.value = false;
  choices.value = readChoices(undefined);
});

describe("the image that maps are compared with", () => {
  test("is asked for only while the maps are shown", () => {
    open();
    compareWith(other);
    expect(compareWish.value).toBeUndefined();
    mapsShown.value = true;
    expect(compareWish.value?.request).toEqual({
      revision: 1,
      layer: 0,
      sample: other,
      parts: ["image", "values"],
    });
    compareWith(undefined);
    expect(compareWish.value).toBeUndefined();
  });

  test("is one that the data set has", () => {
    open();
    compareWith({ set: "train", index: 99 });
    expect(comparedSample.value).toEqual({ set: "test", index: 9 });
  });

  test("is none where the data set's images do not fit the model", () => {
    open();
    compareWith(other);
    expect(comparedSample.value).toEqual(other);
    model.value = { ...(model.value as ModelSnapshot), unfit: "The images are smaller." };
    expect(comparedSample.value).toBeUndefined();
  });

  test("may be an own one that is kept, also where the data set's do not fit", () => {
    open();
    model.value = { ...(model.value as ModelSnapshot), input: [4, 4, 1], unfit: "The images are smaller.", classes: 3 };
    const stroke = [
      { x: 0.2, y: 0.5 },
      { x: 0.8, y: 0.5 },
    ];
    const own = { ...choices.value.own, source: "drawing", strokes: [stroke], label: 2 } as const;
    compareWith({ set: "own", own });
    const kept = comparedSample.value;
    expect(kept).toMatchObject({ set: "own", label: 2 });
    expect(kept?.set === "own" && kept.pixels.some((value) => value > 0.5)).toBe(true);
    compareWith({ set: "own", own: { ...own, strokes: [] } });
    expect(comparedSample.value).toBeUndefined();
  });

  test("comes back as it was kept", () => {
    const compared = { set: "own", own: { ...choices.value.own, source: "drawing", label: 1 } } as const;
    expect(readChoices(JSON.parse(JSON.stringify({ compared }))).compared).toEqual(compared);
    expect(readChoices({ compared: { set: "other" } }).compared).toBeUndefined();
  });

  test("has maps of the selected layer only, and of the text as it is", () => {
    open();
    compareWith(other);
    const request = { revision: 1, layer: 0, sample: other };
    const inspection = { layer: 0, sample: other } as unknown as Inspection;
    takeCompared({ kind: "answer", request, inspection });
    expect(comparedInspection.value).toBe(inspection);
    selected.value = 1;
    expect(comparedInspection.value).toBeUndefined();
    takeCompared({ kind: "failure", request: { ...request, revision: 0 }, message: "late" });
    expect(compareFailure.value).toBeUndefined();
  });
});
