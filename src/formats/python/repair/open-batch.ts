/**
 * Keras leaves the batch's size open, and what an open size is compared with may always fit: `[2, N, 1]` and `[N, 28, 1]`. So does the
 * single sample that we feed a model with of which the file says nothing. A text is right for a number of samples that nothing else in
 * it is likely to have, or it is not right.
 */
import { applyEdits } from "../../../graph/apply-edits.ts";
import type { Fix } from "../../../graph/issue.ts";
import { batchLetter } from "../../../python/keras/session.ts";
import { lettersIn } from "../../../tensor/dim/evaluate.ts";
import type { PythonModel } from "../python-document.ts";
import { wrongs } from "./judge.ts";
import type { Mistake } from "./proposal.ts";
import type { RepairContext } from "./repairs.ts";

const SAMPLES = 11;

/** Whether a remedy of the mistake leaves nothing wrong with a batch of that many samples; `undefined`: this says nothing here. */
export type HoldsFor = (fix: Fix) => boolean | undefined;

export function forSamples({ document, read }: RepairContext, mistake: Mistake): HoldsFor {
  if (!hasOpenBatch(mistake) && !document.models.some(isFedWithOne)) return () => undefined;
  const wrongWith = (text: string) => wrongs(read(text, { batch: SAMPLES }) ?? document).length;
  let isUsable: boolean | undefined;
  return ({ edits }) => {
    isUsable ??= wrongWith(document.text) === wrongs(document).length;
    return isUsable ? wrongWith(applyEdits(document.text, edits)) === 0 : undefined;
  };
}

function isFedWithOne({ framework, input }: PythonModel): boolean {
  return framework === "torch" && input.origin !== "option" && input.shapes.some((shape) => shape?.[0] === 1);
}

function hasOpenBatch({ problem }: Mistake): boolean {
  const sizes = problem.call?.inputs.flatMap(({ shape }) => shape ?? []) ?? [];
  return sizes.some((size) => typeof size !== "number" && [...lettersIn(size)].includes(batchLetter));
}
