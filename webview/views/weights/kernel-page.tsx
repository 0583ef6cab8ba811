/** A page of filters as tiles. A click on a weight leads to the arithmetic with it, on a gradient or change to its derivation. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import type { WeightView } from "../../../src/protocol/inspection.ts";
import { HeatMap } from "../../components/heat-map.tsx";
import { useWidth } from "../../components/use-width.ts";
import { type Cell, layOutAtlas } from "../../geometry/atlas.ts";
import type { FilterStatistics } from "../../geometry/filter-statistics.ts";
import { kernelIndex, kernelTiles } from "../../geometry/tile-sources.ts";
import { atlasBody } from "../../share/bodies.ts";
import { layerSheet, layerTitle } from "../../share/layer-sheet.ts";
import { ShareMenu } from "../../share/share-menu.tsx";
import { choices, choose } from "../../state/model.ts";
import { briefFigure, describeFilter } from "../../words/kernels.ts";
import { countOf, formatCount, formatValue } from "../../words/numbers.ts";
import { divergingPalette } from "../shown-palette.ts";
import type { KernelTilesProps } from "./kernel-tiles.tsx";
import { leadTo } from "./lead-to.ts";
import { WeightLegend, weightKeys } from "./weight-legend.tsx";
import { describeWeight, nameParts, type WeightPart } from "./weight-parts.ts";

/** In the narrowest page two filters still stand side by side, with gradients and changes. */
const NARROW_PX = 340;
const TILE_PX = { narrow: 38, wide: 42 } as const;

interface KernelPageProps extends KernelTilesProps {
  /** Stand above, beside the share menu. */
  readonly controls: ComponentChildren;
  readonly filters: readonly FilterStatistics[];
  readonly parts: readonly WeightPart[];
  /** The filters, in their order. */
  readonly page: readonly number[];
  /** The input channel, counted from the first one of the filter's group. */
  readonly choice: number;
  readonly firstOfGroup: (filter: number) => number;
  readonly noun: "filter" | "channel";
  /** Place in the page of the chosen filter; -1 if it is on another. */
  readonly chosen: number;
}

export function KernelPage(props: KernelPageProps) {
  const { weight, plan, bias, leads, controls, filters, parts, page, choice, firstOfGroup, noun, chosen } = props;
  const [ref, width] = useWidth<HTMLDivElement>("weights");
  const cursor = useSignal<Cell | undefined>(undefined);
  const each = parts.length;
  const source = useMemo(
    () =>
      kernelTiles(
        plan,
        parts.map(({ data }) => data),
        choice,
        page,
      ),
    [plan, parts, choice, page],
  );
  const atlas = useMemo(
    () =>
      layOutAtlas(source, {
        width: Math.max(1, width - 8),
        tile: width < NARROW_PX ? TILE_PX.narrow : TILE_PX.wide,
        gap: 4,
        caption: 32,
        group: each,
        groupGap: 14,
      }),
    [source.count, source.rows, source.columns, width, each],
  );
  const rangeOf = useCallback((tile: number) => (parts[tile % each] ?? (parts[0] as WeightPart)).range, [parts, each]);
  const ownBias = plan.tilesAre === "filters" && bias?.value.length === plan.tiles ? bias : undefined;
  const filterAt = (tile: number): number => page[Math.floor(tile / each)] ?? 0;
  const { kernelSort } = choices.value;
  const caption = useCallback(
    (tile: number) => (
      <Caption index={filterAt(tile)} bias={ownBias} figure={briefFigure(filters[filterAt(tile)]!, kernelSort)} />
    ),
    [page, each, ownBias, filters, kernelSort],
  );
  const at = cursor.value;
  const spoken = at ? filterAt(at.tile) : page[chosen];
  const title = layerTitle(weight.name);
  const pick = ({ tile, row, column }: Cell): void => {
    const channel = filterAt(tile);
    choose({ channel, inputChannel: firstOfGroup(channel) + choice, weight: { row, column }, backward: "weight" });
    if (leads) leadTo(tile % each === 0 ? "arithmetic" : "backward");
  };
  return (
    <>
      <div class="fields">
        {controls}
        <ShareMenu
          name={title}
          picture={() => {
            const words = (tile: number): string => `${noun} ${filterAt(tile)}`;
            const body = atlasBody({ atlas, source, palette: divergingPalette(), rangeOf, caption: words });
            return layerSheet(title, body, weightKeys(parts));
          }}
        />
      </div>
      <div ref={ref} class="atlas-scroll">
        {width > 0 && (
          <HeatMap
            label={`${countOf(page.length, noun)}: ${nameParts(parts)} side by side. Arrow keys move from weight to weight, Enter ${leads ? "leads to where it is at work" : "chooses"}.`}
            atlas={atlas}
            source={source}
            palette={divergingPalette()}
            rangeOf={rangeOf}
            cursor={cursor}
            marked={plan.tiles > 1 && chosen >= 0 ? chosen * each : undefined}
            onPick={pick}
            caption={caption}
          />
        )}
      </div>
      <WeightLegend parts={parts} readout={at ? describe(at) : explanation(each, leads)}>
        {plan.tiles > 1 && spoken !== undefined && filters[spoken] && (
          <p class="muted">{`${capital(noun)} ${formatCount(spoken)}: ${describeFilter(filters[spoken])}`}</p>
        )}
      </WeightLegend>
    </>
  );

  function describe({ tile, row, column }: Cell): string {
    const index = filterAt(tile);
    const place = kernelIndex(plan, choice, index, row, column);
    return `${noun} ${formatCount(index)}, row ${row}, column ${column} ${describeWeight(weight, place)}`;
  }
}

function explanation(each: number, leads: boolean): string {
  if (each === 1) return "";
  const order =
    each === 2
      ? "Left the weights, right their gradients"
      : "From left: weights, gradients, changes since the training began";
  return leads ? `${order}. A click leads to a weight's arithmetic or its gradient's derivation` : order;
}

function capital(noun: string): string {
  return noun.charAt(0).toUpperCase() + noun.slice(1);
}

interface CaptionProps {
  readonly index: number;
  readonly bias: WeightView | undefined;
  readonly figure: string;
}

function Caption({ index, bias, figure }: CaptionProps) {
  const value = bias?.value[index];
  return (
    <span class="map-caption">
      <span>
        {formatCount(index)}{" "}
        {bias && value !== undefined && (
          <span class="muted" title={`The bias of filter ${index} ${describeWeight(bias, index)}`}>
            bias {formatValue(Number(value.toPrecision(2)))}
          </span>
        )}
      </span>
      <span class="muted">{figure}</span>
    </span>
  );
}
