/** A vector: bars with their numbers while they are few, a strip of colours when they are many. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Bars } from "../components/bars.tsx";
import { HeatMap } from "../components/heat-map.tsx";
import { ScaleBar } from "../components/scale-bar.tsx";
import { useWidth } from "../components/use-width.ts";
import { type Atlas, type Cell, layOutAtlas, type TileSource } from "../geometry/atlas.ts";
import { wrappedTile } from "../geometry/tile-sources.ts";
import { centred, type Summary } from "../geometry/values.ts";
import { atlasBody } from "../share/bodies.ts";
import { layerSheet, layerTitle } from "../share/layer-sheet.ts";
import { ShareMenu } from "../share/share-menu.tsx";
import { countOf, formatCount, formatValue } from "../words/numbers.ts";
import type { Table } from "../words/table.ts";
import { paletteFor, type ShownTensor } from "./shown-tensor.ts";

interface VectorValuesProps {
  readonly shown: ShownTensor;
  readonly summary: Summary;
}

const MOST_BARS = 32;
const SMALLEST_CELL_PX = 8;
const LARGEST_CELL_PX = 16;

export function VectorValues({ shown, summary }: VectorValuesProps) {
  return shown.data.length <= MOST_BARS ? (
    <>
      <ShareMenu atHeading name={layerTitle("values")} csv={() => valueTable(shown.data)} />
      <Bars label="Values" values={shown.data} format={formatValue} />
    </>
  ) : (
    <Strip shown={shown} summary={summary} />
  );
}

function Strip({ shown, summary }: VectorValuesProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const cursor = useSignal<Cell | undefined>(undefined);
  const { data, diverging } = shown;
  const columns = lineLength(data.length, Math.floor(width / SMALLEST_CELL_PX));
  const source = useMemo(() => wrappedTile(data, columns), [data, columns]);
  const atlas = useMemo(() => layOutStrip(source, width), [source.rows, columns, width]);
  const range = diverging ? centred(summary) : summary;
  const rangeOf = useMemo(() => () => range, [range.low, range.high]);
  const palette = paletteFor(shown);
  const at = cursor.value && cursor.value.row * columns + cursor.value.column;
  const value = at === undefined ? undefined : data[at];
  return (
    <>
      <ShareMenu
        atHeading
        name={layerTitle("values")}
        picture={() =>
          layerSheet(layerTitle("values"), atlasBody({ atlas, source, palette, rangeOf }), [
            { label: "All values", palette, range },
          ])
        }
        csv={() => valueTable(data)}
      />
      <div ref={ref} class="atlas-scroll">
        {width > 0 && (
          <HeatMap
            label={`${countOf(data.length, "value")} in lines of ${columns}. Arrow keys move from value to value.`}
            atlas={atlas}
            source={source}
            palette={palette}
            rangeOf={rangeOf}
            cursor={cursor}
          />
        )}
      </div>
      <div class="legend">
        <ScaleBar label="All values" palette={palette} range={range} zero={diverging} />
        <output class="readout">
          {at !== undefined && value !== undefined
            ? `Value ${formatCount(at)} is ${formatValue(value)}`
            : `${countOf(data.length, "value")} in lines of ${formatCount(columns)}`}
        </output>
      </div>
    </>
  );
}

function valueTable(values: Float32Array): Table {
  return { columns: ["index", "value"], rows: Array.from(values, (value, index) => [index, value]) };
}

function layOutStrip(source: TileSource, width: number): Atlas {
  const cell = Math.max(SMALLEST_CELL_PX, Math.min(LARGEST_CELL_PX, Math.floor(width / source.columns)));
  return layOutAtlas(source, { width: Math.max(1, width), tile: cell * Math.max(source.rows, source.columns), gap: 0 });
}

/** As many values in a line as fit, a round number of them so that places are easily counted. */
function lineLength(count: number, most: number): number {
  const round = [16, 32, 64, 128].filter((length) => length <= most).at(-1) ?? most;
  return Math.max(1, Math.min(count, round));
}
