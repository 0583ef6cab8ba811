/** The image that the model is looked at with: one of the data set, or one that the person drew or opened. */
import { computed, signal } from "@preact/signals";
import type { DatasetSample, OwnSample, SampleChoice } from "../../src/protocol/inspection.ts";
import type { Shape } from "../../src/tensor/shape.ts";
import { clampSample } from "../choices.ts";
import { pixelsOfInk, type Stroke } from "../geometry/ink.ts";
import { imageSteps } from "../geometry/opened-image.ts";
import { decodeFile, type OwnChoice } from "../own-choice.ts";
import { choices, choose, model } from "./model.ts";

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

/** Looks at an image of the data set. */
export function chooseSample(sample: DatasetSample): void {
  choose({ sample, own: { ...choices.peek().own, source: "dataset" } });
}

export function chooseOwn(change: Partial<OwnChoice>): void {
  choose({ own: { ...choices.peek().own, ...change } });
}
