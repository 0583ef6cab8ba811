/** What the view knows of the flow: how large values and gradients are in all layers. Asked for only while it is shown. */
import { computed, signal } from "@preact/signals";
import type { Flow, FlowRequest } from "../../src/protocol/flow.ts";
import type { Revised } from "../../src/protocol/view-contract.ts";
import type { AskOutcome, AskWish } from "../ask-loop.ts";
import { sameSample, servesSample } from "../inspection-loop.ts";
import { model } from "./model.ts";
import { sample } from "./sample.ts";
import { wish } from "./wish.ts";

export type RevisedFlowRequest = Revised<FlowRequest>;

/** Whether the section is on the page and unfolded. */
export const flowShown = signal(false);
export const flowFailure = signal<string | undefined>(undefined);
const answer = signal<{ readonly flow: Flow; readonly names: string } | undefined>(undefined);

export const flowWish = computed<AskWish<RevisedFlowRequest> | undefined>(() => {
  if (!flowShown.value || wish.value === undefined || model.value?.broken !== undefined) return undefined;
  const { request, weightsVersion } = wish.value;
  return { request: { revision: request.revision, sample: request.sample }, weightsVersion };
});

/** Of the chosen sample; while the text is edited the last one, as long as the layers are the same. */
export const flow = computed<Flow | undefined>(() => {
  const { value } = answer;
  if (value === undefined || model.value?.broken !== undefined || value.names !== layerNames()) return undefined;
  return servesSample(value.flow.sample, sample.value) ? value.flow : undefined;
});

export function takeFlow(outcome: AskOutcome<RevisedFlowRequest, Flow>): void {
  if (outcome.request.revision !== model.value?.revision) return;
  flowFailure.value = outcome.kind === "failure" ? outcome.message : undefined;
  answer.value = outcome.kind === "failure" ? undefined : { flow: outcome.answer, names: layerNames() };
}

/** For the loop: as `AskWorld` says. */
export const flowQuestions = {
  serves: (a: RevisedFlowRequest, b: RevisedFlowRequest): boolean =>
    a.revision === b.revision && servesSample(a.sample, b.sample),
  isSame: (a: RevisedFlowRequest, b: RevisedFlowRequest): boolean =>
    a.revision === b.revision && sameSample(a.sample, b.sample),
};

function layerNames(): string {
  return JSON.stringify(model.value?.layers.map(({ name }) => name));
}
