/** When the host is asked to inspect, as `ask-loop.ts` says, and which inspections are as good as others. */
import {
  allParts,
  type Inspection,
  type InspectionRequest,
  type Part,
  type SampleChoice,
} from "../src/protocol/inspection.ts";
import type { Revised } from "../src/protocol/view-contract.ts";
import { type AskLoop, type AskWish, type AskWorld, createAskLoop } from "./ask-loop.ts";

export type RevisedRequest = Revised<InspectionRequest>;

export type Wish = AskWish<RevisedRequest>;
export type InspectionLoop = AskLoop<RevisedRequest>;

export interface LoopWorld extends Pick<AskWorld<RevisedRequest, Inspection>, "now" | "later"> {
  inspect(request: RevisedRequest): Promise<Inspection>;
}

export type Outcome =
  | { readonly kind: "answer"; readonly request: RevisedRequest; readonly inspection: Inspection }
  | { readonly kind: "failure"; readonly request: RevisedRequest; readonly message: string };

/** `report` hears of answers to the latest question only; those to older ones are dropped. */
export function createInspectionLoop(world: LoopWorld, report: (outcome: Outcome) => void): InspectionLoop {
  const { inspect, now, later } = world;
  return createAskLoop({ ask: inspect, now, later, serves: sameQuestion, isSame, isUrgent }, (outcome) => {
    if (outcome.kind === "failure") report(outcome);
    else {
      const { request, answer } = outcome;
      report({ kind: "answer", request, inspection: { ...answer, sample: request.sample } });
    }
  });
}

function sameQuestion(a: RevisedRequest, b: RevisedRequest): boolean {
  return a.revision === b.revision && a.layer === b.layer && servesSample(a.sample, b.sample);
}

function isSame(a: RevisedRequest, b: RevisedRequest): boolean {
  return sameQuestion(a, b) && sameSample(a.sample, b.sample) && hasAll(a, b);
}

function isUrgent(asked: RevisedRequest, wished: RevisedRequest): boolean {
  return !sameQuestion(asked, wished) || !hasAll(asked, wished);
}

function hasAll(asked: RevisedRequest, wished: RevisedRequest): boolean {
  const looked = ({ look, filter }: RevisedRequest): string => JSON.stringify([look, filter]);
  return hasParts(asked, wished.parts ?? allParts) && looked(asked) === looked(wished);
}

/** What was asked for beside them does no harm. */
function hasParts({ parts = allParts }: RevisedRequest, wished: readonly Part[]): boolean {
  return wished.every((part) => parts.includes(part));
}

/** Whether what is known of one is of use to who looks at the other. While a digit is drawn it is: it would come too late for ever. */
export function servesSample(asked: SampleChoice, wished: SampleChoice): boolean {
  return (asked.set === "own" && wished.set === "own") || sameSample(asked, wished);
}

/** Own images are the same if they are one array: a changed one is a new array. */
export function sameSample(a: SampleChoice, b: SampleChoice): boolean {
  if (a.set === "own") return b.set === "own" && a.pixels === b.pixels && a.label === b.label;
  return b.set !== "own" && a.set === b.set && a.index === b.index;
}
