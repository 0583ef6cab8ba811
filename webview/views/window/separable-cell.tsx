/** A separable convolution's output value in its two steps: the depthwise window of each channel, then all of them mixed. */
import { useMemo } from "preact/hooks";
import { placeWithin } from "../../choices.ts";
import { LaneSum } from "../../components/lane-sum.tsx";
import { readLanes, readTaps, sumLanes } from "../../geometry/arithmetic.ts";
import { biasAt, kernelOf, type Separable } from "../../geometry/calculation.ts";
import { inspected, nothing, readCells } from "../../geometry/inspected.ts";
import { formatCount } from "../../words/numbers.ts";
import type { CellProps } from "./arithmetic-section.tsx";
import { tailOf } from "./cell-tail.ts";
import { ProductSum } from "./product-sum.tsx";

interface SeparableCellProps extends CellProps {
  readonly separable: Separable;
}

export function SeparableCell({ layer, inspection, chosen, channel, separable }: SeparableCellProps) {
  const { depthwise, pointwise, bias } = separable;
  const { window } = depthwise;
  const place = placeWithin(chosen.place, window.oh, window.ow, chosen.spot);
  const grid = useMemo(() => readTaps(window, place), [window, place.row, place.column]);
  const { lanes, read, kernel } = useMemo(() => {
    const input = inspected(inspection, "input");
    return {
      lanes: Array.from({ length: depthwise.placeChannels }, (_, middle) => readLanes(depthwise, middle)).flat(),
      read: input ? readCells(input) : nothing,
      kernel: kernelOf(depthwise, separable.kernel.value),
    };
  }, [separable, inspection]);
  const middle = useMemo(() => sumLanes(grid, lanes, read, kernel), [grid, lanes, read, kernel]);
  const filters = pointwise.shape[3] ?? 1;
  const index = (place.row * window.ow + place.column) * filters + channel;
  return (
    <div class="stack">
      <p>
        <strong>{`Output (${place.row}, ${place.column}), channel ${formatCount(channel)}`}</strong>{" "}
        <span class="muted">comes about in two steps. First each channel has its own kernels:</span>
      </p>
      <LaneSum
        label="The depthwise step"
        grid={grid}
        lanes={lanes}
        read={read}
        kernel={kernel}
        dilation={{ rows: window.rh, columns: window.rw }}
        noun="depthwise map"
        nameOf={({ channel, column }) => `map ${formatCount(column)}, of channel ${formatCount(channel)}`}
        describe={({ at, weight }, lane) =>
          `input (${at.row}, ${at.column}), channel ${lane.channel} × weight (${weight.row}, ${weight.column})`
        }
        factors={["x", "w"]}
        addsUp={false}
        tail={[]}
      />
      <p class="muted">Then the output is the sum of these, each times a pointwise weight:</p>
      <ProductSum
        label="The pointwise step"
        noun="map"
        values={middle}
        weightAt={(map) => pointwise.value[map * filters + channel] as number}
        tail={tailOf(layer, inspection, { at: place, channel, bias: biasAt(bias, index) })}
      />
    </div>
  );
}
