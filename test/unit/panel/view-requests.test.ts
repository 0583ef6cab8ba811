import { describe, expect, test } from "vitest";
import { inspectorHtml } from "../../../src/panel/inspector-html.ts";
import {
  readFlowRequest,
  readImagesRequest,
  readInspectionRequest,
  readLayer,
  readRevision,
  readSaliencyRequest,
  readSearchRequest,
  readSettingsChange,
} from "../../../src/panel/view-requests.ts";
import type { ModelSnapshot } from "../../../src/protocol/view-contract.ts";

const request = { layer: 2, sample: { set: "test", index: 5 }, revision: 4 };

const lookAt = (channels: readonly number[]) => ({ input: { channels }, output: { channels: [] } });

describe("what the webview asks is checked", () => {
  test("a right request passes", () => {
    expect(readInspectionRequest(request)).toEqual(request);
    expect(readLayer(-1)).toBe(-1);
  });

  test("a filter of a large kernel is asked for by its lanes", () => {
    const filter = { perCell: 6, start: 0, step: 2, count: 3 };
    expect(readInspectionRequest({ ...request, filter })).toEqual({ ...request, filter });
    for (const wrong of [{ ...filter, perCell: 0 }, { ...filter, start: -1 }, { ...filter, step: 0.5 }, { start: 0 }]) {
      expect(() => readInspectionRequest({ ...request, filter: wrong })).toThrow();
    }
  });

  test("pieces of large tensors are asked for by channels, cells and places in an order", () => {
    const nothing = { channels: [], cells: undefined };
    const cells = { row: -1, column: 0, rows: 3, columns: 3 };
    const look = {
      maps: { of: "gradient", order: "variance", from: 0, to: 40 },
      input: { channels: [3], cells },
      output: nothing,
    };
    const known = { run: 0.5, parts: ["image"], maps: { output: [1, 2] }, statistics: ["output"] };
    expect(readInspectionRequest({ ...request, look, known })).toEqual({ ...request, look, known });
    // Undefined fields do not travel.
    const carried = { input: { channels: [] }, output: { channels: [] }, maps: { ...look.maps, order: [4, 0] } };
    expect(readInspectionRequest({ ...request, look: carried }).look).toEqual({
      maps: carried.maps,
      input: nothing,
      output: nothing,
    });
  });

  test("a saliency without a class or a layer passes", () => {
    const { sample, revision } = request;
    expect(readSaliencyRequest({ sample, revision })).toEqual({
      sample,
      revision,
      target: undefined,
      layer: undefined,
    });
    expect(readSaliencyRequest({ sample, revision, target: 3, layer: 0 })).toEqual({
      sample,
      revision,
      target: 3,
      layer: 0,
    });
    expect(() => readSaliencyRequest({ sample, revision, target: -1 })).toThrow();
    expect(() => readSaliencyRequest({ sample, revision, layer: -1 })).toThrow();
  });

  test("an own image passes, as a copy of what may be a view of more", () => {
    const whole = Float32Array.of(9, 0.5, 1);
    const sample = { set: "own", pixels: whole.subarray(1), label: 3 } as const;
    const read = readInspectionRequest({ ...request, sample });
    expect(read).toEqual({ ...request, sample: { ...sample, pixels: Float32Array.of(0.5, 1) } });
    expect(read.sample.set === "own" && read.sample.pixels.buffer.byteLength).toBe(8);
    expect(readInspectionRequest({ ...request, sample: { set: "own", pixels: whole } }).sample).toHaveProperty(
      "label",
      undefined,
    );
  });

  test.each([
    ["an own image that is no array of floats", { ...request, sample: { set: "own", pixels: [0, 1] } }],
    ["an own image of half a class", { ...request, sample: { set: "own", pixels: new Float32Array(1), label: 0.5 } }],
    ["nothing", undefined],
    ["null", null],
    ["a text", "layer 2"],
    ["no sample", { layer: 2, revision: 4 }],
    ["a set that is none", { ...request, sample: { set: "__proto__", index: 0 } }],
    ["a negative sample", { ...request, sample: { set: "test", index: -1 } }],
    ["half a layer", { ...request, layer: 0.5 }],
    ["a layer before the input", { ...request, layer: -2 }],
    ["no number", { ...request, layer: Number.NaN }],
    ["no revision", { ...request, revision: undefined }],
  ])("%s does not", (_, value) => {
    expect(() => readInspectionRequest(value)).toThrow();
  });

  test("a flow is asked of a sample and a revision", () => {
    const { sample, revision } = request;
    expect(readFlowRequest({ sample, revision })).toEqual({ sample, revision });
    expect(() => readFlowRequest({ sample })).toThrow();
    expect(() => readFlowRequest({ sample: { set: "test", index: 0.5 }, revision })).toThrow();
  });

  test.each([["1"], [-2], [1.5], [Number.POSITIVE_INFINITY], [undefined]])("%s is no layer to select", (value) => {
    expect(() => readLayer(value)).toThrow();
  });
});

