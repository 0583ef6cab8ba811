/** What the webview asks, checked: a webview shows what a file says, so that nothing it sends is trusted. */
import * as v from "valibot";
import type { ImagesRequest, SearchRequest } from "../protocol/evaluation.ts";
import type { FlowRequest } from "../protocol/flow.ts";
import type { GradientCheckRequest } from "../protocol/gradient-check.ts";
import { allParts, type InspectionRequest } from "../protocol/inspection.ts";
import { type PieceName, pieceNames, shownTensors } from "../protocol/pieces.ts";
import type { SaliencyRequest } from "../protocol/saliency.ts";
import type { SettingsChange } from "../protocol/training.ts";
import type { Revised } from "../protocol/view-contract.ts";
import { mapSorts } from "../tensor/map-statistics.ts";

const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** -1 is the input. */
const layer = v.pipe(v.number(), v.safeInteger(), v.minValue(-1));

const set = v.picklist(["train", "test"]);

/** More values than any image that a person draws or opens has. */
const MOST_PIXELS = 1 << 24;

// The worker, which knows the model's input, says whether there are as many as it takes.
const pixels = v.pipe(
  v.instance(Float32Array),
  v.check((values) => values.length <= MOST_PIXELS),
  // A message's array may be a view of more.
  v.transform((values) => values.slice()),
);

const sample = v.variant("set", [
  v.object({ set, index }),
  v.pipe(
    v.object({ set: v.literal("own"), pixels, label: v.optional(index) }),
    v.transform(({ label, ...own }) => ({ ...own, label })),
  ),
]);

const parts = v.array(v.picklist(allParts));

const channels = v.array(index);

/** Also beside an image, as a window that lies on its padding. */
const cells = v.object({
  row: v.pipe(v.number(), v.safeInteger()),
  column: v.pipe(v.number(), v.safeInteger()),
  rows: index,
  columns: index,
});

const wanted = v.pipe(
  v.object({ channels, cells: v.optional(cells) }),
  v.transform(({ channels, cells }) => ({ channels, cells })),
);

const maps = v.object({
  of: v.picklist(shownTensors),
  order: v.union([v.picklist(mapSorts), channels]),
  from: index,
  to: index,
});

const look = v.pipe(
  v.object({ maps: v.optional(maps), input: wanted, output: wanted }),
  v.transform(({ maps, input, output }) => ({ maps, input, output })),
);

const filter = v.object({ perCell: count, start: index, step: count, count });

const known = v.object({
  run: v.number(),
  parts,
  maps: v.optional(
    v.partial(
      v.object(Object.fromEntries(pieceNames.map((name) => [name, channels])) as Record<PieceName, typeof channels>),
    ),
  ),
  statistics: v.optional(v.array(v.picklist(shownTensors))),
});

const inspection = v.object({
  layer,
  sample,
  parts: v.optional(parts),
  look: v.optional(look),
  filter: v.optional(filter),
  known: v.optional(known),
  revision: index,
});

const flow = v.object({ sample, revision: index });

const saliency = v.pipe(
  v.object({ sample, target: v.optional(index), layer: v.optional(index), revision: index }),
  v.transform(({ target, layer, ...request }) => ({ ...request, target, layer })),
);

const target = v.variant("kind", [
  v.object({ kind: v.literal("weight"), name: v.string(), index }),
  v.object({ kind: v.literal("input"), input: index, index }),
]);

const gradientCheck = v.object({ layer: index, sample, target, revision: index });

const settingsChange = v.object({
  learningRate: v.optional(v.number()),
  batchSize: v.optional(v.number()),
  optimizer: v.optional(v.picklist(["sgd", "adam"])),
});

/** As many as a page of thumbnails has. */
const MOST_IMAGES = 60;

const images = v.object({ set, indices: v.pipe(v.array(index), v.maxLength(MOST_IMAGES)) });
const search = v.object({ set, from: index, label: index, backwards: v.boolean() });
const revised = v.object({ revision: index });

/** Throws if it is not a layer's index. */
export function readLayer(value: unknown): number {
  return v.parse(layer, value);
}

/** Throws if it is not a request. */
export function readInspectionRequest(value: unknown): Revised<InspectionRequest> {
  return v.parse(inspection, value);
}

/** Throws if it is not a request. */
export function readFlowRequest(value: unknown): Revised<FlowRequest> {
  return v.parse(flow, value);
}

/** Throws if it is not a request. */
export function readSaliencyRequest(value: unknown): Revised<SaliencyRequest> {
  return v.parse(saliency, value);
}

/** Throws if it is not a request. */
export function readGradientCheckRequest(value: unknown): Revised<GradientCheckRequest> {
  return v.parse(gradientCheck, value);
}

/** Throws if it is not one; whether the values can be, the worker says. */
export function readSettingsChange(value: unknown): SettingsChange {
  return v.parse(settingsChange, value);
}

/** Throws if it is not a request, or one for too many. */
export function readImagesRequest(value: unknown): ImagesRequest {
  return v.parse(images, value);
}

/** Throws if it is not a request. */
export function readSearchRequest(value: unknown): SearchRequest {
  return v.parse(search, value);
}

/** Throws if it does not say which revision is meant. */
export function readRevision(value: unknown): number {
  return v.parse(revised, value).revision;
}
