/** The largest of many products, one a line, and what all the others come to. */
import { countOf, formatValue } from "../words/numbers.ts";

export interface ListedTerm {
  /** `x(12)`. */
  readonly left: string;
  readonly leftValue: number;
  readonly right: string;
  readonly rightValue: number;
  readonly product: number;
}

interface TermListProps {
  readonly label: string;
  readonly terms: readonly ListedTerm[];
  readonly others: number;
  readonly othersSum: number;
  readonly format: (value: number) => string;
}

export function TermList({ label, terms, others, othersSum, format }: TermListProps) {
  return (
    <table class="term-list">
      <caption>{label}</caption>
      <tbody>
        {terms.map(({ left, leftValue, right, rightValue, product }) => (
          <tr key={`${left} ${right}`}>
            <th scope="row">
              <span class="number">{left}</span> × <span class="number">{right}</span>
            </th>
            <td class="muted">{`${formatValue(leftValue)} × ${formatValue(rightValue)}`}</td>
            <td>{format(product)}</td>
          </tr>
        ))}
        {others > 0 && (
          <tr>
            <th scope="row" colSpan={2}>
              and {countOf(others, "more product")}
            </th>
            <td>{format(othersSum)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
