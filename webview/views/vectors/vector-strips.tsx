/** Many values as strips of colours, one below the other: of the image, of the compared one, and their difference. */
import { type Signal, useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { HeatMap } from "../../components/heat-map.tsx";
import { ScaleBar } from "../../components/scale-bar.tsx";
import { useWidth } from "../../components/use-width.ts";
import { type Atlas, type Cell, layOutAtlas, type TileSource } from "../../geometry/atlas.ts";
import { type Palette, viridis } from "../../geometry/palette.ts";
import { wrappedTile } from "../../geometry/tile-sources.ts";
import { lineLength } from "../../geometry/vectors.ts";
import { layerSheet, layerTitle } from "../../share/layer-sheet.ts";
import { pageBody } from "../../share/page-body.ts";
import { ShareMenu } from "../../share/share-menu.tsx";
import { countOf, formatCount } from "../../words/numbers.ts";
import { describeEntry, vectorTable } from "../../words/vectors.ts";
import { divergingPalette } from "../shown-palette.ts";
import type { VectorSide } from "./vector-sides.ts";

const SMALLEST_CELL_PX = 8;
const LARGEST_CELL_PX = 16;

type Sides = readonly [VectorSide, ...VectorSide[]];

export function VectorStrips({ sides }: { readonly sides: Sides }) {
  const [ref, width] = useWidth<HTMLDivElement>("strips");
  const picture = useRef<HTMLDivElement>(null);
  const cursor = useSignal<Cell | undefined>(undefined);
  const [{ data }] = sides;
  const columns = lineLength(data.length, Math.floor(width / SMALLEST_CELL_PX));
  const title = layerTitle("values");
  return (
    <>
      <ShareMenu
        atHeading
        name={title}
        picture={() => layerSheet(title, pageBody(picture.current as HTMLDivElement), scalesOf(sides))}
        csv={() => vectorTable(sides)}
      />
      <div ref={ref}>
        <div ref={picture} class="strips">
          {width > 0 && sides.map((side, index) => <Strip key={index} {...{ side, sides, columns, width, cursor }} />)}
        </div>
      </div>
      <div class="legend">
        {scalesOf(sides).map((scale) => (
          <ScaleBar key={scale.label} {...scale} zero={scale.range.low === -scale.range.high} />
        ))}
        <Readout {...{ sides, columns, cursor }} />
      </div>
    </>
  );
}

interface StripProps {
  readonly side: VectorSide;
  readonly sides: Sides;
  /** Values in a line. */
  readonly columns: number;
  readonly width: number;
  /** Of all strips together. */
  readonly cursor: Signal<Cell | undefined>;
}

function Strip({ side, sides, columns, width, cursor }: StripProps) {
  const { name, data, range } = side;
  const source = useMemo(() => wrappedTile(data, columns), [data, columns]);
  const atlas = useMemo(() => layOutStrip(source, width), [source.rows, columns, width]);
  const rangeOf = useMemo(() => () => range, [range.low, range.high]);
  const several = sides.length > 1;
  return (
    <div>
      {several && <p class="muted strip-name">{name}</p>}
      <div class="atlas-scroll">
        <HeatMap
          label={`${several ? `${name}: ` : ""}${countOf(data.length, "value")} in lines of ${columns}. Arrow keys move from value to value.`}
          atlas={atlas}
          source={source}
          palette={paletteOf(side)}
          rangeOf={rangeOf}
          cursor={cursor}
        />
      </div>
    </div>
  );
}

function Readout({ sides, columns, cursor }: Pick<StripProps, "sides" | "columns" | "cursor">) {
  const at = cursor.value && cursor.value.row * columns + cursor.value.column;
  const [{ data }] = sides;
  return (
    <output class="readout">
      {at !== undefined && at < data.length
        ? describeEntry(sides, at)
        : `${countOf(data.length, "value")} in lines of ${formatCount(columns)}`}
    </output>
  );
}

/** Both images' values share one scale. */
function scalesOf([first, ...others]: Sides) {
  const scale = (side: VectorSide, label: string) => ({ label, palette: paletteOf(side), range: side.range });
  const difference = others.at(-1);
  return [
    scale(first, difference ? "Both images" : "All values"),
    ...(difference ? [scale(difference, "Difference")] : []),
  ];
}

function layOutStrip(source: TileSource, width: number): Atlas {
  const cell = Math.max(SMALLEST_CELL_PX, Math.min(LARGEST_CELL_PX, Math.floor(width / source.columns)));
  return layOutAtlas(source, { width: Math.max(1, width), tile: cell * Math.max(source.rows, source.columns), gap: 0 });
}

function paletteOf({ diverging }: VectorSide): Palette {
  return diverging ? divergingPalette() : viridis;
}
