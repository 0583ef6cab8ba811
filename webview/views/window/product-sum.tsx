/** A long sum of products by its largest ones; the total is complete. */
import { useMemo } from "preact/hooks";
import type { Tail } from "../../components/lane-sum.tsx";
import { SumLines } from "../../components/sum-lines.tsx";
import { TermList } from "../../components/term-list.tsx";
import { largestTerms, sumOf } from "../../geometry/arithmetic.ts";
import { countOf, formatCount, formatValue } from "../../words/numbers.ts";
import { formatAlike } from "../../words/sums.ts";

interface ProductSumProps {
  readonly label: string;
  /** What the values are: `x`. */
  readonly noun: string;
  readonly values: ArrayLike<number>;
  readonly weightAt: (index: number) => number;
  readonly tail: readonly Tail[];
}

const MOST_LISTED = 8;

export function ProductSum({ label, noun, values, weightAt, tail }: ProductSumProps) {
  const products = Float64Array.from(values, (value, index) => value * weightAt(index));
  const { indices, others, othersSum } = useMemo(() => largestTerms(products, MOST_LISTED), [values, weightAt]);
  const inSum = tail.filter(({ apart = false }) => !apart).map(({ value }) => value);
  const format = formatAlike([...inSum, othersSum, ...indices.map((index) => products[index] as number)]);
  const listed = indices.map((index) => ({
    left: `${noun}(${formatCount(index)})`,
    leftValue: values[index] as number,
    right: `w(${formatCount(index)})`,
    rightValue: weightAt(index),
    product: products[index] as number,
  }));
  return (
    <div class="lane-sum">
      <TermList
        label={others > 0 ? `The ${MOST_LISTED} largest of ${countOf(values.length, "product")}` : "All products"}
        terms={listed}
        others={others}
        othersSum={othersSum}
        format={format}
      />
      <SumLines
        label={label}
        lines={[
          { label: countOf(values.length, "product"), value: format(sumOf(products)) },
          ...tail.map(({ label, value, total, apart }) => ({
            label,
            total,
            value: apart ? formatValue(value) : format(value),
          })),
        ]}
      />
    </div>
  );
}
