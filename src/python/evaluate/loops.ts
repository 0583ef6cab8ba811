/** `for` and `while`. Where the number of rounds is not known, the body runs as something that may or may not happen. */

import { roundOf } from "../stream.ts";
import type { ForStatement, Statement } from "../syntax/tree.ts";
import { Unknown, type Value } from "../value.ts";
import { assignTarget } from "./assign.ts";
import { closeAlternatives, runBoth } from "./branch.ts";
import type { Completion } from "./completion.ts";
import { evaluate } from "./expressions.ts";
import { type Frame, siteOf } from "./frame.ts";
import type { Interpreter } from "./interpreter.ts";
import { runBlock, whyUnknown } from "./statements.ts";

export function runFor(run: Interpreter, frame: Frame, statement: ForStatement): Completion | undefined {
  const iterable = evaluate(run, frame, statement.iterable);
  const site = siteOf(frame, statement.iterable);
  const items = run.iterate(iterable, site);
  if (items === undefined) {
    const reason = iterable instanceof Unknown ? iterable.reason : whyUnknown(iterable, frame, statement.iterable);
    const isOnce = roundOf(run, iterable, site) !== undefined;
    return runUnknownTimes(run, frame, { reason, isOnce }, () => {
      assignTarget(run, frame, statement.target, roundOf(run, iterable, site) ?? new Unknown(reason));
      return runBlock(run, frame, statement.body);
    });
  }
  return inLoop(run, frame, () => runRounds(run, frame, statement, items));
}

/** Ways that left by `break` end behind the loop. */
function inLoop(run: Interpreter, frame: Frame, loop: () => Completion | undefined): Completion | undefined {
  const open = frame.alternatives.length;
  const completion = loop();
  if (frame.alternatives.length > open) closeAlternatives(run, frame, open, ["break", "continue"]);
  return completion;
}

function runRounds(
  run: Interpreter,
  frame: Frame,
  statement: ForStatement,
  items: readonly Value[],
): Completion | undefined {
  const { unknownLoops, steps } = run;
  const canBeCut = statement.otherwise.length === 0;
  for (const [round, item] of items.entries()) {
    const isTraining = round >= ROUNDS && run.unknownLoops > unknownLoops;
    const isLong = round >= MANY_ROUNDS && run.steps - steps > Math.max(LONG, HEAVY * round);
    if (canBeCut && (isTraining || isLong)) return runRest(run, frame, statement);
    assignTarget(run, frame, statement.target, item);
    const completion = runRound(run, frame, () => runBlock(run, frame, statement.body));
    if (completion?.kind === "break") return undefined;
    if (completion?.kind === "return") return completion;
  }
  return runBlock(run, frame, statement.otherwise);
}

/** How many rounds of a loop are followed that has one of an unknown length in it, as the epochs of a training have. */
const ROUNDS = 4;

/**
 * More rounds than a model has parts, of many steps each, and how many they may take together: a training without a loop over
 * its data.
 */
const MANY_ROUNDS = 200;
const HEAVY = 40;
const LONG = 100_000;

function runRest(run: Interpreter, frame: Frame, statement: ForStatement): Completion | undefined {
  const reason = "it changes in a long loop";
  return runUnknownTimes(run, frame, { reason, isOnce: false }, () => {
    assignTarget(run, frame, statement.target, new Unknown(reason));
    return runBlock(run, frame, statement.body);
  });
}

function runRound(run: Interpreter, frame: Frame, body: () => Completion | undefined): Completion | undefined {
  run.spend(1);
  const open = frame.alternatives.length;
  const completion = body();
  if (frame.alternatives.length > open) closeAlternatives(run, frame, open, ["continue"]);
  return completion;
}

export function runWhile(
  run: Interpreter,
  frame: Frame,
  statement: Extract<Statement, { kind: "while" }>,
): Completion | undefined {
  return inLoop(run, frame, () => {
    const open = frame.alternatives.length;
    for (;;) {
      const test = evaluate(run, frame, statement.test);
      const truth = run.truth(test);
      // A loop that may have been left already goes on for as long as is not known.
      if (truth === undefined || (truth && frame.alternatives.length > open)) {
        const reason = truth ? "how often a loop runs is not known" : whyUnknown(test, frame, statement.test);
        return runUnknownTimes(run, frame, { reason, isOnce: false }, () => runBlock(run, frame, statement.body));
      }
      if (!truth) return runBlock(run, frame, statement.otherwise);
      const completion = runRound(run, frame, () => runBlock(run, frame, statement.body));
      if (completion?.kind === "break") return undefined;
      if (completion?.kind === "return") return completion;
    }
  });
}

interface UnknownTimes {
  readonly reason: string;
  /** There is one round at least, in which mistakes are mistakes. */
  readonly isOnce: boolean;
}

/** Twice (a second time, where there is a first) from a state that was merged with the one before it: what still agrees then stays whatever the number of rounds. */
function runUnknownTimes(
  run: Interpreter,
  frame: Frame,
  { reason, isOnce }: UnknownTimes,
  body: () => Completion | undefined,
): Completion | undefined {
  run.unknownLoops++;
  const once = (): Completion | undefined => {
    const end = inLoop(run, frame, body);
    return end?.kind === "return" ? end : undefined;
  };
  const first = isOnce ? once() : undefined;
  if (first !== undefined) return first;
  for (let round = isOnce ? 1 : 0; round < 2; round++) {
    const completion = runBoth(run, frame, [once, () => undefined], reason);
    if (completion !== undefined) return completion;
  }
  return undefined;
}
