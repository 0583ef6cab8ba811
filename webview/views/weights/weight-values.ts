/** Ranges and words that all drawings of weights share. */
import type { WeightView } from "../../../src/protocol/inspection.ts";
import { centred, type Range, summarize } from "../../geometry/values.ts";
import { formatValue } from "../../words/numbers.ts";

/** The bias that has one number for each filter; `undefined` if the layer has none of this kind. */
export function biasOf(weights: readonly WeightView[]): WeightView | undefined {
  return weights.find(({ name, shape }) => name === "bias" && shape.length === 1);
}

export interface WeightRanges {
  readonly value: Range;
  readonly gradient: Range | undefined;
}

/** Both around zero, each by its own largest value. */
export function rangesOf({ value, gradient }: WeightView): WeightRanges {
  return { value: centred(summarize(value)), gradient: gradient && centred(summarize(gradient)) };
}

/** `is 0.12, gradient −0.003`. */
export function describeWeight({ value, gradient }: WeightView, index: number): string {
  const said = `is ${formatValue(value[index] ?? Number.NaN)}`;
  return gradient ? `${said}, its gradient ${formatValue(gradient[index] ?? Number.NaN)}` : said;
}
