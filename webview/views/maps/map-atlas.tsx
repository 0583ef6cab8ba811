/** All feature maps as one atlas: in an order, on one scale or each on its own, beside those of another image. */
import { useSignal } from "@preact/signals";
import { useCallback, useMemo } from "preact/hooks";
import { sortMaps } from "../../../src/tensor/map-statistics.ts";
import { clampIndex } from "../../choices.ts";
import { HeatMap } from "../../components/heat-map.tsx";
import { useWidth } from "../../components/use-width.ts";
import type { Atlas, Cell, Lines } from "../../geometry/atlas.ts";
import { layOutAllMaps, layOutForPicture, mapsOfLines } from "../../geometry/map-layout.ts";
import { orderedTiles } from "../../geometry/tile-sources.ts";
import type { Range } from "../../geometry/values.ts";
import { atlasBody } from "../../share/bodies.ts";
import { layerSheet, layerTitle } from "../../share/layer-sheet.ts";
import { ShareMenu } from "../../share/share-menu.tsx";
import { choices, choose } from "../../state/model.ts";
import { shownIndex } from "../../state/shown.ts";
import { mapsSeen } from "../../state/wish.ts";
import { formatRange, mapMark } from "../../words/maps.ts";
import { countOf, formatCount } from "../../words/numbers.ts";
import { paletteFor } from "../shown-palette.ts";
import { MapReadout } from "./map-readout.tsx";
import { allTiles, type MapSide, rangesOf } from "./map-sides.ts";

export function MapAtlas({ sides }: { readonly sides: readonly [MapSide, ...MapSide[]] }) {
  const [ref, width] = useWidth<HTMLDivElement>("maps");
  const cursor = useSignal<Cell | undefined>(undefined);
  const { sharedScale, channel, mapSort, mapZoom } = choices.value;
  const [{ shown }] = sides;
  const { statistics } = shown;
  const palette = paletteFor(shown);
  const each = sides.length;
  const order = useMemo(() => sortMaps(statistics, mapSort), [statistics, mapSort]);
  const source = useMemo(
    () =>
      orderedTiles(
        sides.map((side) => side.shown.tiles),
        order,
      ),
    [sides, order],
  );
  // Maps that come later change neither what stands below them nor their colours.
  const figures = sides.map((side) => side.shown.statistics);
  const ranges = useMemo(() => rangesOf(sides), figures);
  const captions = useMemo(
    () => captionsOf(sides, order, sharedScale ? undefined : ranges.each),
    [...figures, shown.what, order, sharedScale],
  );
  const atlas = useMemo(
    () => layOutAllMaps(source, width, { mapZoom, sharedScale, each }),
    [source.count, source.rows, source.columns, width, mapZoom, each, sharedScale],
  );
  const layer = shownIndex.value;
  const noteLines = useCallback((lines: Lines) => noteSeen(layer, atlas, lines), [layer, atlas]);
  const rangeOf = useCallback(
    (tile: number): Range =>
      sharedScale ? ranges.shared : (ranges.each[order[Math.floor(tile / each)] ?? 0] ?? ranges.shared),
    [ranges, sharedScale, order, each],
  );
  const marked = clampIndex(channel, order.length);
  const title = layerTitle(shown.image ? "image" : shown.what === "gradient" ? "gradients" : "feature maps");
  const single = order.length === 1;
  const scaleLabel = single ? "Values" : sharedScale ? "All maps" : undefined;
  return (
    <>
      <ShareMenu
        atHeading
        name={title}
        picture={async () => {
          const source = orderedTiles(await Promise.all(sides.map(allTiles)), order);
          const laidOut = layOutForPicture(source, atlas, { mapZoom, sharedScale, each });
          const body = atlasBody({
            atlas: laidOut,
            source,
            palette,
            rangeOf,
            ...(single ? {} : { caption: captions.plain }),
          });
          const range = rangeOf(order.indexOf(marked) * each);
          return layerSheet(title, body, [{ label: scaleLabel ?? `Map ${marked}`, palette, range }]);
        }}
      />
      <div ref={ref} class="atlas-scroll maps">
        {width > 0 && (
          <HeatMap
            label={`${countOf(order.length, "feature map")} of ${source.rows} × ${source.columns}${each > 1 ? ", each beside the other image's" : ""}. Arrow keys move from value to value, Page Up and Page Down from map to map, Enter chooses a map.`}
            atlas={atlas}
            source={source}
            palette={palette}
            rangeOf={rangeOf}
            cursor={cursor}
            marked={single ? undefined : order.indexOf(marked) * each}
            onLines={noteLines}
            onPick={({ tile }) => choose({ channel: order[Math.floor(tile / each)] ?? 0 })}
            {...(single ? {} : { caption: captions.shown })}
          />
        )}
      </div>
      <MapReadout {...{ sides, order, cursor, palette, rangeOf, scaleLabel }} channel={marked} />
    </>
  );
}

/** So that the maps of these lines are asked for. */
function noteSeen(layer: number, atlas: Atlas, lines: Lines): void {
  const { from, to } = mapsOfLines(atlas, lines);
  const last = mapsSeen.peek();
  if (last?.layer !== layer || last.from !== from || last.to !== to) mapsSeen.value = { layer, from, to };
}

/** The channel, what stands out in its map, and the map's own range where it has its own scale. */
function captionsOf(
  sides: readonly [MapSide, ...MapSide[]],
  order: readonly number[],
  own: readonly Range[] | undefined,
) {
  const each = sides.length;
  const channelOf = (tile: number): number => order[Math.floor(tile / each)] ?? 0;
  const markOf = (channel: number): string | undefined => {
    const marks = sides.flatMap(({ shown }) => {
      const map = shown.statistics[channel];
      return (map && mapMark(map, shown.what)) ?? [];
    });
    return marks[0];
  };
  const plain = (tile: number): string =>
    [formatCount(channelOf(tile)), markOf(channelOf(tile)) ?? ""].join(" ").trim();
  const shown = (tile: number) => {
    const channel = channelOf(tile);
    const mark = markOf(channel);
    const range = own?.[channel];
    return (
      <span class="map-caption">
        <span>
          {formatCount(channel)} {mark && <span class="map-mark">{mark}</span>}
        </span>
        {range && <span class="muted">{formatRange(range)}</span>}
      </span>
    );
  };
  return { plain, shown };
}
