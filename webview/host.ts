/** The one place that talks to the host: brings its truth into the state, and the person's commands to it. */
import { batch, effect } from "@preact/signals";
import { type Channel, openChannel, type Port } from "../src/protocol/channel.ts";
import type { Images, ImagesRequest, SearchRequest, TestReport } from "../src/protocol/evaluation.ts";
import type { GradientCheck, GradientCheckRequest } from "../src/protocol/gradient-check.ts";
import { IMAGE_FORGOTTEN, type Inspection, type InspectionRequest } from "../src/protocol/inspection.ts";
import type { SaveRequest } from "../src/protocol/share.ts";
import type { SettingsChange } from "../src/protocol/training.ts";
import type { ModelSnapshot, ViewContract, ViewHostContract } from "../src/protocol/view-contract.ts";
import { type AskLoop, createAskLoop } from "./ask-loop.ts";
import { readChoices } from "./choices.ts";
import { createInspectionLoop, type InspectionLoop, type RevisedRequest } from "./inspection-loop.ts";
import { reviveNumbers } from "./message-numbers.ts";
import { compareFailure, compareWish, takeCompared } from "./state/compare.ts";
import { flowFailure, flowQuestions, flowWish, type RevisedFlowRequest, takeFlow } from "./state/flow.ts";
import { choices, given, model, notice, selected, training, visible } from "./state/model.ts";
import {
  type RevisedSaliencyRequest,
  saliencyFailure,
  saliencyQuestions,
  saliencyWish,
  takeSaliency,
} from "./state/saliency.ts";
import { chooseSample } from "./state/sample.ts";
import { failure, isKnownImage, knownParts, select, takeOutcome, whenShown } from "./state/shown.ts";
import { wish } from "./state/wish.ts";
import { addProgress, recordOf } from "./training-record.ts";

/** What VS Code gives a webview: https://code.visualstudio.com/api/extension-guides/webview. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(kept: unknown): void;
}

/** An inspection beside those of the page, of the model as it is. */
export function askInspection(request: InspectionRequest): Promise<Inspection> {
  return channel.call("inspect", { ...request, revision: model.peek()?.revision ?? 0 });
}

export type Command = "train" | "step" | "pause" | "resume" | "stop" | "resetWeights";

const KEEP_AFTER_MS = 200;
/** A page that is hidden is never painted. */
const TEXT_WAITS_MS = 150;

let channel: Channel<ViewContract, ViewHostContract>;
let loop: InspectionLoop;
let compareLoop: InspectionLoop;
let flowLoop: AskLoop<RevisedFlowRequest>;
let saliencyLoop: AskLoop<RevisedSaliencyRequest>;
let selecting = 0;

/** Opens the conversation; to be called once, before anything is shown. */
export function connect(api: VsCodeApi): void {
  choices.value = readChoices(api.getState());
  keepChoices(api);
  channel = openChannel<ViewContract, ViewHostContract>(portOf(api), {});
  channel.on("snapshot", adopt);
  channel.on("selection", (layer) => {
    if (selecting === 0) select(layer);
  });
  channel.on("progress", (progress) => {
    if (training.value) training.value = addProgress(training.value, progress);
  });
  showGiven();
  inspectOnWish();
  channel.call("snapshot", undefined).then(adopt, note);
}

function portOf(api: VsCodeApi): Port {
  return {
    post: (message) => api.postMessage(message),
    listen: (receive) => addEventListener("message", (event) => receive(reviveNumbers(event.data))),
  };
}

/** Draws the model that the page came with; nothing is asked about it, as it may be old. */
function showGiven(): void {
  const text = document.getElementById("snapshot")?.textContent;
  if (!text) return;
  adopt(reviveNumbers(JSON.parse(text)) as ModelSnapshot);
  given.value = true;
}

function adopt(snapshot: ModelSnapshot): void {
  batch(() => {
    given.value = false;
    model.value = snapshot;
    training.value = recordOf(snapshot);
    if (selecting === 0) selected.value = snapshot.selected;
  });
}

