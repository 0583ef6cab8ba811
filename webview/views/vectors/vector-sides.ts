/** The vector of the sample, that of the image that it is compared with, and their difference: what is drawn of each. */

import type { Inspection } from "../../../src/protocol/inspection.ts";
import type { Shown } from "../../../src/protocol/pieces.ts";
import { centred, type Range, type Summary, summarize } from "../../geometry/values.ts";
import { differenceOf } from "../../geometry/vectors.ts";
import { nameSample } from "../../words/context.ts";
import type { NamedVector } from "../../words/vectors.ts";
import { type ShownTensor, tensorShown } from "../shown-tensor.ts";

export interface VectorSide extends NamedVector {
  readonly summary: Summary;
  /** Of its colours and bars; the same for both images. */
  readonly range: Range;
  readonly diverging: boolean;
}

/** One side, or all three if the second image has the same to show. */
export function vectorSides(
  first: Inspection,
  second: Inspection | undefined,
  what: Shown,
): readonly [VectorSide, ...VectorSide[]] {
  const main = tensorShown(first, what);
  const other = second && tensorShown(second, what);
  if (!other || !second || other.what !== main.what || other.data.length !== main.data.length) {
    return sidesOf(main, [["values", main.data]]);
  }
  const difference = differenceOf(main.data, other.data);
  const summary = summarize(difference);
  return [
    ...sidesOf(main, [
      [nameSample(first.sample), main.data],
      [nameSample(second.sample, true), other.data],
    ]),
    { name: "difference", data: difference, summary, range: centred(summary), diverging: true },
  ];
}

function sidesOf(
  { diverging }: ShownTensor,
  vectors: readonly [readonly [string, Float32Array], ...(readonly [string, Float32Array])[]],
): [VectorSide, ...VectorSide[]] {
  const summaries = vectors.map(([, data]) => summarize(data));
  const both = {
    low: Math.min(...summaries.map(({ low }) => low)),
    high: Math.max(...summaries.map(({ high }) => high)),
  };
  const range = diverging ? centred(both) : both;
  const sides = vectors.map(([name, data], index) => {
    return { name, data, summary: summaries[index] as Summary, range, diverging };
  });
  return sides as [VectorSide, ...VectorSide[]];
}
