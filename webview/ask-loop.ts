/**
 * When the host is asked: at once if nothing is under way, never two at a time, always for the latest wish, and at most
 * ten times a second for what changes by itself: weights, and a drawing. It knows no clock and no host: both are handed in.
 */
export interface AskWish<Q> {
  readonly request: Q;
  /** The same question is asked again when the weights have changed. */
  readonly weightsVersion: number;
}

export interface AskWorld<Q, A> {
  ask(request: Q): Promise<A>;
  /** Milliseconds, from any beginning. */
  now(): number;
  later(ms: number, run: () => void): void;
  /** Whether an answer to `asked` is of use to who wishes `wished`. */
  serves(asked: Q, wished: Q): boolean;
  isSame(a: Q, b: Q): boolean;
  /** Whether who wishes `wished` should not wait, whatever was asked a moment ago; without it, if that does not serve. */
  isUrgent?(asked: Q, wished: Q): boolean;
}

export type AskOutcome<Q, A> =
  | { readonly kind: "answer"; readonly request: Q; readonly answer: A }
  | { readonly kind: "failure"; readonly request: Q; readonly message: string };

export interface AskLoop<Q> {
  /** What is to be asked from now on; `undefined`: nothing, as while the view is hidden. */
  wish(wish: AskWish<Q> | undefined): void;
  /** Asks again what has failed. */
  retry(): void;
}

const BETWEEN_MS = 100;

/** `report` hears of answers to the latest question only; those to older ones are dropped. */
export function createAskLoop<Q, A>(world: AskWorld<Q, A>, report: (outcome: AskOutcome<Q, A>) => void): AskLoop<Q> {
  let wished: AskWish<Q> | undefined;
  let answered: AskWish<Q> | undefined;
  let underWay = false;
  let waiting = false;
  let earliest = Number.NEGATIVE_INFINITY;
  let last: Q | undefined;

  function isAnswered(wish: AskWish<Q>): boolean {
    if (answered === undefined || answered.weightsVersion !== wish.weightsVersion) return false;
    return world.isSame(answered.request, wish.request);
  }

  function isUrgent(request: Q): boolean {
    if (last === undefined) return true;
    return world.isUrgent?.(last, request) ?? !world.serves(last, request);
  }

  function pump(): void {
    if (wished === undefined || underWay || isAnswered(wished)) return;
    const wait = earliest - world.now();
    if (wait <= 0 || isUrgent(wished.request)) void ask(wished);
    else if (!waiting) {
      waiting = true;
      world.later(wait, () => {
        waiting = false;
        pump();
      });
    }
  }

  async function ask(wish: AskWish<Q>): Promise<void> {
    underWay = true;
    last = wish.request;
    earliest = world.now() + BETWEEN_MS;
    const outcome = await outcomeOf(wish.request);
    underWay = false;
    if (wished && world.serves(wish.request, wished.request)) {
      answered = wish;
      report(outcome);
    }
    pump();
  }

  async function outcomeOf(request: Q): Promise<AskOutcome<Q, A>> {
    try {
      return { kind: "answer", request, answer: await world.ask(request) };
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
