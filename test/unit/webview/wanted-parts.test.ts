import { describe, expect, test } from "vitest";
import type { Inspection, Part } from "../../../src/protocol/inspection.ts";
import type { LayerView } from "../../../src/protocol/view-contract.ts";
import type { Window } from "../../../src/tensor/window.ts";
import { completed, isLarge, type Looking, soonSections, wantedParts } from "../../../webview/wanted-parts.ts";

const looking: Looking = { tab: "layer", folded: [], shown: "output", backward: "weight" };

function layer(changes: Partial<LayerView> = {}): LayerView {
  const shape = { output: [8, 8, 4], steps: [], window: {} as Window };
  return { type: "conv2d", inputShapes: [[8, 8, 1]], shape, parameters: 40, macs: 2304, ...changes } as LayerView;
}

const conv = layer();
const pool = layer({ type: "maxPool2d", parameters: 0 });
const norm = layer({ type: "batchNorm", shape: { output: [8, 8, 4], steps: [] } });

describe("what is asked for", () => {
  test.each<[string, Partial<Looking>, LayerView | undefined, Part[]]>([
    ["of the input is its image", {}, undefined, ["image", "values"]],
    [
      "of a convolution is all but what it sends back",
      {},
      conv,
      ["image", "values", "inputs", "weights", "weightGradients", "gradients", "changes"],
    ],
    [
      "while a cell of the input is derived is that too",
      { backward: "input", folded: ["weights"] },
      conv,
      ["image", "values", "inputs", "weights", "weightGradients", "gradients", "through"],
    ],
    [
      "of folded sections is nothing",
      { folded: ["arithmetic", "weights", "backward"] },
      conv,
      ["image", "values", "inputs"],
    ],
    [
      "for maps of gradients are these",
      { shown: "gradient", folded: ["weights", "backward"] },
      conv,
      ["image", "values", "inputs", "weights", "gradients"],
    ],
    [
      "of a layer that nobody derives is no gradient of values",
      {},
      norm,
      ["image", "values", "weights", "weightGradients", "changes"],
    ],
    ["beside another tab is the sample alone", { tab: "training" }, conv, ["image"]],
  ])("%s", (_, changes, of, expected) => {
    expect(new Set(wantedParts({ ...looking, ...changes }, of))).toEqual(new Set(expected));
  });

  test("of a pool is what it sends back, however weights are derived", () => {
    expect(wantedParts(looking, pool)).toContain("through");
  });

  test("where only some sections are asked for is what these show", () => {
    expect(wantedParts(looking, conv, new Set(["backward"]))).not.toContain("changes");
    expect(wantedParts(looking, conv, new Set(["weights"]))).toContain("changes");
    expect(wantedParts(looking, conv, new Set())).toEqual(["image", "values", "inputs"]);
  });

  test("soon are values, and weights that are few", () => {
    const soon = (of: LayerView) => wantedParts(looking, of, soonSections(of));
    expect(soon(conv)).toEqual(["image", "values", "inputs", "weights"]);
    expect(soon(layer({ parameters: 2_000_000 }))).toEqual(["image", "values", "inputs"]);
  });
});

test("a model is large by its work, or by what a layer has to send", () => {
  expect(isLarge({ layers: [conv, pool] }, conv)).toBe(false);
  expect(isLarge({ layers: [conv, layer({ macs: 2e9 })] }, conv)).toBe(true);
  expect(isLarge({ layers: [conv] }, layer({ inputShapes: [[224, 224, 64]] }))).toBe(true);
});

describe("an answer", () => {
  const data = Float32Array.of(1, 2);
  const nothing = new Float32Array();
  const has = (at: number, run: number, parts: readonly Part[]): Inspection => {
    const of = (part: Part): Float32Array => (parts.includes(part) ? data : nothing);
    return {
      layer: at,
      run,
      parts,
      pieces: {},
      statistics: {},
      image: { shape: [2], data: of("image") },
      inputs: [{ shape: [2], data: of("inputs") }],
      output: { shape: [2], data: of("values") },
      outputGradient: parts.includes("gradients") ? data : undefined,
      inputGradients: parts.includes("through") ? [data] : [],
      weights: [{ name: "kernel", shape: [2], value: of("weights"), gradient: undefined }],
    } as unknown as Inspection;
  };

  test("is completed by what was known of its run", () => {
    const whole = completed(has(0, 7, ["weights"]), has(0, 7, ["image", "values", "inputs", "gradients", "through"]));
    const { image, inputs, output, outputGradient, inputGradients, weights, parts } = whole;
    const all = [image.data, inputs[0]?.data, output.data, outputGradient, inputGradients[0], weights[0]?.value];
    expect(all).toEqual(all.map(() => data));
    expect(new Set(parts)).toEqual(new Set(["weights", "image", "values", "inputs", "gradients", "through"]));
  });

  test("of another run is not mixed with the one before", () => {
    const answer = has(0, 8, ["values"]);
    expect(completed(answer, has(0, 7, ["weights"]))).toBe(answer);
  });

  test("of another layer takes the image alone", () => {
    const { image, weights, parts } = completed(has(1, 7, ["values"]), has(0, 7, ["image", "weights"]));
    expect([image.data, weights[0]?.value, parts]).toEqual([data, nothing, ["values", "image"]]);
  });

  test("does not keep what a training did, which may have gone on", () => {
    expect(completed(has(0, 7, ["weights"]), has(0, 7, ["changes"])).parts).toEqual(["weights"]);
  });
});
