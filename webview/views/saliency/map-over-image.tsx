/** A map of values over the image that it is of, with its scale, and the value under the cursor. */
import { useSignal } from "@preact/signals";
import { useCallback, useMemo } from "preact/hooks";
import { imageSizes, type Shape } from "../../../src/tensor/shape.ts";
import { HeatMap } from "../../components/heat-map.tsx";
import { Picture } from "../../components/picture.tsx";
import { ScaleBar } from "../../components/scale-bar.tsx";
import { useWidth } from "../../components/use-width.ts";
import { type Cell, layOutAtlas } from "../../geometry/atlas.ts";
import type { Palette } from "../../geometry/palette.ts";
import { wrappedTile } from "../../geometry/tile-sources.ts";
import { type Range, summarize } from "../../geometry/values.ts";
import { atlasBody, imageBody, layered } from "../../share/bodies.ts";
import { ShareMenu } from "../../share/share-menu.tsx";
import { choices, model } from "../../state/model.ts";
import { sampleInspection } from "../../state/shown.ts";
import { describeContext } from "../../words/context.ts";
import { describeNotFinite } from "../../words/values.ts";

interface MapOverImageProps {
  readonly title: string;
  readonly note: string;
  readonly image: { readonly shape: Shape; readonly data: Float32Array };
  /** As many values as the image has places. */
  readonly data: Float32Array;
  readonly palette: Palette;
  readonly range: Range;
  readonly zero?: boolean;
  readonly describe: (value: number) => string;
}

const MOST_PX = 336;

export function MapOverImage(props: MapOverImageProps) {
  const { title, note, image, data, palette, range, zero = false, describe } = props;
  const [ref, width] = useWidth<HTMLDivElement>("saliency");
  const cursor = useSignal<Cell | undefined>(undefined);
  const { h, w } = imageSizes(image.shape) ?? { h: 1, w: data.length };
  const source = useMemo(() => wrappedTile(data, w), [data, w]);
  const atlas = useMemo(() => {
    const room = Math.max(1, Math.min(MOST_PX, width));
    return layOutAtlas(source, {
      width: room,
      tile: Math.max(1, Math.floor(room / Math.max(h, w))) * Math.max(h, w),
      gap: 0,
    });
  }, [source.rows, source.columns, width]);
  const rangeOf = useCallback(() => range, [range]);
  const { opacity } = choices.value.saliency;
  const oddities = useMemo(() => describeNotFinite(summarize(data)), [data]);
  const at = cursor.value;
  const sheet = () => ({
    title,
    subtitle: describeContext(model.peek()?.fileName ?? "", sampleInspection.peek()),
    body: layered(imageBody(image.shape, image.data, MOST_PX), atlasBody({ atlas, source, palette, rangeOf }), opacity),
    keys: [{ label: title, palette, range }],
  });
  return (
    <section class="map-over-image" aria-label={title}>
      <div class="fields">
        <h3>{title}</h3>
        <ShareMenu name={title} picture={sheet} />
      </div>
      {oddities && <p class="warning">{oddities}</p>}
      <div ref={ref} class="overlay" style={{ "--overlay": String(opacity) }}>
        {width > 0 && (
          <>
            <div class="overlay-image" style={{ width: `${atlas.width * atlas.scale}px` }}>
              <Picture {...image} />
            </div>
            <HeatMap
              label={`${title} over the image, ${h} × ${w}. Arrow keys move from pixel to pixel.`}
              atlas={atlas}
              source={source}
              palette={palette}
              rangeOf={rangeOf}
              cursor={cursor}
            />
          </>
        )}
      </div>
      <div class="legend">
        <ScaleBar label="Scale" palette={palette} range={range} zero={zero} />
      </div>
      <output class="readout">
        {at ? `Row ${at.row}, column ${at.column} ${describe(data[at.row * w + at.column] ?? Number.NaN)}` : ""}
      </output>
      <p class="note">{note}</p>
    </section>
  );
}
