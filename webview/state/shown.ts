/** The layer on the page and what is known of it: a chosen layer comes onto the page with its values. */
import { batch, computed, effect, signal } from "@preact/signals";
import type { Inspection, KnownParts, OwnSample, SampleChoice } from "../../src/protocol/inspection.ts";
import type { Shown } from "../../src/protocol/pieces.ts";
import { canCompute, type LayerView, type ModelSnapshot } from "../../src/protocol/view-contract.ts";
import { type Outcome, sameSample } from "../inspection-loop.ts";
import { completed } from "../wanted-parts.ts";
import { given, model, selected, tab, visible } from "./model.ts";
import { hasImage, sample } from "./sample.ts";

/** The latest answer, with the name of its layer, because indices move while the text is edited. */
export const answer = signal<{ readonly inspection: Inspection; readonly name: string } | undefined>(undefined);
/** Why there is none, for people. */
export const failure = signal<string | undefined>(undefined);

/** The layer that was shown when another was chosen, for the moment in which that one's values may come. */
const leaving = signal<{ readonly index: number; readonly revision: number } | undefined>(undefined);

/** The model whose values can be asked for; `undefined` while there are none, or nobody looks at them. */
export const asked = computed<ModelSnapshot | undefined>(() => {
  const { value } = model;
  if (!visible.value || given.value || value === undefined || value.computable === 0) return undefined;
  const { set } = sample.value;
  return hasImage.value && (set === "own" || value.samples[set] > 0) ? value : undefined;
});

/** The layer on the page, by index: for a moment still the one before, so that the selected one is drawn once, with its values. */
export const shownIndex = computed(() => {
  const { value } = leaving;
  const hasValues = asked.value !== undefined && canCompute(asked.value, selected.value);
  const awaits =
    hasValues && value?.revision === asked.value?.revision && failure.value === undefined && tab.value === "layer";
  return value && awaits && answerOf(selected.value) === undefined ? value.index : selected.value;
});

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
export function answerOf(index: number): Inspection | undefined {
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
