/** What each place adds to a weight's gradient, as a map; a click takes the window there. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Window } from "../../../src/tensor/window.ts";
import { placeWithin } from "../../choices.ts";
import { HeatMap } from "../../components/heat-map.tsx";
import { ScaleBar } from "../../components/scale-bar.tsx";
import { type Read, readAt } from "../../geometry/arithmetic.ts";
import { type Cell, layOutAtlas, type TileSource } from "../../geometry/atlas.ts";
import type { WeightPlace, WeightTerms } from "../../geometry/backward.ts";
import type { Place } from "../../geometry/place.ts";
import type { Spot } from "../../geometry/spot.ts";
import { centred, summarize } from "../../geometry/values.ts";
import { choose } from "../../state/model.ts";
import { formatSizes, formatValue } from "../../words/numbers.ts";
import { describeNotFinite } from "../../words/values.ts";
import { divergingPalette } from "../shown-palette.ts";

interface TermMapProps {
  readonly window: Window;
  readonly terms: WeightTerms;
  /** Of the values under the window and at the places: `x`, `g`. */
  readonly names: readonly [image: string, place: string];
  /** What there is beside the image: `padding`, or what is cropped. */
  readonly outside: string;
  readonly image: Read;
  readonly places: Read;
  readonly weight: WeightPlace;
  readonly place: Place | undefined;
  readonly spot: Spot;
}

const SIDE_PX = 200;

export function TermMap({ window, terms, names, outside, image, places, weight, place, spot }: TermMapProps) {
  const cursor = useSignal<Cell | undefined>(undefined);
  const { oh, ow } = window;
  const source = useMemo<TileSource>(
    () => ({
      count: 1,
      rows: oh,
      columns: ow,
      at: (_, row, column) => (terms.at({ row, column }) ? terms.products[row * ow + column] : undefined),
    }),
    [terms],
  );
  const atlas = useMemo(() => layOutAtlas(source, { width: 2 * SIDE_PX, tile: SIDE_PX, gap: 0 }), [oh, ow]);
  const summary = useMemo(() => summarize(terms.products), [terms]);
  const range = centred(summary);
  const rangeOf = useMemo(() => () => range, [range.low, range.high]);
  const chosen = { tile: 0, ...placeWithin(place, oh, ow, spot) };
  const isBeside = useMemo(
    () =>
      Array.from({ length: oh * ow }, (_, i) => ({ row: Math.floor(i / ow), column: i % ow })).some(
        (at) => !terms.at(at),
      ),
    [terms],
  );
  const oddities = describeNotFinite(summary);
  return (
    <figure>
      <figcaption>{`${names[0]} × ${names[1]} at each of the ${formatSizes([oh, ow])} places`}</figcaption>
      <div class="plain-scroll term-map">
        <HeatMap
          label={`Products at ${oh} × ${ow} places. Arrow keys move from place to place, Enter takes the window there.`}
          atlas={atlas}
          source={source}
          palette={divergingPalette()}
          rangeOf={rangeOf}
          cursor={cursor}
          chosen={chosen}
          onPick={({ row, column }) => choose({ place: { row, column } })}
        />
      </div>
      {isBeside && <p class="muted within-width">{`Hatched: places where the weight lay on ${outside}.`}</p>}
      <ScaleBar label="Products" palette={divergingPalette()} range={range} zero />
      {oddities && <p class="warning">{oddities}</p>}
      <output class="readout formula">{describe(cursor.value ?? chosen)}</output>
    </figure>
  );

  function describe(at: Cell): string {
    const cell = terms.at(at);
    const g = readAt(places, at, weight.placeChannel);
    const right = `${names[1]}(${at.row}, ${at.column})`;
    if (cell === undefined) return `At ${right} the weight lay on ${outside}: 0 × ${formatValue(g)} = 0`;
    const x = readAt(image, cell, weight.imageChannel);
    const product = terms.products[at.row * ow + at.column] as number;
    return `${names[0]}(${cell.row}, ${cell.column}) × ${right} = ${formatValue(x)} × ${formatValue(g)} = ${formatValue(product)}`;
  }
}
