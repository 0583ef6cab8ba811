/** Where a pool's gradient goes: to the winners, or in equal shares to all cells of the windows. */
import { useMemo } from "preact/hooks";
import { clampIndex, placeWithin } from "../../choices.ts";
import { ScaleBar } from "../../components/scale-bar.tsx";
import { SumLines } from "../../components/sum-lines.tsx";
import { useWidth } from "../../components/use-width.ts";
import { type Read, readAt } from "../../geometry/arithmetic.ts";
import { poolShares, type Share } from "../../geometry/backward.ts";
import type { Pool } from "../../geometry/calculation.ts";
import { type Inspected, inspected, nothing, readChannel } from "../../geometry/inspected.ts";
import { centred } from "../../geometry/values.ts";
import { fitGrids } from "../../geometry/visible-cells.ts";
import { choose } from "../../state.ts";
import { formatCount } from "../../words/numbers.ts";
import { formatAlike } from "../../words/sums.ts";
import { divergingPalette } from "../shown-palette.ts";
import { mapOfRead } from "../window/maps.ts";
import { PlainGrid } from "../window/plain-grid.tsx";
import type { BackwardProps } from "./backward-section.tsx";
import { CellSteppers } from "./cell-steppers.tsx";
import { CheckButton } from "./check-button.tsx";
import { throughWords } from "./through-words.ts";

interface PoolInputProps extends BackwardProps {
  readonly pool: Pool;
}

/** What stands around the cells of the one grid, in px. */
const AROUND = 50;

export function PoolInput({ layer, inspection, chosen, gradient, pool }: PoolInputProps) {
  const [ref, width] = useWidth<HTMLDivElement>("pool");
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
  const map = useMemo(() => {
    const found = mapOfRead(reads.sent, h, w, channel);
    return { ...found, range: centred(found.range) };
  }, [reads, channel]);
  const fit = fitGrids(
    { rows: h, columns: w },
    { rows: 1, columns: 1 },
    { width, aroundStacked: AROUND, aroundBeside: AROUND },
  );
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
          onCell={(to) => choose({ cell: to })}
          onChannel={(to) => choose({ channel: to })}
        />
      </div>
      <div ref={ref}>
        {width > 0 && (
          <PlainGrid
            window={{ oh: h, ow: w }}
            place={cell}
            map={map}
            cell={fit.cell}
            palette={divergingPalette()}
            title="dL/dx"
            label="The input's gradient. Arrow keys move the cell."
            follows={false}
            onMove={(to) => choose({ cell: to })}
            onPress={(to) => choose({ cell: to })}
          />
        )}
      </div>
      <ScaleBar label="dL/dx" palette={divergingPalette()} range={map.range} zero />
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
