/** The values that the sample gives at this layer: a map for each channel of an image, one strip for a vector. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { channelsOf } from "../../src/tensor/shape.ts";
import { clampIndex } from "../choices.ts";
import { HeatMap } from "../components/heat-map.tsx";
import { ScaleBar } from "../components/scale-bar.tsx";
import { useWidth } from "../components/use-width.ts";
import { type Cell, layOutAtlas, type TileSource } from "../geometry/atlas.ts";
import { channelTiles } from "../geometry/tile-sources.ts";
import { centred, type Range, type Summary, summarize } from "../geometry/values.ts";
import { atlasBody } from "../share/bodies.ts";
import { layerSheet, layerTitle } from "../share/layer-sheet.ts";
import { ShareMenu } from "../share/share-menu.tsx";
import { choices, choose } from "../state.ts";
import { countOf, formatCount, formatValue } from "../words/numbers.ts";
import { describeNotFinite } from "../words/values.ts";
import { MapControls } from "./map-controls.tsx";
import type { DataSectionProps } from "./sections.ts";
import { paletteFor, type ShownTensor, tensorShown } from "./shown-tensor.ts";
import { VectorValues } from "./vector-values.tsx";

export function FeatureMaps({ layer, inspection }: DataSectionProps) {
  const shown = tensorShown(inspection, choices.value.shown);
  const summary = useMemo(() => summarize(shown.data), [shown.data]);
  const oddities = describeNotFinite(summary);
  const isVector = shown.shape.length < 2;
  return (
    <div class="stack">
      <MapControls
        layer={layer}
        inspection={inspection}
        shown={shown.what}
        perMap={!isVector && channelsOf(shown.shape) > 1}
      />
      {oddities && <p class="warning">{oddities}</p>}
      {isVector ? <VectorValues shown={shown} summary={summary} /> : <Maps shown={shown} summary={summary} />}
    </div>
  );
}

const GAP_PX = 6;
const SMALLEST_PX = 68;
const LARGEST_PX = 160;
const ALONE_PX = 224;

/** Few maps share the width, many are small; each value gets whole pixels. */
function tilePx({ count, rows, columns }: TileSource, width: number): number {
  const longest = count === 1 ? Math.min(ALONE_PX, width) : LARGEST_PX;
  const shared = Math.min(longest, Math.floor((width + GAP_PX) / count) - GAP_PX);
  const side = Math.max(rows, columns);
  return Math.max(count === 1 ? side : SMALLEST_PX, Math.floor(shared / side) * side);
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
  const atlas = useMemo(
    () => layOutAtlas(source, { width: Math.max(1, width), tile: tilePx(source, width), gap: GAP_PX }),
    [source.count, source.rows, source.columns, width],
  );
  const ranges = useMemo(() => rangesOf(shown, summary, source.count), [shown, summary]);
  const marked = clampIndex(channel, source.count);
  const rangeOf = useMemo(
    () => (sharedScale ? () => ranges.shared : (tile: number) => ranges.each[tile] ?? ranges.shared),
    [ranges, sharedScale],
  );
  const at = cursor.value;
  const spoken = at?.tile ?? marked;
  const chosen = source.count > 1 ? `Channel ${formatCount(marked)} of ${formatCount(source.count)} is chosen` : "";
  const title = layerTitle(shown.image ? "image" : shown.what === "gradient" ? "gradients" : "feature maps");
  const scaleLabel = source.count === 1 ? "Values" : sharedScale ? "All maps" : `Map ${spoken}`;
  return (
    <>
      <ShareMenu
        atHeading
        name={title}
        picture={() =>
          layerSheet(title, atlasBody({ atlas, source, palette, rangeOf }), [
            { label: scaleLabel, palette, range: rangeOf(spoken) },
          ])
        }
      />
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
        <ScaleBar label={scaleLabel} palette={palette} range={rangeOf(spoken)} zero={shown.diverging} />
        <output class="readout">{at ? describe(shown, at, source.at(at.tile, at.row, at.column)) : chosen}</output>
      </div>
    </>
  );
}

function rangesOf(
  { data, diverging }: ShownTensor,
  summary: Summary,
  channels: number,
): { shared: Range; each: Range[] } {
  const suit = (range: Range): Range => (diverging ? centred(range) : range);
  return {
    shared: suit(summary),
    each: Array.from({ length: channels }, (_, channel) => suit(summarize(data, channel, channels))),
  };
}

function describe({ what }: ShownTensor, { tile, row, column }: Cell, value: number | undefined): string {
  const said = what === "gradient" ? "has gradient" : "is";
  return `Channel ${formatCount(tile)}, row ${row}, column ${column} ${said} ${formatValue(value ?? Number.NaN)}`;
}