describe("what a training view asks is checked", () => {
  test("right requests pass", () => {
    expect(readSettingsChange({ learningRate: 0.1, optimizer: "adam" })).toEqual({
      learningRate: 0.1,
      optimizer: "adam",
    });
    expect(readImagesRequest({ set: "test", indices: [3, 1] })).toEqual({ set: "test", indices: [3, 1] });
    const search = { set: "train", from: 0, label: 7, backwards: false };
    expect(readSearchRequest(search)).toEqual(search);
    expect(readRevision({ revision: 3 })).toBe(3);
  });

  test.each([
    ["a rate in words", () => readSettingsChange({ learningRate: "0.1" })],
    ["an optimizer that is none", () => readSettingsChange({ optimizer: "constructor" })],
    ["more images than a page has", () => readImagesRequest({ set: "test", indices: new Array(61).fill(0) })],
    ["an image before the first", () => readImagesRequest({ set: "test", indices: [-1] })],
    ["images of a set that is none", () => readImagesRequest({ set: "own", indices: [0] })],
    ["half a channel", () => readInspectionRequest({ ...request, look: lookAt([0.5]) })],
    ["a channel below the first", () => readInspectionRequest({ ...request, look: lookAt([-1]) })],
    ["half a class", () => readSearchRequest({ set: "test", from: 0, label: 0.5, backwards: true })],
    ["no revision", () => readRevision({})],
  ])("%s does not", (_, read) => {
    expect(read).toThrow();
  });
});

describe("the inspector's page", () => {
  const resources = {
    start: "load();",
    script: "https://x/a.js?b=1&c=2",
    style: "body { margin: 0 }",
    nonce: "n0",
    snapshot: undefined,
  };
  const html = inspectorHtml(resources);
  const name = "a</script><b>";
  const snapshot = { fileName: name, layers: [{ name }] } as unknown as ModelSnapshot;
  const given = inspectorHtml({ ...resources, snapshot });

  test("lets no script and no style in that does not bear its nonce", () => {
    expect(html).toContain(`content="default-src 'none'; script-src 'nonce-n0'; style-src 'nonce-n0'"`);
    expect(html).not.toContain("unsafe");
  });

  test("has the inspector's frame before its script runs", () => {
    for (const page of [html, given]) {
      expect(page.indexOf('<div class="inspector">')).toBeLessThan(page.indexOf("<script"));
      expect(page.match(/<div/g)?.length).toBe(page.match(/<\/div>/g)?.length);
    }
  });

  test("has the model as names and as data, whatever it is called", () => {
    expect(given).toContain('<span class="layer-name">a&lt;/script>&lt;b></span>');
    const [, data = ""] = /<script type="application\/json" id="snapshot">(.*?)<\/script>/.exec(given) ?? [];
    expect(JSON.parse(data)).toEqual(snapshot);
  });

  test("gives the nonce to the script that starts and to the one that it loads, which the page does not wait for", () => {
    expect(html.match(/<script/g)).toHaveLength(1);
    const address = "https://x/a.js?b=1&amp;c=2";
    expect(html).toContain(`<script nonce="n0" data-script="${address}">load();</script>`);
    expect(html).toContain(`<link rel="preload" as="script" nonce="n0" href="${address}">`);
    expect(given.match(/nonce="n0"/g)).toHaveLength(3);
  });
});
