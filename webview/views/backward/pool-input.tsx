/** Where a pool's gradient goes: to the winners, or in equal shares to all cells of the windows. */
import { useMemo } from "preact/hooks";
import { horizontalAxis, verticalAxis, type Window } from "../../../src/tensor/window.ts";
import { clampIndex, placeWithin } from "../../choices.ts";
import { SumLines } from "../../components/sum-lines.tsx";
import { type Read, readAt } from "../../geometry/arithmetic.ts";
import { poolShares, type Share } from "../../geometry/backward.ts";
import type { Pool } from "../../geometry/calculation.ts";
import { type Inspected, inspected, nothing, readChannel } from "../../geometry/inspected.ts";
import { paddedAxis } from "../../geometry/padded-axis.ts";
import type { Place } from "../../geometry/place.ts";
import { choose } from "../../state/model.ts";
import { formatCount } from "../../words/numbers.ts";
import { formatAlike } from "../../words/sums.ts";
import { PlainGrid } from "../window/plain-grid.tsx";
import type { BackwardProps } from "./backward-section.tsx";
import { CellSteppers } from "./cell-steppers.tsx";
import { CheckButton } from "./check-button.tsx";
import { GradientPair, gradientMap } from "./gradient-pair.tsx";
import { throughWords } from "./through-words.ts";

interface PoolInputProps extends BackwardProps {
  readonly pool: Pool;
}

export function PoolInput({ layer, inspection, chosen, gradient, pool }: PoolInputProps) {
  const { window, channels, by } = pool;
  const { h, w } = window;
  const cell = placeWithin(chosen.cell, h, w, chosen.spot);
  const channel = clampIndex(chosen.channel, channels);
  const reads = useMemo(() => {
    const read = (tensor: Inspected | undefined): Read => (tensor && readChannel(tensor, channel)) ?? nothing;
    return {
      image: read(inspected(inspection, "input")),
      gradient: read(gradient),
      sent: read(inspected(inspection, "inputGradient")),
    };
  }, [inspection, pool, channel]);
  const index = (cell.row * w + cell.column) * channels + channel;
  const total = readAt(reads.sent, cell, channel);
  const shares = poolShares(pool, cell, channel, reads);
  const [g, dx] = useMemo(
    () => [gradientMap(reads.gradient, window.oh, window.ow, channel), gradientMap(reads.sent, h, w, channel)],
    [reads, channel],
  );
  const axes = { rows: paddedAxis(verticalAxis(window)), columns: paddedAxis(horizontalAxis(window)) };
  const move = (to: Place): void => choose({ cell: to });
  return (
    <div class="stack">
      <div class="fields">
        <CellSteppers
          cell={cell}
          rows={h}
          columns={w}
          channel={channel}
          channels={channels}
          channelLabel="Channel"
          onCell={move}
          onChannel={(to) => choose({ channel: to })}
        />
      </div>
      <GradientPair place="pool" axes={axes} g={g} dx={dx} cell={cell} onMove={move}>
        {(size, palette) => (
          <PlainGrid
            window={window}
            place={shares.find(({ wins }) => wins)?.place ?? shares[0]?.place ?? { row: 0, column: 0 }}
            framed={shares.map(({ place }) => place)}
            map={g}
            cell={size}
            palette={palette}
            title="g"
            label="The gradient that comes back, one for each window; those that read the cell are framed. Arrow keys move to the middle of another window."
            follows={false}
            onMove={(to) => move(middleOf(window, to))}
            onPress={(to) => move(middleOf(window, to))}
          />
        )}
      </GradientPair>
      <p class="note">{describeReaders(shares.length)}</p>
      <p class="note">
        {by === "max"
          ? "The winner of a window takes the whole g of its place, the others nothing; who wins several windows gets the sum."
          : "Each cell of a window gets the g of its place, divided by the number of cells that were counted."}
      </p>
      <SumLines
        label="The cell's gradient as a sum"
        lines={linesOf(shares, total, `dL/dx(${cell.row}, ${cell.column})${throughWords(layer)}`, by)}
      />
      <CheckButton inspection={inspection} target={{ kind: "input", input: 0, index }} gradient={total} />
    </div>
  );
}

/** The cell of the image in the middle of a window. */
function middleOf(window: Window, { row, column }: Place): Place {
  const { h, w, sh, sw, rh, rw, kh, kw, top, left } = window;
  const [down, right] = [Math.floor((kh - 1) / 2) * rh, Math.floor((kw - 1) / 2) * rw];
  return { row: clampIndex(row * sh - top + down, h), column: clampIndex(column * sw - left + right, w) };
}

function describeReaders(count: number): string {
  if (count === 0) return "No window reads this cell: nothing comes back to it.";
  return count === 1
    ? "Framed in g: the one window that reads this cell."
    : `Framed in g: the ${count} windows that read this cell.`;
}

function linesOf(shares: readonly Share[], total: number, name: string, by: Pool["by"]) {
  const partOf = ({ gradient, count, wins }: Share): number => (wins ? gradient / count : 0);
  const format = formatAlike([total, ...shares.map(partOf)]);
  return [
    ...shares.map((share) => ({ label: wordsOf(share, by), value: format(partOf(share)) })),
    ...(shares.length === 0 ? [{ label: "no window reads this cell", value: "0" }] : []),
    { label: name, value: format(total), total: true },
  ];
}

function wordsOf({ place, count, wins }: Share, by: Pool["by"]): string {
  const g = `g(${formatCount(place.row)}, ${formatCount(place.column)})`;
  if (by === "mean") return `${g} / ${formatCount(count)}`;
  return wins ? `${g}, won` : `${g}, another cell won`;
}
