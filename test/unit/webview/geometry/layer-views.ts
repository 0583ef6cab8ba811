import { readFileSync } from "node:fs";
import { inRoot } from "../../../../scripts/root.ts";
import { readCnnJson } from "../../../../src/formats/cnn-json/read.ts";
import { buildSnapshot } from "../../../../src/panel/snapshot.ts";
import { untrained } from "../../../../src/panel/training-history.ts";
import type { LayerView } from "../../../../src/protocol/view-contract.ts";

/** A model's layers as the webview gets them. */
export function layerViews(text: string): readonly LayerView[] {
  const fileName = "model.cnn.json";
  return buildSnapshot({
    fileName,
    text,
    document: readCnnJson(text, fileName),
    revision: 1,
    selected: -1,
    dataset: undefined,
    trouble: undefined,
    training: untrained,
    curve: [],
    epochs: [],
    weightsVersion: 0,
  }).layers;
}

/** A model with these layers, each written in brief: as an object, or as a bare type. */
export function modelOf(...layers: readonly (string | Record<string, unknown>)[]): readonly LayerView[] {
  const written = layers.map((layer) => (typeof layer === "string" ? { type: layer } : layer));
  return layerViews(JSON.stringify({ input: [32, 32, 8], layers: written }));
}

export function exampleLayers(name: string): readonly LayerView[] {
  return layerViews(readFileSync(inRoot("examples", `${name}.cnn.json`), "utf8"));
}
