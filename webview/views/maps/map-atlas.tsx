/** All feature maps as one atlas: in an order, on one scale or each on its own, beside those of another image. */
import { useSignal } from "@preact/signals";
import { useCallback, useMemo } from "preact/hooks";
import { clampIndex } from "../../choices.ts";
import { HeatMap } from "../../components/heat-map.tsx";
import { useWidth } from "../../components/use-width.ts";
import type { Cell } from "../../geometry/atlas.ts";
import { layOutMaps } from "../../geometry/map-layout.ts";
import { sortMaps } from "../../geometry/map-statistics.ts";
import { orderedTiles } from "../../geometry/tile-sources.ts";
import type { Range } from "../../geometry/values.ts";
import { atlasBody } from "../../share/bodies.ts";
import { layerSheet, layerTitle } from "../../share/layer-sheet.ts";
import { ShareMenu } from "../../share/share-menu.tsx";
import { choices, choose } from "../../state.ts";
import { formatRange, mapMark } from "../../words/maps.ts";
import { countOf, formatCount } from "../../words/numbers.ts";
import { paletteFor } from "../shown-palette.ts";
import { MapReadout } from "./map-readout.tsx";
import { type MapSide, rangesOf, shapeOf } from "./map-sides.ts";

/** Below more maps stand only words about those that stand out. */
const MOST_CAPTIONS = 256;
/** As in styles/drawings.css, of both sides. */
const SCROLL_PADDING_PX = 8;
const CAPTION_PX = { one: 17, two: 31 } as const;

export function MapAtlas({ sides }: { readonly sides: readonly [MapSide, ...MapSide[]] }) {
  const [ref, width] = useWidth<HTMLDivElement>("maps");
  const cursor = useSignal<Cell | undefined>(undefined);
  const { sharedScale, channel, mapSort, mapZoom } = choices.value;
  const [{ shown, statistics }] = sides;
  const palette = paletteFor(shown);
  const each = sides.length;
  const order = useMemo(() => sortMaps(statistics, mapSort), [statistics, mapSort]);
  const source = useMemo(
    () =>
      orderedTiles(
        shapeOf(sides),
        sides.map((side) => side.shown.data),
        order,
      ),
    [sides, order],
  );
  const ranges = useMemo(() => rangesOf(sides), [sides]);
  const captions = useMemo(
    () => captionsOf(sides, order, sharedScale ? undefined : ranges.each),
    [sides, order, sharedScale, ranges],
  );
  const atlas = useMemo(
    () =>
      layOutMaps(source, {
        width: Math.max(1, width - SCROLL_PADDING_PX),
        zoom: mapZoom,
        group: each,
        caption: captions.px,
      }),
    [source.count, source.rows, source.columns, width, mapZoom, each, captions.px],
  );
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
        picture={() =>
          layerSheet(
            title,
            atlasBody({ atlas, source, palette, rangeOf, ...(single ? {} : { caption: captions.plain }) }),
            [{ label: scaleLabel ?? `Map ${marked}`, palette, range: rangeOf(order.indexOf(marked) * each) }],
          )
        }
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
            onPick={({ tile }) => choose({ channel: order[Math.floor(tile / each)] ?? 0 })}
            {...(single ? {} : { caption: captions.shown })}
          />
        )}
      </div>
      <MapReadout {...{ sides, order, cursor, palette, rangeOf, scaleLabel }} channel={marked} />
    </>
  );
}

/** The channel, what stands out in its map, and the map's own range where it has its own scale. */
function captionsOf(
  sides: readonly [MapSide, ...MapSide[]],
  order: readonly number[],
  own: readonly Range[] | undefined,
) {
  const each = sides.length;
  const wordy = order.length <= MOST_CAPTIONS;
  const channelOf = (tile: number): number => order[Math.floor(tile / each)] ?? 0;
  const markOf = (channel: number): string | undefined => {
    const marks = sides.flatMap(({ statistics, shown }) => {
      const map = statistics[channel];
      return (map && mapMark(map, shown.what)) ?? [];
    });
    return marks[0];
  };
  const plain = (tile: number): string =>
    [formatCount(channelOf(tile)), markOf(channelOf(tile)) ?? ""].join(" ").trim();
  const shown = (tile: number) => {
    const channel = channelOf(tile);
    const mark = markOf(channel);
    if (!wordy && mark === undefined) return undefined;
    const range = own?.[channel];
    return (
      <span class="map-caption">
        <span>
          {formatCount(channel)} {mark && <span class="map-mark">{mark}</span>}
        </span>
        {wordy && range && <span class="muted">{formatRange(range)}</span>}
      </span>
    );
  };
  const px = order.length === 1 ? 0 : own === undefined || !wordy ? CAPTION_PX.one : CAPTION_PX.two;
  return { plain, shown, px };
}
