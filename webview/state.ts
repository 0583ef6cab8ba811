/**
 * All that the view knows, as signals. The host's truth comes in through `host.ts`; what follows from it is computed
 * here; what the person chose is in `choices`. Views read from here and own nothing that matters.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import {
  backwardParts,
  type DatasetSample,
  type Inspection,
  type KnownParts,
  type OwnSample,
  type SampleChoice,
} from "../src/protocol/inspection.ts";
import type { FilterWanted, Look, MapsWanted, Shown } from "../src/protocol/pieces.ts";
import { canCompute, type LayerView, type ModelSnapshot } from "../src/protocol/view-contract.ts";
import { channelsOf, type Shape } from "../src/tensor/shape.ts";
import { type Choices, clampIndex, clampSample, readChoices } from "./choices.ts";
import { pixelsOfInk, type Stroke } from "./geometry/ink.ts";
import { filterRead } from "./geometry/layer-geometry.ts";
import { firstMaps } from "./geometry/map-layout.ts";
import { imageSteps } from "./geometry/opened-image.ts";
import { type Spot, spotOf } from "./geometry/spot.ts";
import { type Outcome, sameSample, servesSample, type Wish } from "./inspection-loop.ts";
import { hasPieces, isFilterThere, isLookedAt, lookAt } from "./look.ts";
import { decodeFile, type OwnChoice } from "./own-choice.ts";
import { lastWidth, mostAtlasHeight } from "./page-sizes.ts";
import type { TrainingRecord } from "./training-record.ts";
import { completed, isLarge, soonSections, wantedParts } from "./wanted-parts.ts";

/** `undefined` until the host has answered for the first time. */
export const model = signal<ModelSnapshot | undefined>(undefined);
/** Whether it is the one that the page came with, which the host has not confirmed yet. */
export const given = signal(false);
export const training = signal<TrainingRecord | undefined>(undefined);
/** The selected layer, by index; -1 is the input. Runs ahead of the host's answer to a click. */
export const selected = signal(-1);
/** The layer that was shown when another was chosen, for the moment in which that one's values may come. */
const leaving = signal<{ readonly index: number; readonly revision: number } | undefined>(undefined);
export const choices = signal<Choices>(readChoices(undefined));
/** Whether anyone can see this view. */
export const visible = signal(true);
/** Whether the page's outline is painted: what takes longer to draw comes after it. */
export const isPainted = signal(false);
/** What went wrong with the last command, for people. */
export const notice = signal<string | undefined>(undefined);
/** The latest answer, with the name of its layer, because indices move while the text is edited. */
export const answer = signal<{ readonly inspection: Inspection; readonly name: string } | undefined>(undefined);
export const failure = signal<string | undefined>(undefined);

export const status = computed(() => training.value?.status);
/** The strokes while a pointer draws, more than the kept ones; `undefined` between two strokes. */
export const drawing = signal<readonly Stroke[] | undefined>(undefined);

// Of the choices only what matters here, so that a moving mouse does not compute images anew.
const own = computed(() => choices.value.own);
const file = computed(() => own.value.file);
export const openedImage = computed(() => file.value && decodeFile(file.value));
/** `undefined` without an opened image, or if the model's input is no picture. */
export const openedSteps = computed(() => {
  const shape = model.value?.input;
  return openedImage.value && shape && imageSteps(openedImage.value, shape, own.value);
});
const ownPixels = computed<Float32Array | undefined>(() => {
  const { source, strokes, centre } = own.value;
  if (source === "file") return openedSteps.value?.pixels;
  const drawn = drawing.value ?? strokes;
  const shape = model.value?.input;
  return source === "drawing" && drawn.length > 0 && shape ? pixelsOfInk(drawn, shape, centre) : undefined;
});

/** A person's image as the model sees it; `undefined` if there is none, or the model's input is no picture. */
export function pixelsOf(own: OwnChoice, shape: Shape): Float32Array | undefined {
  const { source, strokes, centre, file } = own;
  if (source === "drawing") return strokes.length > 0 ? pixelsOfInk(strokes, shape, centre) : undefined;
  const image = source === "file" && file ? decodeFile(file) : undefined;
  return image && imageSteps(image, shape, own)?.pixels;
}
/** The image that the person drew or opened, while it is looked at instead of the data set's. */
export const ownSample = computed<OwnSample | undefined>(() => {
  const { label } = own.value;
  return ownPixels.value && { set: "own", pixels: ownPixels.value, label: knownLabel(label) };
});

/** What a person said an image is, if the model has such a class. */
export function knownLabel(label: number | undefined): number | undefined {
  return label !== undefined && label < (model.value?.classes ?? 0) ? label : undefined;
}
/** The data set's image that is chosen, also while an own one is looked at. */
export const datasetSample = computed(() =>
  clampSample(choices.value.sample, model.value?.samples ?? { train: 0, test: 0 }),
);
export const sample = computed<SampleChoice>(() => ownSample.value ?? datasetSample.value);

/** Whether there is an image that the model can take: the data set's may not fit it. */
export const hasImage = computed(() => ownSample.value !== undefined || model.value?.unfit === undefined);
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
const tab = computed(() => choices.value.tab);
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

