/**
 * When the host is asked to inspect: at once if nothing is under way, at most ten times a second, never two at a time,
 * and always for the latest wish. It knows no clock and no host: both are handed in.
 */
import type { Inspection, InspectionRequest, SampleChoice } from "../src/protocol/inspection.ts";

export type RevisedRequest = InspectionRequest & { readonly revision: number };

export interface Wish {
  readonly request: RevisedRequest;
  /** The same question is asked again when the weights have changed. */
  readonly weightsVersion: number;
}

export interface LoopWorld {
  inspect(request: RevisedRequest): Promise<Inspection>;
  /** Milliseconds, from any beginning. */
  now(): number;
  later(ms: number, run: () => void): void;
}

export type Outcome =
  | { readonly kind: "answer"; readonly request: RevisedRequest; readonly inspection: Inspection }
  | { readonly kind: "failure"; readonly request: RevisedRequest; readonly message: string };

export interface InspectionLoop {
  /** What is to be inspected from now on; `undefined`: nothing, as while the view is hidden. */
  wish(wish: Wish | undefined): void;
  /** Asks again what has failed. */
  retry(): void;
}

const BETWEEN_MS = 100;

/** `report` hears of answers to the latest question only; those to older ones are dropped. */
export function createInspectionLoop(world: LoopWorld, report: (outcome: Outcome) => void): InspectionLoop {
  let wished: Wish | undefined;
  let answered: Wish | undefined;
  let underWay = false;
  let waiting = false;
  let earliest = Number.NEGATIVE_INFINITY;

  function pump(): void {
    if (wished === undefined || underWay || waiting || (answered && sameWish(wished, answered))) return;
    const wait = earliest - world.now();
    if (wait <= 0) void ask(wished);
    else {
      waiting = true;
      world.later(wait, () => {
        waiting = false;
        pump();
      });
    }
  }

  async function ask(wish: Wish): Promise<void> {
    underWay = true;
    earliest = world.now() + BETWEEN_MS;
    const outcome = await outcomeOf(wish.request);
    underWay = false;
    if (wished && sameQuestion(wish.request, wished.request)) {
      answered = wish;
      report(outcome);
    }
    pump();
  }

  async function outcomeOf(request: RevisedRequest): Promise<Outcome> {
    try {
      return { kind: "answer", request, inspection: await world.inspect(request) };
    } catch (error) {
      return { kind: "failure", request, message: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    wish(wish) {
      wished = wish;
      pump();
    },
    retry() {
      answered = undefined;
      pump();
    },
  };
}

/** Whether an answer to one is of use to who asked the other. While a digit is drawn it is: it would come too late for ever. */
export function sameQuestion(a: RevisedRequest, b: RevisedRequest): boolean {
  const bothOwn = a.sample.set === "own" && b.sample.set === "own";
  return a.revision === b.revision && a.layer === b.layer && (bothOwn || sameSample(a.sample, b.sample));
}

function sameWish(a: Wish, b: Wish): boolean {
  return (
    a.weightsVersion === b.weightsVersion &&
    sameQuestion(a.request, b.request) &&
    sameSample(a.request.sample, b.request.sample)
  );
}

/** Own images are the same if they are one array: a changed one is a new array. */
export function sameSample(a: SampleChoice, b: SampleChoice): boolean {
  if (a.set === "own") return b.set === "own" && a.pixels === b.pixels && a.label === b.label;
  return b.set !== "own" && a.set === b.set && a.index === b.index;
}
