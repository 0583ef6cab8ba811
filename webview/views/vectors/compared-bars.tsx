/** A few values of two images in a table, each number above its bar, with their difference. */
import type { Range } from "../../geometry/values.ts";
import { formatValue } from "../../words/numbers.ts";
import type { VectorSide } from "./vector-sides.ts";

export function ComparedBars({ sides }: { readonly sides: readonly [VectorSide, ...VectorSide[]] }) {
  const [first] = sides;
  return (
    <div class="table-scroll">
      <table class="compared-bars" aria-label="Values of both images">
        <thead>
          <tr>
            <th scope="col">
              <span class="sr-only">Index</span>
            </th>
            {sides.map(({ name }, place) => (
              <th key={place} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from(first.data, (_, index) => (
            <tr key={index}>
              <th scope="row">{index}</th>
              {sides.map(({ data, range }, place) => (
                <td key={place}>
                  {formatValue(data[index] ?? Number.NaN)}
                  <BarTrack value={data[index] ?? Number.NaN} range={range} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** From the left, or from the middle where there are negative values. */
function BarTrack({ value, range: { low, high } }: { readonly value: number; readonly range: Range }) {
  const most = Math.max(Math.abs(low), Math.abs(high));
  const signed = low < 0;
  const part = Number.isFinite(value) && most > 0 ? Math.abs(value) / most : 0;
  return (
    <span class={signed ? "bar-track signed" : "bar-track"} aria-hidden="true">
      <span class={value < 0 ? "bar negative" : "bar"} style={{ width: `${part * (signed ? 50 : 100)}%` }} />
    </span>
  );
}