/** The model whose values can be asked for; `undefined` while there are none, or nobody looks at them. */
const asked = computed<ModelSnapshot | undefined>(() => {
  const { value } = model;
  if (!visible.value || given.value || value === undefined || value.computable === 0) return undefined;
  const { set } = sample.value;
  return hasImage.value && (set === "own" || value.samples[set] > 0) ? value : undefined;
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

/** The layer on the page, by index: for a moment still the one before, so that the selected one is drawn once, with its values. */
export const shownIndex = computed(() => {
  const { value } = leaving;
  const hasValues = asked.value !== undefined && canCompute(asked.value, selected.value);
  const awaits =
    hasValues && value?.revision === asked.value?.revision && failure.value === undefined && tab.value === "layer";
  return value && awaits && answerOf(selected.value) === undefined ? value.index : selected.value;
});
/** The one on the page. */
export const layer = computed<LayerView | undefined>(() => model.value?.layers[shownIndex.value]);
/** The answer about the layer on the page, with its values at least; for a moment still an older one of the same layer. */
export const inspection = computed<Inspection | undefined>(() => answerOf(shownIndex.value));

/** The answer about the chosen sample, whatever layer it was asked with; of an own image for a moment still an older state. */
export const sampleInspection = computed<Inspection | undefined>(() => {
  const found = answer.value?.inspection;
  if (found === undefined || model.value?.computable === 0) return undefined;
  const wanted = sample.value;
  const bothOwn = wanted.set === "own" && found.sample.set === "own";
  return bothOwn || sameSample(found.sample, wanted) ? found : undefined;
});

/** How long a layer's values are waited for before it is shown without. */
const PATIENCE_MS = 100;
let patience: ReturnType<typeof setTimeout> | undefined;

/** Selects a layer, by index. It comes onto the page with its values, or without them if they take long. */
export function select(index: number): void {
  if (index === selected.peek()) return;
  const before = shownIndex.peek();
  const isWaiting = before !== selected.peek();
  batch(() => {
    leaving.value = { index: before, revision: model.peek()?.revision ?? 0 };
    selected.value = index;
  });
  // Who goes on before the first has come waits no longer for that.
  if (isWaiting) return;
  clearTimeout(patience);
  patience = setTimeout(() => {
    leaving.value = undefined;
  }, PATIENCE_MS);
}

/** Calls once: when the layer is on the page, or another one is chosen. Gives what stops the waiting. */
export function whenShown(index: number, run: () => void): () => void {
  let isOver = false;
  const stop = effect(() => {
    const waits = selected.value === index && shownIndex.value !== index;
    if (waits || isOver) return;
    isOver = true;
    run();
  });
  return stop;
}

export function choose(change: Partial<Choices>): void {
  choices.value = { ...choices.value, ...change };
}

/** Looks at an image of the data set. */
export function chooseSample(sample: DatasetSample): void {
  choose({ sample, own: { ...choices.peek().own, source: "dataset" } });
}

export function chooseOwn(change: Partial<OwnChoice>): void {
  choose({ own: { ...choices.peek().own, ...change } });
}

/** Takes in what came of an inspection. An answer of a layer that is gone, or of another text, says nothing any more. */
export function takeOutcome(outcome: Outcome): void {
  if (outcome.request.revision !== model.value?.revision) return;
  if (outcome.kind === "failure") {
    answer.value = undefined;
    failure.value = outcome.message;
    return;
  }
  failure.value = undefined;
  const inspection = completed(outcome.inspection, answer.peek()?.inspection);
  answer.value = { inspection, name: nameAt(model.value, outcome.request.layer) };
}

/** What need not be sent again for an answer about this layer. */
export function knownParts(layer: number): KnownParts | undefined {
  const found = answer.peek()?.inspection;
  if (found === undefined) return undefined;
  const { run, parts, pieces, statistics } = found;
  if (found.layer !== layer) return { run, parts: parts.filter((part) => part === "image") };
  const maps = Object.fromEntries(Object.entries(pieces).map(([name, { channels }]) => [name, channels]));
  return { run, parts, maps, statistics: Object.keys(statistics) as Shown[] };
}

/** Whether it is an own image that the latest answer is about, whatever is said of its class. */
export function isKnownImage(sample: SampleChoice): sample is OwnSample {
  const asked = answer.peek()?.inspection.sample;
  return sample.set === "own" && asked?.set === "own" && asked.pixels === sample.pixels;
}

/** The latest answer if it is about this layer and has its values. */
function answerOf(index: number): Inspection | undefined {
  const { value } = answer;
  if (value === undefined || !model.value || !canCompute(model.value, index)) return undefined;
  const isOf = value.name === nameAt(model.value, index);
  return isOf && value.inspection.parts.includes("values") ? value.inspection : undefined;
}

/** Layers have unique names; no layer is named like this. */
const INPUT = "\u0000input";

function nameAt(snapshot: ModelSnapshot | undefined, index: number): string {
  return snapshot?.layers[index]?.name ?? INPUT;
}
