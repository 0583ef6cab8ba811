/** One filter's weights for one channel, beside their gradients; a click chooses the weight that is derived. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { WeightView } from "../../../src/protocol/inspection.ts";
import { HeatMap } from "../../components/heat-map.tsx";
import type { Connection } from "../../geometry/arithmetic.ts";
import { type Cell, layOutAtlas, type TileSource } from "../../geometry/atlas.ts";
import { type WeightPlace, weightIndex } from "../../geometry/backward.ts";
import { choose } from "../../state/model.ts";
import { divergingPalette } from "../shown-palette.ts";
import { describeWeight, weightParts } from "../weights/weight-parts.ts";

interface KernelPickerProps {
  readonly connection: Connection;
  readonly kernel: WeightView;
  readonly weight: WeightPlace;
}

const TILE_PX = 96;
const GAP_PX = 14;

export function KernelPicker({ connection, kernel, weight }: KernelPickerProps) {
  const cursor = useSignal<Cell | undefined>(undefined);
  const { kh, kw } = connection.window;
  const { imageChannel, placeChannel } = weight;
  const indexOf = (row: number, column: number): number =>
    weightIndex(connection, { at: { row, column }, imageChannel, placeChannel });
  const source = useMemo<TileSource>(
    () => ({
      count: 2,
      rows: kh,
      columns: kw,
      at: (tile, row, column) => (tile === 0 ? kernel.value : kernel.gradient)?.[indexOf(row, column)],
    }),
    [connection, kernel, imageChannel, placeChannel],
  );
  const atlas = useMemo(
    () => layOutAtlas(source, { width: 2 * TILE_PX * Math.max(1, kw / kh) + 60, tile: TILE_PX, gap: GAP_PX }),
    [kh, kw],
  );
  const rangeOf = useMemo(() => {
    const [value, gradient = value] = weightParts({ ...kernel, change: undefined });
    return (tile: number) => (tile === 1 ? gradient : value).range;
  }, [kernel]);
  const at = cursor.value ?? { tile: 0, ...weight.at };
  return (
    <figure>
      <figcaption>The filter's weights, and their gradients</figcaption>
      <div class="plain-scroll">
        <HeatMap
          label={`Kernel of ${kh} × ${kw} weights, beside their gradients. Arrow keys move, Enter chooses the weight.`}
          atlas={atlas}
          source={source}
          palette={divergingPalette()}
          rangeOf={rangeOf}
          cursor={cursor}
          chosen={{ tile: 0, ...weight.at }}
          onPick={({ row, column }) => choose({ weight: { row, column } })}
        />
      </div>
      <output class="readout formula">{`w(${at.row}, ${at.column}) ${describeWeight(kernel, indexOf(at.row, at.column))}`}</output>
    </figure>
  );
}
