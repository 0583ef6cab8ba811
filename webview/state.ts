/**
 * All that the view knows, as signals. The host's truth comes in through `host.ts`; what follows from it is computed
 * here; what the person chose is in `choices`. Views read from here and own nothing that matters.
 */
import { computed, signal } from "@preact/signals";
import type { DatasetSample, Inspection, KnownParts, OwnSample, SampleChoice } from "../src/protocol/inspection.ts";
import type { LayerView, ModelSnapshot } from "../src/protocol/view-contract.ts";
import { type Choices, clampSample, readChoices } from "./choices.ts";
import { pixelsOfInk, type Stroke } from "./geometry/ink.ts";
import { imageSteps } from "./geometry/opened-image.ts";
import { type Outcome, sameSample, servesSample, type Wish } from "./inspection-loop.ts";
import { decodeFile, type OwnChoice } from "./own-choice.ts";
import type { TrainingRecord } from "./training-record.ts";
import { completed, isLarge, soonSections, wantedParts } from "./wanted-parts.ts";

/** `undefined` until the host has answered for the first time. */
export const model = signal<ModelSnapshot | undefined>(undefined);
/** Whether it is the one that the page came with, which the host has not confirmed yet. */
export const given = signal(false);
export const training = signal<TrainingRecord | undefined>(undefined);
/** The selected layer, by index; -1 is the input. Runs ahead of the host's answer to a click. */
export const selected = signal(-1);
export const choices = signal<Choices>(readChoices(undefined));
/** Whether anyone can see this view. */
export const visible = signal(true);
/** What went wrong with the last command, for people. */
export const notice = signal<string | undefined>(undefined);
/** The latest answer, with the name of its layer, because indices move while the text is edited. */
export const answer = signal<{ readonly inspection: Inspection; readonly name: string } | undefined>(undefined);
export const failure = signal<string | undefined>(undefined);

export const status = computed(() => training.value?.status);
export const layer = computed<LayerView | undefined>(() => model.value?.layers[selected.value]);
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
/** The image that the person drew or opened, while it is looked at instead of the data set's. */
export const ownSample = computed<OwnSample | undefined>(() => {
  const { label } = own.value;
  const isClass = label !== undefined && label < (model.value?.classes ?? 0);
  return ownPixels.value && { set: "own", pixels: ownPixels.value, label: isClass ? label : undefined };
});
/** The data set's image that is chosen, also while an own one is looked at. */
export const datasetSample = computed(() =>
  clampSample(choices.value.sample, model.value?.samples ?? { train: 0, test: 0 }),
);
export const sample = computed<SampleChoice>(() => ownSample.value ?? datasetSample.value);

/** Whether there is an image that the model can take: the data set's may not fit it. */
export const hasImage = computed(() => ownSample.value !== undefined || model.value?.unfit === undefined);
/** Whether what is shown is of the selected layer and the chosen image; of an own one for a moment of an older state. */
const isShown = computed(() => inspection.value !== undefined && servesSample(inspection.value.sample, sample.value));
/** The sections of the layer that can be seen without scrolling, by id. */
export const sectionsSeen = signal<ReadonlySet<string>>(new Set());
// Of the choices only what matters here, so that a moving mouse asks nothing.
const tab = computed(() => choices.value.tab);
const folded = computed(() => choices.value.folded);
const shown = computed(() => choices.value.shown);
const backward = computed(() => choices.value.backward);
const parts = computed(() => {
  const looking = { tab: tab.value, folded: folded.value, shown: shown.value, backward: backward.value };
  if (model.value === undefined || !isLarge(model.value, layer.value)) return wantedParts(looking, layer.value);
  return wantedParts(looking, layer.value, isShown.value ? sectionsSeen.value : soonSections(layer.value));
});

/** What the host should inspect; `undefined` while there is nothing to inspect or nobody to look at it. */
export const wish = computed<Wish | undefined>(() => {
  const { value } = model;
  if (!visible.value || given.value || value === undefined || value.broken !== undefined) return undefined;
  const { set } = sample.value;
  if (!hasImage.value || (set !== "own" && value.samples[set] === 0)) return undefined;
  const request = {
    revision: value.revision,
    layer: selected.value,
    sample: sample.value,
    parts: parts.value,
  };
  return { request, weightsVersion: training.value?.weightsVersion ?? 0 };
});

/** The answer about the selected layer, with its values at least; for a moment still an older one of the same layer. */
export const inspection = computed<Inspection | undefined>(() => {
  const { value } = answer;
  if (value === undefined || model.value?.broken !== undefined) return undefined;
  const isSelected = value.name === nameAt(model.value, selected.value);
  return isSelected && value.inspection.parts.includes("values") ? value.inspection : undefined;
});

/** The answer about the chosen sample, whatever layer it was asked with; of an own image for a moment still an older state. */
export const sampleInspection = computed<Inspection | undefined>(() => {
  const found = answer.value?.inspection;
  if (found === undefined || model.value?.broken !== undefined) return undefined;
  const wanted = sample.value;
  const bothOwn = wanted.set === "own" && found.sample.set === "own";
  return bothOwn || sameSample(found.sample, wanted) ? found : undefined;
});

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
  const { run, parts } = found;
  return { run, parts: found.layer === layer ? parts : parts.filter((part) => part === "image") };
}

/** Layers have unique names; no layer is named like this. */
const INPUT = "\u0000input";

function nameAt(snapshot: ModelSnapshot | undefined, index: number): string {
  return snapshot?.layers[index]?.name ?? INPUT;
}
