/** The values that the sample gives at this layer: a map for each channel of an image, one strip for a vector. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { HeatMap } from "../components/heat-map.tsx";
import { ScaleBar } from "../components/scale-bar.tsx";
import { useWidth } from "../components/use-width.ts";
import { clampIndex } from "../choices.ts";
import { type Cell, layOutAtlas } from "../geometry/atlas.ts";
import { channelTiles } from "../geometry/tile-sources.ts";
import { centred, type Range, type Summary, summarize } from "../geometry/values.ts";
import { choices, choose } from "../state.ts";
import { countOf, formatCount, formatValue } from "../words/numbers.ts";
import { describeNotFinite } from "../words/values.ts";
import { MapControls } from "./map-controls.tsx";
import { paletteFor, type ShownTensor, tensorShown } from "./shown-tensor.ts";
import type { DataSectionProps } from "./sections.ts";
import { VectorValues } from "./vector-values.tsx";

export function FeatureMaps({ layer, inspection }: DataSectionProps) {
  const shown = tensorShown(inspection, choices.value.shown);
  const summary = useMemo(() => summarize(shown.data), [shown.data]);
  const oddities = describeNotFinite(summary);
  const isVector = shown.shape.length < 2;
  return (
    <div class="stack">
      <MapControls layer={layer} inspection={inspection} shown={shown.what} perMap={!isVector} />
      {oddities && <p class="warning">{oddities}</p>}
      {isVector ? <VectorValues shown={shown} summary={summary} /> : <Maps shown={shown} summary={summary} />}
    </div>
  );
}

interface MapsProps {
  readonly shown: ShownTensor;
  readonly summary: Summary;
}

function Maps({ shown, summary }: MapsProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const cursor = useSignal<Cell | undefined>(undefined);
  const { sharedScale, channel } = choices.value;
  const palette = paletteFor(shown);
  const source = useMemo(() => channelTiles(shown.shape, shown.data), [shown]);
  const atlas = useMemo(() => layOutAtlas(source, { width: Math.max(1, width), tile: 68, gap: 6 }), [source.count, source.rows, source.columns, width]);
  const ranges = useMemo(() => rangesOf(shown, summary, source.count), [shown, summary]);
  const marked = clampIndex(channel, source.count);
  const rangeOf = useMemo(() => (sharedScale ? () => ranges.shared : (tile: number) => ranges.each[tile] ?? ranges.shared), [ranges, sharedScale]);
  const at = cursor.value;
  const spoken = at?.tile ?? marked;
  return (
    <>
      <div ref={ref} class="atlas-scroll">
        {width > 0 && (
          <HeatMap
            label={`${countOf(source.count, "feature map")} of ${source.rows} × ${source.columns}. Arrow keys move from value to value, Page Up and Page Down from map to map, Enter chooses a map.`}
            atlas={atlas}
            source={source}
            palette={palette}
            rangeOf={rangeOf}
            cursor={cursor}
            marked={source.count > 1 ? marked : undefined}
            onPick={({ tile }) => choose({ channel: tile })}
          />
        )}
      </div>
      <div class="legend">
        <ScaleBar
          label={sharedScale ? "All maps" : `Map ${spoken}`}
          palette={palette}
          range={rangeOf(spoken)}
          zero={shown.diverging}
        />
        <output class="readout">{at ? describe(shown, at, source.at(at.tile, at.row, at.column)) : `Channel ${formatCount(marked)} of ${formatCount(source.count)} is chosen`}</output>
      </div>
    </>
  );
}

function rangesOf({ data, diverging }: ShownTensor, summary: Summary, channels: number): { shared: Range; each: Range[] } {
  const fit = (range: Range): Range => (diverging ? centred(range) : range);
  return {
    shared: fit(summary),
    each: Array.from({ length: channels }, (_, channel) => fit(summarize(data, channel, channels))),
  };
}

function describe({ what }: ShownTensor, { tile, row, column }: Cell, value: number | undefined): string {
  const said = what === "gradient" ? "has gradient" : "is";
  return `Channel ${formatCount(tile)}, row ${row}, column ${column} ${said} ${formatValue(value ?? Number.NaN)}`;
}
