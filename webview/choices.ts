/**
 * What the person has chosen in this view. It is all that the view keeps over hiding and reloading; nothing in it can be
 * trusted to fit the model, so that every use brings it into the model's bounds.
 */
import * as v from "valibot";
import type { DatasetSample } from "../src/protocol/inspection.ts";
import { type Shown, shownTensors } from "../src/protocol/pieces.ts";
import { type MapSort, mapSorts } from "../src/tensor/map-statistics.ts";
import { type FilterChoice, type FilterSort, filterChoices, filterSorts } from "./geometry/filter-statistics.ts";
import type { Place } from "./geometry/place.ts";
import { middle } from "./geometry/spot.ts";
import { type OwnChoice, readOwnChoice } from "./own-choice.ts";

const tabIds = ["layer", "model", "training", "saliency"] as const;

export const mapZooms = [0.5, 1, 2, 4, 8] as const;

/** By how much feature maps are larger than they would be by themselves. */
export type MapZoom = (typeof mapZooms)[number];

/** What the main pane shows. */
export type TabId = (typeof tabIds)[number];

export const backwardModes = ["weight", "pointwise", "input"] as const;

/** Whose gradient is derived; `pointwise`: of a separable convolution's two kernels the second one's weight. */
export type BackwardMode = (typeof backwardModes)[number];

export interface SaliencyChoice {
  /** The class; `undefined`: the predicted one. */
  readonly target: number | undefined;
  /** Whose maps Grad-CAM looks at, by name; `undefined`: the last convolution's. */
  readonly layer: string | undefined;
  /** Of the maps over the image, from 0 to 1. */
  readonly opacity: number;
}

/** An image of the data set, or an own one as it was when it was kept for that. */
export type Compared = DatasetSample | { readonly set: "own"; readonly own: OwnChoice };

export interface Choices {
  readonly tab: TabId;
  readonly sample: DatasetSample;
  /** What is looked at instead of the data set's image, if something is. */
  readonly own: OwnChoice;
  /** In the output of the window drawing; `undefined` until somebody chooses one. */
  readonly place: Place | undefined;
  /** In the image that the window slides over: where the gradient goes to, or what a transposed convolution writes. */
  readonly cell: Place | undefined;
  /** In the kernel. */
  readonly weight: { readonly row: number; readonly column: number };
  /** What the backward section derives. */
  readonly backward: BackwardMode;
  readonly inputChannel: number;
  /** The feature map, and so the filter, that is looked at. */
  readonly channel: number;
  readonly shown: Shown;
  readonly sharedScale: boolean;
  readonly mapSort: MapSort;
  readonly mapZoom: MapZoom;
  /** The image that the feature maps are compared with; `undefined`: none. */
  readonly compared: Compared | undefined;
  readonly kernelSort: FilterSort;
  readonly kernelChoice: FilterChoice;
  readonly saliency: SaliencyChoice;
  /** Folded sections, by id. */
  readonly folded: readonly string[];
  /** Repeated blocks that the graph shows layer by layer, by the name of their first layer. */
  readonly unfolded: readonly string[];
}

const index = v.fallback(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 0);

const datasetSample = v.object({ set: v.picklist(["train", "test"]), index });

const saliency = v.pipe(
  v.object({
    target: v.fallback(v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))), undefined),
    layer: v.fallback(v.optional(v.string()), undefined),
    opacity: v.fallback(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.6),
  }),
  v.transform(({ target, layer, opacity }): SaliencyChoice => ({ target, layer, opacity })),
);

const keptImage = v.object({ set: v.literal("own"), own: v.pipe(v.unknown(), v.transform(readOwnChoice)) });

const schema = v.object({
  tab: v.fallback(v.picklist(tabIds), "layer"),
  sample: v.fallback(datasetSample, { set: "test", index: 0 }),
  own: v.optional(v.pipe(v.unknown(), v.transform(readOwnChoice)), {}),
  place: v.fallback(v.optional(v.object({ row: index, column: index })), undefined),
  cell: v.fallback(v.optional(v.object({ row: index, column: index })), undefined),
  weight: v.fallback(v.object({ row: index, column: index }), { row: 0, column: 0 }),
  backward: v.fallback(v.picklist(backwardModes), "weight"),
  inputChannel: index,
  channel: index,
  shown: v.fallback(v.picklist(shownTensors), "output"),
  sharedScale: v.fallback(v.boolean(), true),
  mapSort: v.fallback(v.picklist(mapSorts), "channel"),
  mapZoom: v.fallback(v.picklist(mapZooms), 1),
  compared: v.fallback(v.optional(v.variant("set", [datasetSample, keptImage])), undefined),
  kernelSort: v.fallback(v.picklist(filterSorts), "number"),
  kernelChoice: v.fallback(v.picklist(filterChoices), "all"),
  saliency: v.fallback(saliency, { target: undefined, layer: undefined, opacity: 0.6 }),
  folded: v.fallback(v.array(v.string()), []),
  unfolded: v.fallback(v.array(v.string()), []),
});

/** Reads what an earlier view kept; whatever is missing or wrong has its default. */
export function readChoices(kept: unknown): Choices {
  const { compared, place, cell, ...rest } = v.parse(schema, typeof kept === "object" && kept !== null ? kept : {});
  return { ...rest, compared, place, cell };
}

/** The index brought into 0 to `count` - 1; 0 if there is none. */
export function clampIndex(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, Math.trunc(index) || 0));
}

/** The place brought into a grid; if nobody has chosen one, where in the image there is something to be seen. */
export function placeWithin(place: Place | undefined, rows: number, columns: number, spot = middle): Place {
  const { row, column } = place ?? { row: Math.floor(spot.y * rows), column: Math.floor(spot.x * columns) };
  return { row: clampIndex(row, rows), column: clampIndex(column, columns) };
}

/** The sample brought into the sets' sizes: in the other set, if its own is empty. */
export function clampSample(
  sample: DatasetSample,
  sizes: { readonly train: number; readonly test: number },
): DatasetSample {
  const other = sample.set === "test" ? "train" : "test";
  const set = sizes[sample.set] === 0 && sizes[other] > 0 ? other : sample.set;
  return { set, index: clampIndex(sample.index, sizes[set]) };
}
