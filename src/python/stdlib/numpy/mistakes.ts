/** Where NumPy would raise because of arrays' shapes, all of which are known. */
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import type { Mistake, ShapeAnswer } from "../../tensors/answer.ts";
import type { NumberArray } from "./array.ts";

/** A function, method or operator with the arrays that it is given. */
interface ArrayStep {
  readonly type: string;
  readonly inputs: readonly (NumberArray | undefined)[];
  readonly site: Site;
}

/** The mistake in an answer, reported unless the file may catch what NumPy raises; `undefined`: there is none. */
export function mistakeIn(run: Run, { type, inputs, site }: ArrayStep, answer: ShapeAnswer): Mistake | undefined {
  if (!("mistake" in answer)) return undefined;
  const { code, message } = answer.mistake;
  const given = inputs.flatMap((input) => input ?? []);
  const call = { type, module: undefined, inputs: given };
  if (run.tries === 0)
    run.trace.report({ code, severity: "error", message: `NumPy's ${type}: ${message}`, site, call });
  return answer.mistake;
}
