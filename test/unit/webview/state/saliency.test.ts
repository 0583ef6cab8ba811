import { afterEach, describe, expect, test } from "vitest";
import type { Saliency } from "../../../../src/protocol/saliency.ts";
import type { ModelSnapshot } from "../../../../src/protocol/view-contract.ts";
import { readChoices } from "../../../../webview/choices.ts";
import { choices, choose, model } from "../../../../webview/state/model.ts";
import {
  camLayer,
  layersWithMaps,
  saliency,
  saliencyFailure,
  saliencyQuestions,
  saliencyShown,
  saliencyWish,
  takeSaliency,
} from "../../../../webview/state/saliency.ts";
import { exampleLayers } from "../geometry/layer-views.ts";

const layers = exampleLayers("lenet");

function snapshot(revision: number): ModelSnapshot {
  const samples = { train: 10, test: 10 };
  return {
    revision,
    layers,
    selected: 0,
    broken: undefined,
    computable: layers.length,
    samples,
    classes: 10,
  } as unknown as ModelSnapshot;
}

const sample = { set: "test", index: 0 } as const;
const request = { revision: 1, sample, target: undefined, layer: 2 };

afterEach(() => {
  model.value = undefined;
  saliencyShown.value = false;
  saliencyFailure.value = undefined;
  choices.value = readChoices(undefined);
});

describe("the layer that Grad-CAM looks at", () => {
  test("is the last convolution, while none is chosen", () => {
    expect(layers[camLayer(layers, undefined) ?? -1]?.name).toBe("conv2");
  });

  test("is the chosen one, as long as it has maps", () => {
    expect(layers[camLayer(layers, "pool1") ?? -1]?.name).toBe("pool1");
    expect(layers[camLayer(layers, "fc1") ?? -1]?.name).toBe("conv2");
  });

  test("is none where no layer has maps", () => {
    expect(camLayer(layers.slice(4), undefined)).toBeUndefined();
    expect(layersWithMaps(layers)).toEqual([0, 1, 2, 3]);
  });
});

describe("saliency", () => {
  test("is asked for only while it is shown, of the chosen class if the model has it", () => {
    model.value = snapshot(1);
    expect(saliencyWish.value).toBeUndefined();
    saliencyShown.value = true;
    expect(saliencyWish.value?.request).toEqual(request);
    choose({ saliency: { ...choices.value.saliency, target: 4 } });
    expect(saliencyWish.value?.request.target).toBe(4);
    choose({ saliency: { ...choices.value.saliency, target: 40 } });
    expect(saliencyWish.value?.request.target).toBeUndefined();
  });

  test("of an older text is not shown", () => {
    model.value = snapshot(1);
    const answer = { sample, target: 3 } as unknown as Saliency;
    takeSaliency({ kind: "answer", request, answer });
    expect(saliency.value).toBe(answer);
    model.value = snapshot(2);
    expect(saliency.value).toBeUndefined();
    takeSaliency({ kind: "failure", request, message: "late" });
    expect(saliencyFailure.value).toBeUndefined();
  });

  test("of another class or layer is another question", () => {
    const { isSame, serves } = saliencyQuestions;
    expect(isSame(request, { ...request })).toBe(true);
    expect(serves(request, { ...request, target: 1 })).toBe(false);
    expect(serves(request, { ...request, layer: 0 })).toBe(false);
    expect(serves(request, { ...request, sample: { set: "test", index: 1 } })).toBe(false);
  });
});
