/** What the host should inspect: of the selected layer and the chosen image only what can be seen. */
import { computed, signal } from "@preact/signals";
import { backwardParts } from "../../src/protocol/inspection.ts";
import type { FilterWanted, Look, MapsWanted } from "../../src/protocol/pieces.ts";
import { canCompute } from "../../src/protocol/view-contract.ts";
import { channelsOf } from "../../src/tensor/shape.ts";
import { clampIndex } from "../choices.ts";
import { filterRead } from "../geometry/layer-geometry.ts";
import { firstMaps } from "../geometry/map-layout.ts";
import { type Spot, spotOf } from "../geometry/spot.ts";
import { servesSample, type Wish } from "../inspection-loop.ts";
import { hasPieces, isFilterThere, isLookedAt, lookAt } from "../look.ts";
import { lastWidth, mostAtlasHeight } from "../page-sizes.ts";
import { isLarge, soonSections, wantedParts } from "../wanted-parts.ts";
import { choices, model, selected, tab, training } from "./model.ts";
import { sample } from "./sample.ts";
import { answerOf, asked, inspection, sampleInspection, shownIndex } from "./shown.ts";

/** Whether what is shown is of the selected layer and the chosen image; of an own one for a moment of an older state. */
const isShown = computed(() => {
  const found = answerOf(selected.value);
  return found !== undefined && servesSample(found.sample, sample.value);
});

/** The sections of the layer that can be seen without scrolling, by id. */
export const sectionsSeen = signal<ReadonlySet<string>>(new Set());
/** Those that are seen, and of the layer before those that were. */
export const seenLately = new Set(["arithmetic", "maps"]);

// Of the choices only what matters here, so that a moving mouse asks nothing.
const folded = computed(() => choices.value.folded);
const shown = computed(() => choices.value.shown);
const backward = computed(() => choices.value.backward);
const mapSort = computed(() => choices.value.mapSort);

const mapChoices = computed(() => {
  const { mapZoom, sharedScale, compared } = choices.value;
  return { mapZoom, sharedScale, each: compared ? 2 : 1 };
});

const parts = computed(() => {
  const looking = { tab: tab.value, folded: folded.value, shown: shown.value, backward: backward.value };
  const wished = model.value?.layers[selected.value];
  if (model.value === undefined || !isLarge(model.value, wished)) return wantedParts(looking, wished);
  const wanted = wantedParts(looking, wished, isShown.value ? sectionsSeen.value : soonSections(wished));
  return awaitsMaps.value ? wanted.filter((part) => !backwardParts.includes(part)) : wanted;
});

/** In a large model maps do not wait for the way back, which may take longer than all else. */
const awaitsMaps = computed(() => {
  const { value } = mapsWanted;
  const found = answerOf(selected.value);
  return value !== undefined && value.of !== "gradient" && Object.keys(found?.statistics ?? {}).length === 0;
});

/** Which feature maps the atlas of a layer shows, as places in their order; of another layer than the one on the page it is guessed. */
export const mapsSeen = signal<{ readonly layer: number; readonly from: number; readonly to: number } | undefined>(
  undefined,
);

const mapsWanted = computed<MapsWanted | undefined>(() => {
  const wished = model.value?.layers[selected.value];
  const output = wished?.shape?.output;
  const isSeen = isShown.value ? sectionsSeen.value.has("maps") : seenLately.has("maps");
  if (!output || !hasPieces(wished) || !isSeen || folded.value.includes("maps")) return undefined;
  const seen =
    mapsSeen.value?.layer === selected.value ? mapsSeen.value : firstMaps(output, mapChoices.value, atlasSpace());
  return { of: shown.value, order: mapSort.value, from: seen.from, to: seen.to };
});

/** Before anything is known of the page. */
const LIKELY_WIDTH_PX = 900;
function atlasSpace() {
  return { width: lastWidth("maps") ?? LIKELY_WIDTH_PX, height: mostAtlasHeight() };
}

// Answers about one run share its image, in which the spot is looked for once.
const image = computed(() => sampleInspection.value?.image);
// As text, so that the same spot of another run changes nothing.
const spotText = computed(() => {
  const { shape, data } = image.value ?? { shape: [], data: [] };
  return JSON.stringify(spotOf(shape, data));
});
/** Where in the sample's image there is something to be seen. */
export const spot = computed<Spot>(() => JSON.parse(spotText.value));
/** What the person chose, with the spot for what nobody has chosen. */
export const chosen = computed(() => ({ ...choices.value, spot: spot.value }));

const look = computed<Look | undefined>(() => {
  const wished = tab.value === "layer" ? model.value?.layers[selected.value] : undefined;
  return wished && hasPieces(wished) ? lookAt(wished, chosen.value, mapsWanted.value) : undefined;
});

// As text, so that the same one of another place changes nothing.
const filterText = computed(() => {
  const wished = tab.value === "layer" ? model.value?.layers[selected.value] : undefined;
  if (wished === undefined || folded.value.includes("arithmetic")) return undefined;
  const { channel } = choices.value;
  return JSON.stringify(filterRead(wished, clampIndex(channel, channelsOf(wished.shape?.output ?? []))));
});
/** What is looked at of the kernel, where it does not come whole. */
const filter = computed<FilterWanted | undefined>(() => filterText.value && JSON.parse(filterText.value));

/** Whether the numbers of what is looked at have come, maps apart. */
export const lookIsThere = computed(() => {
  const found = inspection.value;
  if (found === undefined || shownIndex.value !== selected.value) return found !== undefined;
  return isLookedAt(found, look.value) && isFilterThere(found, filter.value);
});

/** What the host should inspect. */
export const wish = computed<Wish | undefined>(() => {
  if (asked.value === undefined) return undefined;
  const { revision } = asked.value;
  // Of a layer that cannot be computed nothing is asked, but the image beside it is shown.
  const what = canCompute(asked.value, selected.value)
    ? { layer: selected.value, parts: parts.value, look: look.value, filter: filter.value }
    : { layer: -1, parts: ["image"] as const };
  const request = { revision, sample: sample.value, ...what };
  return { request, weightsVersion: training.value?.weightsVersion ?? 0 };
});
