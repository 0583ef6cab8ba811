/** Small changes of any line that leads to a mistake, for slips that no setting of an operation tells. */
import { forgottenCalls } from "./forgotten-calls.ts";
import { pairsOf } from "./keras-inputs.ts";
import { linesTo } from "./leading.ts";
import { misplacedArguments } from "./misplaced-arguments.ts";
import { namesInLines } from "./names-in-lines.ts";
import { numbersInLines } from "./numbers-in-lines.ts";
import type { Proposal, WrongStep } from "./proposal.ts";
import type { Reached } from "./reach.ts";
import { regularLines } from "./regular-lines.ts";
import { turnsInLines } from "./turns-in-lines.ts";

export function lineSlips(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const leading = linesTo(wrong, before);
  const pairs = pairsOf(wrong);
  return [
    ...misplacedArguments(leading),
    ...forgottenCalls(leading),
    ...regularLines(leading),
    ...namesInLines(leading),
    ...numbersInLines(leading, pairs),
    ...turnsInLines(leading, pairs),
  ];
}
