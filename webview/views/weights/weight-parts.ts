/** What is drawn of a weight, side by side: its values, their gradient, and their change, as far as they are known. */
import type { WeightView } from "../../../src/protocol/inspection.ts";
import { centred, type Range, summarize } from "../../geometry/values.ts";
import { formatValue } from "../../words/numbers.ts";

export type WeightPartKind = "value" | "gradient" | "change";

export interface WeightPart {
  readonly kind: WeightPartKind;
  readonly title: string;
  readonly data: Float32Array;
  /** Around zero, by its own largest value. */
  readonly range: Range;
}

const titles: Readonly<Record<WeightPartKind, string>> = { value: "Weight", gradient: "Gradient", change: "Change" };

/** The values first, which are always there. */
export function weightParts({ value, gradient, change }: WeightView): readonly [WeightPart, ...WeightPart[]] {
  const part = (kind: WeightPartKind, data: Float32Array): WeightPart => ({
    kind,
    title: titles[kind],
    data,
    range: centred(summarize(data)),
  });
  return [
    part("value", value),
    ...(gradient ? [part("gradient", gradient)] : []),
    ...(change ? [part("change", change)] : []),
  ];
}

/** `weights, gradients and changes`, in the order in which they stand. */
export function nameParts(parts: readonly WeightPart[]): string {
  const nouns = parts.map(({ title }) => `${title.toLowerCase()}s`);
  const last = nouns.pop() ?? "";
  return nouns.length === 0 ? last : `${nouns.join(", ")} and ${last}`;
}

/** `is 0.12, its gradient −0.003, changed by 0.1`. */
export function describeWeight({ value, gradient, change }: WeightView, index: number): string {
  const at = (values: ArrayLike<number>): string => formatValue(values[index] ?? Number.NaN);
  const parts = [`is ${at(value)}`];
  if (gradient) parts.push(`its gradient ${at(gradient)}`);
  if (change) parts.push(`changed by ${at(change)}`);
  return parts.join(", ");
}
