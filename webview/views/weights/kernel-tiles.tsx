/** A convolution's kernel: a tile for each filter, and beside it its gradient; a page of them at a time. */
import { useSignal } from "@preact/signals";
import { useCallback, useMemo } from "preact/hooks";
import type { WeightView } from "../../../src/protocol/inspection.ts";
import { clampIndex } from "../../choices.ts";
import { HeatMap } from "../../components/heat-map.tsx";
import { Pager } from "../../components/pager.tsx";
import { Stepper } from "../../components/stepper.tsx";
import { useWidth } from "../../components/use-width.ts";
import { type Cell, layOutAtlas } from "../../geometry/atlas.ts";
import { type KernelPlan, kernelIndex, kernelTiles } from "../../geometry/tile-sources.ts";
import { atlasBody } from "../../share/bodies.ts";
import { layerSheet, layerTitle } from "../../share/layer-sheet.ts";
import { ShareMenu } from "../../share/share-menu.tsx";
import type { Sheet } from "../../share/sheet.ts";
import { choices, choose } from "../../state.ts";
import { countOf, formatCount, formatValue } from "../../words/numbers.ts";
import { divergingPalette } from "../shown-tensor.ts";
import { WeightLegend, weightKeys } from "./weight-legend.tsx";
import { describeWeight, rangesOf } from "./weight-values.ts";

interface KernelTilesProps {
  readonly weight: WeightView;
  readonly plan: KernelPlan;
  /** Stands in the captions. */
  readonly bias: WeightView | undefined;
}

const PAGE = 32;

export function KernelTiles({ weight, plan, bias }: KernelTilesProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const cursor = useSignal<Cell | undefined>(undefined);
  const chosen = clampIndex(choices.value.channel, plan.tiles);
  const choice = clampIndex(choices.value.inputChannel, plan.choices);
  const first = Math.floor(chosen / PAGE) * PAGE;
  const count = Math.min(PAGE, plan.tiles - first);
  const each = weight.gradient ? 2 : 1;
  const source = useMemo(
    () => kernelTiles(plan, weight, choice, { first, count }),
    [plan, weight, choice, first, count],
  );
  const atlas = useMemo(
    () => layOutAtlas(source, { width: Math.max(1, width), tile: 42, gap: 4, caption: 30, group: each, groupGap: 14 }),
    [source.count, source.rows, source.columns, width, each],
  );
  const ranges = useMemo(() => rangesOf(weight), [weight]);
  const rangeOf = useCallback(
    (tile: number) => (each === 2 && tile % 2 === 1 && ranges.gradient) || ranges.value,
    [ranges, each],
  );
  const noun = plan.tilesAre === "filters" ? "filter" : "channel";
  const ownBias = plan.tilesAre === "filters" && bias?.value.length === plan.tiles ? bias : undefined;
  const at = cursor.value;
  const title = layerTitle(weight.name);
  return (
    <>
      <div class="fields">
        {plan.choices > 1 && (
          <Stepper
            label="Input channel"
            value={choice}
            count={plan.choices}
            onChange={(inputChannel) => choose({ inputChannel })}
          />
        )}
        <Pager
          noun={noun}
          first={first}
          count={count}
          total={plan.tiles}
          page={PAGE}
          onFirst={(channel) => choose({ channel })}
        />
        <ShareMenu name={title} picture={picture} />
      </div>
      <div ref={ref} class="atlas-scroll">
        {width > 0 && (
          <HeatMap
            label={`${countOf(count, noun)} beside their gradients. Arrow keys move from weight to weight, Enter chooses.`}
            atlas={atlas}
            source={source}
            palette={divergingPalette()}
            rangeOf={rangeOf}
            cursor={cursor}
            marked={plan.tiles > 1 ? (chosen - first) * each : undefined}
            onPick={({ tile }) => choose({ channel: first + Math.floor(tile / each) })}
            caption={(tile) => <Caption index={first + tile / each} bias={ownBias} />}
          />
        )}
      </div>
      <WeightLegend
        ranges={ranges}
        readout={at ? describe(at) : each === 2 ? "Left the weights, right their gradients" : ""}
      />
    </>
  );

  function picture(): Sheet {
    const caption = (tile: number): string => `${noun} ${first + tile / each}`;
    const body = atlasBody({ atlas, source, palette: divergingPalette(), rangeOf, caption });
    return layerSheet(title, body, weightKeys(ranges));
  }

  function describe({ tile, row, column }: Cell): string {
    const index = first + Math.floor(tile / each);
    const place = kernelIndex(plan, choice, index, row, column);
    return `${noun} ${formatCount(index)}, row ${row}, column ${column} ${describeWeight(weight, place)}`;
  }
}

interface CaptionProps {
  readonly index: number;
  readonly bias: WeightView | undefined;
}

function Caption({ index, bias }: CaptionProps) {
  const value = bias?.value[index];
  return (
    <>
      <span>{formatCount(index)}</span>
      {bias && value !== undefined && (
        <span class="muted" title={`The bias of filter ${index} ${describeWeight(bias, index)}`}>
          bias {formatValue(Number(value.toPrecision(2)))}
        </span>
      )}
    </>
  );
}
