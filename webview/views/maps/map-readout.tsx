/** What the cursor points at: the value, its map, and its receptive field on the image; with the scale of the colours. */
import type { Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { ScaleBar } from "../../components/scale-bar.tsx";
import type { Cell } from "../../geometry/atlas.ts";
import type { Palette } from "../../geometry/palette.ts";
import { type Cells, cellsOf, fieldOf } from "../../geometry/receptive-cells.ts";
import type { Range } from "../../geometry/values.ts";
import { model } from "../../state/model.ts";
import { shownIndex } from "../../state/shown.ts";
import { nameSample } from "../../words/context.ts";
import { describeField, describeStatistics, mapMark } from "../../words/maps.ts";
import { formatCount, formatValue } from "../../words/numbers.ts";
import { FieldPicture } from "./field-picture.tsx";
import type { MapSide } from "./map-sides.ts";

interface MapReadoutProps {
  readonly sides: readonly [MapSide, ...MapSide[]];
  readonly order: readonly number[];
  readonly cursor: Signal<Cell | undefined>;
  /** The chosen channel. */
  readonly channel: number;
  readonly palette: Palette;
  readonly rangeOf: (tile: number) => Range;
  /** `All maps`; `undefined`: each map has its own, which is named by its channel. */
  readonly scaleLabel: string | undefined;
}

export function MapReadout({ sides, order, cursor, channel, palette, rangeOf, scaleLabel }: MapReadoutProps) {
  const [{ shown }] = sides;
  const at = cursor.value;
  const pointed = at ? (order[Math.floor(at.tile / sides.length)] ?? 0) : channel;
  const cells = useCells(shown.image ? undefined : at);
  const range = rangeOf(at?.tile ?? order.indexOf(channel) * sides.length);
  return (
    <div class="legend map-legend">
      {!shown.image &&
        sides.map(({ inspection }, index) => (
          <FieldPicture
            key={index}
            image={inspection.image}
            label={nameSample(inspection.sample, index > 0)}
            cells={cells}
          />
        ))}
      <div class="map-facts">
        <ScaleBar
          label={scaleLabel ?? `Map ${formatCount(pointed)}`}
          palette={palette}
          range={range}
          zero={shown.diverging}
        />
        <output class="readout">{at ? describeValue(sides, pointed, at) : describeChosen(order, channel)}</output>
        {order.length > 1 && <p class="muted">{describeMap(sides, pointed)}</p>}
        {cells && <p class="muted">{`${describeField(cells)}.`}</p>}
      </div>
    </div>
  );
}

function useCells(at: Cell | undefined): Cells | undefined {
  const { layers = [], input } = model.value ?? {};
  const field = useMemo(() => input && fieldOf(layers, input, shownIndex.value), [layers, input, shownIndex.value]);
  return at && field && input ? cellsOf(field, input, at.row, at.column) : undefined;
}

function describeChosen(order: readonly number[], channel: number): string {
  return order.length > 1 ? `Channel ${formatCount(channel)} of ${formatCount(order.length)} is chosen` : "";
}

function describeValue(sides: readonly [MapSide, ...MapSide[]], channel: number, { row, column }: Cell): string {
  // One that is still on its way is not said yet.
  const values = sides.map(({ shown: { tiles } }) => {
    const value = tiles.at(channel, row, column);
    return value === undefined ? "…" : formatValue(value);
  });
  const said = sides[0].shown.what === "gradient" ? "has gradient" : "is";
  return `Channel ${formatCount(channel)}, row ${row}, column ${column} ${said} ${values.join(", and beside it ")}`;
}

function describeMap(sides: readonly [MapSide, ...MapSide[]], channel: number): string {
  const parts = sides.flatMap(({ shown: { statistics, what } }) => {
    const map = statistics[channel];
    if (map === undefined) return [];
    const mark = mapMark(map, what);
    return [mark === undefined ? describeStatistics(map) : `${describeStatistics(map)}, ${mark}`];
  });
  return `Map ${formatCount(channel)}: ${parts.join("; beside it ")}`;
}
