/** What the model says about a sample, in words. */
import { formatPercent } from "./numbers.ts";

export interface Verdict {
  /** `undefined` if nobody knows what is right. */
  readonly right: boolean | undefined;
  readonly words: string;
}

/** `Right: 7 with 93.1 %`, `Wrong: 1 with 40.2 %`, without a label `7 with 93.1 %`; `undefined` if the model says nothing. */
export function describePrediction(
  label: number | undefined,
  prediction: ArrayLike<number> | undefined,
): Verdict | undefined {
  if (prediction === undefined || prediction.length === 0) return undefined;
  let best = 0;
  for (let i = 1; i < prediction.length; i++) if ((prediction[i] as number) > (prediction[best] as number)) best = i;
  const share = prediction[best] as number;
  if (Number.isNaN(share)) return { right: false, words: "The model's output is not a number." };
  const words = `${best} with ${formatPercent(share)}`;
  if (label === undefined) return { right: undefined, words };
  return { right: best === label, words: `${best === label ? "Right" : "Wrong"}: ${words}` };
}
