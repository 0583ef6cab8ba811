/** A convolution's output value: window times kernel, channel by channel. A transposed one's: all that reaches the cell. */
import { useMemo } from "preact/hooks";
import { placeWithin } from "../../choices.ts";
import { LaneSum } from "../../components/lane-sum.tsx";
import {
  type Lane,
  readLanes,
  readTaps,
  spreadLanes,
  spreadTaps,
  type Tap,
  valuesOnly,
} from "../../geometry/arithmetic.ts";
import { biasAt, type Convolution, imageOf, indexIn, kernelOf, placesOf } from "../../geometry/calculation.ts";
import { choices } from "../../state.ts";
import { formatCount } from "../../words/numbers.ts";
import type { CellProps } from "./arithmetic-section.tsx";
import { tailOf } from "./cell-tail.ts";

interface ConvolutionCellProps extends CellProps {
  readonly convolution: Convolution;
}

export function ConvolutionCell({ layer, inspection, channel, convolution }: ConvolutionCellProps) {
  const { connection, reversed, bias } = convolution;
  const { window } = connection;
  const { place, cell } = choices.value;
  const at = reversed ? placeWithin(cell, window.h, window.w) : placeWithin(place, window.oh, window.ow);
  const grid = useMemo(
    () => (reversed ? valuesOnly(spreadTaps(window, at)) : readTaps(window, at)),
    [window, reversed, at.row, at.column],
  );
  const { lanes, kernel, read, written } = useMemo(() => {
    const x = inspection.inputs[0]?.data ?? [];
    const y = inspection.output.data;
    return {
      lanes: reversed ? spreadLanes(connection, channel) : readLanes(connection, channel),
      kernel: kernelOf(connection, convolution.kernel.value),
      read: reversed ? placesOf(connection, x) : imageOf(connection, x),
      written: reversed ? imageOf(connection, y) : placesOf(connection, y),
    };
  }, [convolution, inspection, channel]);
  const index = indexIn(written, at, channel);
  const where = `Output (${at.row}, ${at.column})${written.channels > 1 ? `, channel ${formatCount(channel)}` : ""}`;
  return (
    <div class="stack">
      <p>
        <strong>{where}</strong>{" "}
        <span class="muted">
          {reversed
            ? grid.taps.length > 0
              ? "is the sum of input times weight over all windows that cover it."
              : "lies under no window: it is the bias alone."
            : "is the sum of input times weight over the window."}
        </span>
      </p>
      <LaneSum
        label={`${where} as a sum`}
        grid={grid}
        lanes={lanes}
        read={read}
        kernel={kernel}
        dilation={reversed ? { rows: 1, columns: 1 } : { rows: window.rh, columns: window.rw }}
        noun="channel"
        nameOf={({ channel }) => (read.channels > 1 ? `channel ${formatCount(channel)}` : "input × kernel")}
        describe={describeTap}
        factors={["x", "w"]}
        labelled={reversed}
        tail={tailOf(layer, inspection, index, biasAt(bias, index))}
      />
    </div>
  );
}

function describeTap({ kind, at, weight }: Tap, { channel }: Lane): string {
  const what = kind === "value" ? `input (${at.row}, ${at.column}), channel ${channel}` : "padding";
  return `${what} × weight (${weight.row}, ${weight.column})`;
}
