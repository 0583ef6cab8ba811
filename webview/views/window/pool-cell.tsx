/** A pool's output value: the winner of its window, or the window's mean. */
import { placeWithin } from "../../choices.ts";
import { SumLines } from "../../components/sum-lines.tsx";
import {
  countOfMean,
  type Read,
  readAt,
  readTaps,
  sumOf,
  type Tap,
  type TapGrid,
  valueAt,
  winnerOf,
} from "../../geometry/arithmetic.ts";
import type { Pool } from "../../geometry/calculation.ts";
import { inspected, nothing, readChannel } from "../../geometry/inspected.ts";
import { countOf, formatCount, formatValue } from "../../words/numbers.ts";
import { formatAlike } from "../../words/sums.ts";
import type { CellProps } from "./arithmetic-section.tsx";

interface PoolCellProps extends CellProps {
  readonly pool: Pool;
}

/** Windows with more cells than this are told in words alone. */
const MOST_CELLS = 225;

export function PoolCell({ inspection, chosen, channel, pool }: PoolCellProps) {
  const { window, channels, by, countPadding } = pool;
  const place = placeWithin(chosen.place, window.oh, window.ow, chosen.spot);
  const readOf = (name: "input" | "output"): Read => {
    const tensor = inspected(inspection, name);
    return (tensor && readChannel(tensor, channel)) ?? nothing;
  };
  const read = readOf("input");
  const grid = readTaps(window, place);
  const winner = by === "max" ? winnerOf(grid, read, channel) : undefined;
  const output = readAt(readOf("output"), place, channel);
  return (
    <div class="stack">
      <p>
        <strong>{`Output (${place.row}, ${place.column})${channels > 1 ? `, channel ${formatCount(channel)}` : ""}`}</strong>{" "}
        <span class="muted">
          {by === "max" ? "is the largest value of the window; of equals the first." : "is the mean of the window."}
        </span>
      </p>
      <div class="lane-sum">
        {grid.taps.length <= MOST_CELLS && (
          <div class="term-scroll">
            <PoolGrid grid={grid} read={read} channel={channel} winner={winner} pool={pool} />
          </div>
        )}
        {by === "max" ? (
          <SumLines label="The maximum" lines={maximumLines(grid.taps[winner ?? -1], output)} />
        ) : (
          <SumLines
            label="The mean"
            lines={meanLines(sumOf(grid.taps.map((tap) => valueAt(read, tap, channel))), grid, countPadding, output)}
          />
        )}
      </div>
    </div>
  );
}

function maximumLines(winner: Tap | undefined, output: number) {
  const label = winner
    ? `the winner, input (${winner.at.row}, ${winner.at.column})`
    : "nothing but padding, which never wins";
  return [{ label, value: formatValue(output), total: true }];
}

function meanLines(sum: number, grid: TapGrid, countPadding: boolean, output: number) {
  const count = countOfMean(grid, countPadding);
  const pads = grid.taps.filter(({ kind }) => kind === "pad").length;
  const counted = pads === 0 ? "" : countPadding ? ", padding counted" : ", padding not counted";
  const format = formatAlike([sum, output]);
  return [
    { label: "sum", value: format(sum) },
    { label: `divided by ${countOf(count, "cell")}${counted}`, value: format(output), total: true },
  ];
}

interface PoolGridProps {
  readonly grid: TapGrid;
  readonly read: Read;
  readonly channel: number;
  readonly winner: number | undefined;
  readonly pool: Pool;
}

function PoolGrid({ grid, read, channel, winner, pool: { window, countPadding, by } }: PoolGridProps) {
  const values = grid.taps.map((tap) => valueAt(read, tap, channel));
  const format = formatAlike(values);
  const print = (value: number): string => (value === 0 ? "0" : format(value));
  const space = (distance: number): string => `${3 + 9 * (distance - 1)}px`;
  return (
    <table class="term-grid pool-grid" style={{ borderSpacing: `${space(window.rw)} ${space(window.rh)}` }}>
      <caption style={{ paddingLeft: space(window.rw) }}>window</caption>
      <tbody>
        {Array.from({ length: grid.rows }, (_, row) => (
          <tr key={row}>
            {grid.taps.slice(row * grid.columns, (row + 1) * grid.columns).map((tap, column) => {
              const wins = row * grid.columns + column === winner;
              return (
                <td key={column} class={classOf(tap, wins)} title={`input (${tap.at.row}, ${tap.at.column})`}>
                  <span class="term-x">
                    {tap.kind === "value" ? print(values[row * grid.columns + column] as number) : outside(tap)}
                  </span>
                  {wins && <span class="term-w">wins</span>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );

  function outside({ kind }: Tap): string {
    return by === "mean" && countPadding && kind === "pad" ? "0" : "–";
  }
}

function classOf({ kind }: Tap, wins: boolean): string {
  return ["term", kind !== "value" && "pad", wins && "wins"].filter(Boolean).join(" ");
}
