/** A part of a matrix as heat maps: its weights, below them their gradients and changes. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import { HeatMap } from "../../components/heat-map.tsx";
import { type Cell, layOutAtlas } from "../../geometry/atlas.ts";
import type { FilterStatistics } from "../../geometry/filter-statistics.ts";
import { type MatrixPart, matrixIndex, matrixTiles } from "../../geometry/tile-sources.ts";
import { atlasBody } from "../../share/bodies.ts";
import { layerSheet, layerTitle } from "../../share/layer-sheet.ts";
import { ShareMenu } from "../../share/share-menu.tsx";
import { choose } from "../../state/model.ts";
import { describeFilter } from "../../words/kernels.ts";
import { countOf, formatCount } from "../../words/numbers.ts";
import { divergingPalette } from "../shown-palette.ts";
import { leadTo } from "./lead-to.ts";
import type { MatrixViewProps } from "./matrix-view.tsx";
import { WeightLegend, weightKeys } from "./weight-legend.tsx";
import { describeWeight, nameParts, type WeightPart, weightParts } from "./weight-parts.ts";

const CELL_PX = 9;

interface MatrixPageProps extends MatrixViewProps {
  /** Stand above, beside the share menu. */
  readonly controls: ComponentChildren;
  /** One for each output. */
  readonly statistics: readonly FilterStatistics[];
  readonly part: MatrixPart;
  /** CSS pixels that there are from left to right. */
  readonly width: number;
}

export function MatrixPage({ weight, leads, controls, statistics, part, width }: MatrixPageProps) {
  const cursor = useSignal<Cell | undefined>(undefined);
  const isMatrix = statistics.length > 1;
  const parts = useMemo(() => weightParts(weight), [weight]);
  const source = useMemo(
    () =>
      matrixTiles(
        parts.map(({ data }) => data),
        statistics.length,
        part,
      ),
    [parts, statistics.length, part],
  );
  const atlas = useMemo(() => {
    const tile = cellPx(source) * Math.max(source.rows, source.columns);
    return layOutAtlas(source, { width: Math.max(1, width), tile, gap: 12 });
  }, [source, width]);
  const rangeOf = useCallback((tile: number) => (parts[tile] ?? (parts[0] as WeightPart)).range, [parts]);
  const outputAt = ({ row }: Cell): number => part.outputs[row] ?? 0;
  const at = cursor.value;
  const output = at && statistics[outputAt(at)];
  const title = layerTitle(weight.name);
  return (
    <>
      <div class="fields">
        {controls}
        <ShareMenu
          name={title}
          picture={() => {
            const body = atlasBody({ atlas, source, palette: divergingPalette(), rangeOf });
            return layerSheet(title, body, weightKeys(parts));
          }}
        />
      </div>
      <div class="atlas-scroll">
        {width > 0 && (
          <HeatMap
            label={`${countOf(weight.value.length, "number")}: ${nameParts(parts)} in this order. Arrow keys move from one to the next${leads ? ", Enter leads to where it is at work" : ""}.`}
            atlas={atlas}
            source={source}
            palette={divergingPalette()}
            rangeOf={rangeOf}
            cursor={cursor}
            {...(leads ? { onPick: pick } : {})}
          />
        )}
      </div>
      <WeightLegend parts={parts} readout={at ? describe(at) : explanation()}>
        {isMatrix && at && output && (
          <p class="muted">{`Output ${formatCount(outputAt(at))}: ${describeFilter(output)}`}</p>
        )}
      </WeightLegend>
    </>
  );

  function pick(cell: Cell): void {
    choose({ channel: outputAt(cell), inputChannel: part.firstInput + cell.column, backward: "weight" });
    leadTo(cell.tile === 0 ? "arithmetic" : "backward");
  }

  function explanation(): string {
    const rows = isMatrix ? "A row for each output, a column for each input" : "";
    const order = parts.length > 1 ? `in order: ${nameParts(parts)}` : "";
    const click = leads ? "A click leads to a weight's arithmetic or its gradient's derivation" : "";
    return [[rows, order].filter(Boolean).join("; "), click].filter(Boolean).join(". ");
  }

  function describe(cell: Cell): string {
    const place = formatCount(part.firstInput + cell.column);
    const words = isMatrix ? `output ${formatCount(outputAt(cell))}, input ${place}` : `${weight.name} ${place}`;
    return `${words} ${describeWeight(weight, matrixIndex(statistics.length, part, cell.row, cell.column))}`;
  }
}

/** A few values are drawn larger than many. */
function cellPx({ rows, columns }: { readonly rows: number; readonly columns: number }): number {
  return Math.max(rows, columns) <= 16 ? 2 * CELL_PX : CELL_PX;
}
