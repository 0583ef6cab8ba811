/** What the view knows of a sample's saliency. Asked for only while it is shown. */
import { computed, signal } from "@preact/signals";
import type { Saliency, SaliencyRequest } from "../../src/protocol/saliency.ts";
import type { LayerView, Revised } from "../../src/protocol/view-contract.ts";
import { imageSizes } from "../../src/tensor/shape.ts";
import type { AskOutcome, AskWish } from "../ask-loop.ts";
import { sameSample, servesSample } from "../inspection-loop.ts";
import { choices, model } from "./model.ts";
import { sample } from "./sample.ts";
import { wish } from "./wish.ts";

export type RevisedSaliencyRequest = Revised<SaliencyRequest>;

/** Whether the view is on the page. */
export const saliencyShown = signal(false);
export const saliencyFailure = signal<string | undefined>(undefined);
const answer = signal<{ readonly saliency: Saliency; readonly revision: number } | undefined>(undefined);

const chosen = computed(() => choices.value.saliency);

/** The layers that have feature maps, by index. */
export function layersWithMaps(layers: readonly LayerView[]): number[] {
  return layers.flatMap(({ shape }, index) =>
    shape && shape.output.length > 1 && imageSizes(shape.output) ? [index] : [],
  );
}

/** The layer that Grad-CAM looks at: the chosen one, or the last convolution, or the last with maps; `undefined` without maps. */
export function camLayer(layers: readonly LayerView[], name: string | undefined): number | undefined {
  const possible = layersWithMaps(layers);
  const named = possible.find((index) => layers[index]?.name === name);
  return named ?? possible.findLast((index) => /conv/i.test(layers[index]?.type ?? "")) ?? possible.at(-1);
}

export const saliencyWish = computed<AskWish<RevisedSaliencyRequest> | undefined>(() => {
  if (!saliencyShown.value || wish.value === undefined || model.value === undefined) return undefined;
  if (model.value.broken !== undefined) return undefined;
  const { request, weightsVersion } = wish.value;
  const { target, layer } = chosen.value;
  const { layers, classes } = model.value;
  return {
    request: {
      revision: request.revision,
      sample: request.sample,
      target: target !== undefined && target < classes ? target : undefined,
      layer: camLayer(layers, layer),
    },
    weightsVersion,
  };
});

/** Of the chosen sample and the text as it is. */
export const saliency = computed<Saliency | undefined>(() => {
  const { value } = answer;
  if (value === undefined || model.value?.broken !== undefined || value.revision !== model.value?.revision)
    return undefined;
  return servesSample(value.saliency.sample, sample.value) ? value.saliency : undefined;
});

export function takeSaliency(outcome: AskOutcome<RevisedSaliencyRequest, Saliency>): void {
  const { revision } = outcome.request;
  if (revision !== model.value?.revision) return;
  saliencyFailure.value = outcome.kind === "failure" ? outcome.message : undefined;
  answer.value = outcome.kind === "failure" ? undefined : { saliency: outcome.answer, revision };
}

/** For the loop: as `AskWorld` says. */
export const saliencyQuestions = {
  serves: (a: RevisedSaliencyRequest, b: RevisedSaliencyRequest): boolean =>
    isAlike(a, b) && servesSample(a.sample, b.sample),
  isSame: (a: RevisedSaliencyRequest, b: RevisedSaliencyRequest): boolean =>
    isAlike(a, b) && sameSample(a.sample, b.sample),
};

function isAlike(a: RevisedSaliencyRequest, b: RevisedSaliencyRequest): boolean {
  return a.revision === b.revision && a.target === b.target && a.layer === b.layer;
}
