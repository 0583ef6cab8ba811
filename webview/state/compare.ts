/** The second image that the feature maps are compared with. Its maps are asked for only while they are shown. */
import { computed, signal } from "@preact/signals";
import type { Inspection, Part, SampleChoice } from "../../src/protocol/inspection.ts";
import type { Look } from "../../src/protocol/pieces.ts";
import { canCompute } from "../../src/protocol/view-contract.ts";
import { sortMaps } from "../../src/tensor/map-statistics.ts";
import type { Shape } from "../../src/tensor/shape.ts";
import { type Compared, clampSample } from "../choices.ts";
import type { Outcome, Wish } from "../inspection-loop.ts";
import { tensorShown } from "../views/shown-tensor.ts";
import { choices, choose, model } from "./model.ts";
import { knownLabel, pixelsOf } from "./sample.ts";
import { inspection, shownIndex } from "./shown.ts";
import { wish } from "./wish.ts";

/** Whether the feature maps are on the page. */
export const mapsShown = signal(false);
const answer = signal<Inspection | undefined>(undefined);
export const compareFailure = signal<string | undefined>(undefined);

const compared = computed(() => choices.value.compared);
const inputText = computed(() => JSON.stringify(model.value?.input ?? null));
// The same shape of another text is no other one.
const input = computed<Shape | null>(() => JSON.parse(inputText.value));
const shown = computed(() => choices.value.shown);

const keptPixels = computed(() => {
  const { value } = compared;
  return value?.set === "own" && input.value ? pixelsOf(value.own, input.value) : undefined;
});

/** `undefined` while nothing is compared, or nothing can be. */
export const comparedSample = computed<SampleChoice | undefined>(() => {
  const { samples, unfit } = model.value ?? {};
  if (!samples || !compared.value) return undefined;
  if (compared.value.set !== "own") return unfit === undefined ? clampSample(compared.value, samples) : undefined;
  const { label } = compared.value.own;
  return keptPixels.value && { set: "own", pixels: keptPixels.value, label: knownLabel(label) };
});

export const compareWish = computed<Wish | undefined>(() => {
  const { value } = comparedSample;
  if (!mapsShown.value || value === undefined || wish.value === undefined) return undefined;
  const { request, weightsVersion } = wish.value;
  const { revision, layer } = request;
  const parts: readonly Part[] = shown.value === "gradient" ? ["image", "values", "gradients"] : ["image", "values"];
  return { request: { revision, layer, sample: value, parts, look: lookBeside(request.look) }, weightsVersion };
});

const nothingElse = { channels: [], cells: undefined };

/** The same maps as beside it, in the order of the first image. */
function lookBeside(look: Look | undefined): Look | undefined {
  if (look?.maps === undefined) return look;
  const { of, order: sort } = look.maps;
  const first = inspection.value;
  const statistics = first && tensorShown(first, of).statistics;
  const order = typeof sort === "string" && sort !== "channel" && statistics ? sortMaps(statistics, sort) : sort;
  return { maps: { ...look.maps, order }, input: nothingElse, output: nothingElse };
}

/** Of the layer on the page and the compared image; for a moment still of another image. */
export const comparedInspection = computed<Inspection | undefined>(() => {
  const { value } = answer;
  if (value === undefined || comparedSample.value === undefined || !model.value) return undefined;
  return canCompute(model.value, shownIndex.value) && value.layer === shownIndex.value ? value : undefined;
});

export function compareWith(compared: Compared | undefined): void {
  choose({ compared });
}

export function takeCompared(outcome: Outcome): void {
  if (outcome.request.revision !== model.value?.revision) return;
  compareFailure.value = outcome.kind === "failure" ? outcome.message : undefined;
  answer.value = outcome.kind === "failure" ? undefined : outcome.inspection;
}