function inspectOnWish(): void {
  const clock = {
    now: () => performance.now(),
    later: (ms: number, run: () => void) => void setTimeout(run, ms),
  };
  const inspect = (request: RevisedRequest) => channel.call("inspect", request);
  const inspectRest = (request: RevisedRequest) => withoutImage(request, inspect);
  loop = createInspectionLoop({ ...clock, inspect: inspectRest }, takeOutcome);
  compareLoop = createInspectionLoop({ ...clock, inspect }, takeCompared);
  const ask = (request: RevisedFlowRequest) => channel.call("flow", request);
  flowLoop = createAskLoop({ ...clock, ...flowQuestions, ask }, takeFlow);
  const askSaliency = (request: RevisedSaliencyRequest) => channel.call("saliency", request);
  saliencyLoop = createAskLoop({ ...clock, ...saliencyQuestions, ask: askSaliency }, takeSaliency);
  const look = (): void => {
    visible.value = document.visibilityState === "visible";
  };
  look();
  document.addEventListener("visibilitychange", look);
  effect(() => loop.wish(wish.value));
  effect(() => compareLoop.wish(compareWish.value));
  effect(() => flowLoop.wish(flowWish.value));
  effect(() => saliencyLoop.wish(saliencyWish.value));
}

/** Asks for what is not known yet, without the pixels of an own image that the host has; again with them if it has lost them. */
async function withoutImage(
  request: RevisedRequest,
  inspect: (request: RevisedRequest) => Promise<Inspection>,
): Promise<Inspection> {
  const known = knownParts(request.layer);
  const { sample } = request;
  if (known !== undefined && isKnownImage(sample)) {
    try {
      return await inspect({ ...request, known, sample: { ...sample, pixels: new Float32Array() } });
    } catch (error) {
      if (!(error instanceof Error) || error.message !== IMAGE_FORGOTTEN) throw error;
    }
  }
  return inspect({ ...request, known });
}

/** Not with every change: a moving mouse changes the place often. */
function keepChoices(api: VsCodeApi): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    clearTimeout(timer);
    api.setState(choices.peek());
  };
  effect(() => {
    void choices.value;
    clearTimeout(timer);
    timer = setTimeout(keep, KEEP_AFTER_MS);
  });
  addEventListener("pagehide", keep);
}

/** Selects a layer here at once, and in the text when the host gets to it. */
export async function selectLayer(index: number): Promise<void> {
  select(index);
  selecting++;
  try {
    await untilPainted(index);
    if (selected.peek() === index) await channel.call("select", index);
  } catch (error) {
    note(error);
  } finally {
    selecting--;
  }
}

/** VS Code draws the text's new place in the page's own thread: values that come meanwhile would wait for that. */
function untilPainted(index: number): Promise<void> {
  return new Promise<void>((resolve) => {
    const stop = whenShown(index, () => requestAnimationFrame(() => setTimeout(resolve)));
    setTimeout(() => {
      stop();
      resolve();
    }, TEXT_WAITS_MS);
  });
}

export async function command(name: Command): Promise<void> {
  notice.value = undefined;
  try {
    await channel.call(name, undefined);
  } catch (error) {
    note(error);
  }
}

/** Rejects with a message for people; also if the text was edited meanwhile. */
export function checkGradient(request: GradientCheckRequest): Promise<GradientCheck> {
  return channel.call("checkGradient", { ...request, revision: model.peek()?.revision ?? 0 });
}

/** Changes what the training goes by. Rejects with a message for people if that cannot be. */
export function adjust(change: SettingsChange): Promise<void> {
  return channel.call("adjust", change);
}

/** The last evaluation that the host knows of. */
export function askEvaluation(): Promise<TestReport | undefined> {
  return channel.call("evaluation", undefined);
}

/** Rejects with a message for people if the model cannot be evaluated. */
export function evaluate(): Promise<TestReport> {
  return channel.call("evaluate", { revision: model.peek()?.revision ?? 0 });
}

export function askImages(request: ImagesRequest): Promise<Images> {
  return channel.call("images", request);
}

/** Shows the nearest other image of a class, if there is one. */
export async function showNext(request: SearchRequest): Promise<void> {
  try {
    const index = await channel.call("search", request);
    if (index !== undefined) chooseSample({ set: request.set, index });
  } catch (error) {
    note(error);
  }
}

/** Rejects with a message for people. */
export function copyText(text: string): Promise<void> {
  return channel.call("copyText", text);
}

/** The file's name; `undefined` if the person did not want it. Rejects with a message for people. */
export async function saveFile(request: SaveRequest): Promise<string | undefined> {
  const name: unknown = await channel.call("save", request);
  return typeof name === "string" ? name : undefined;
}

export function retryInspection(): void {
  failure.value = undefined;
  loop.retry();
}

export function retryComparison(): void {
  compareFailure.value = undefined;
  compareLoop.retry();
}

export function retryFlow(): void {
  flowFailure.value = undefined;
  flowLoop.retry();
}

export function retrySaliency(): void {
  saliencyFailure.value = undefined;
  saliencyLoop.retry();
}

function note(error: unknown): void {
  notice.value = error instanceof Error ? error.message : String(error);
}
