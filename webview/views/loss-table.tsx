/** The loss curve for those who read rather than see it: stretches of steps, with the mean and the range of their losses. */
import { useMemo } from "preact/hooks";
import type { CurvePoint } from "../../src/protocol/training.ts";
import { type Stretch, stretchesOf } from "../geometry/curve-stretches.ts";
import { formatCount, formatLoss } from "../words/numbers.ts";

const MOST_ROWS = 20;

export function LossTable({ curve }: { readonly curve: readonly CurvePoint[] }) {
  const stretches = useMemo(() => stretchesOf(curve, MOST_ROWS), [curve]);
  return (
    <div class="table-scroll">
      <table class="figures" aria-label="Losses of the steps">
        <thead>
          <tr>
            {["steps", "mean loss", "lowest", "highest"].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stretches.map((stretch) => (
            <tr key={stretch.from}>
              <th scope="row">{nameOf(stretch)}</th>
              {[stretch.mean, stretch.low, stretch.high].map((loss, column) => (
                <td key={column}>{loss === undefined ? "not finite" : formatLoss(loss)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function nameOf({ from, to }: Stretch): string {
  return from === to ? formatCount(from) : `${formatCount(from)}–${formatCount(to)}`;
}
