/** A convolution's output value: window times kernel, channel by channel. A transposed one's: all that reaches the cell. */
import { useMemo } from "preact/hooks";
import { channelsOf } from "../../../src/tensor/shape.ts";
import { LaneSum } from "../../components/lane-sum.tsx";
import { type Lane, readLanes, spreadLanes, type Tap, valuesOnly } from "../../geometry/arithmetic.ts";
import { biasAt, type Convolution, kernelRead } from "../../geometry/calculation.ts";
import { chosenOutput } from "../../geometry/chosen.ts";
import { inspected, nothing, readCells } from "../../geometry/inspected.ts";
import { formatCount } from "../../words/numbers.ts";
import type { CellProps } from "./arithmetic-section.tsx";
import { tailOf } from "./cell-tail.ts";

interface ConvolutionCellProps extends CellProps {
  readonly convolution: Convolution;
}

export function ConvolutionCell({ layer, inspection, chosen, channel, convolution }: ConvolutionCellProps) {
  const { connection, reversed, bias } = convolution;
  const { window } = connection;
  const { at, grid } = useMemo(() => {
    const found = chosenOutput(convolution, chosen);
    return reversed ? { ...found, grid: valuesOnly(found.grid) } : found;
  }, [convolution, chosen.place, chosen.cell]);
  const { lanes, kernel, read } = useMemo(() => {
    const input = inspected(inspection, "input");
    const all = reversed ? spreadLanes(connection, channel) : readLanes(connection, channel);
    return { ...kernelRead(convolution, all, inspection.filter), read: input ? readCells(input) : nothing };
  }, [convolution, inspection, channel]);
  const [outputs, width] = reversed ? [connection.imageChannels, window.w] : [connection.placeChannels, window.ow];
  const index = (at.row * width + at.column) * outputs + channel;
  const where = `Output (${at.row}, ${at.column})${outputs > 1 ? `, channel ${formatCount(channel)}` : ""}`;
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
        nameOf={({ channel }) =>
          channelsOf(inspection.inputs[0]?.shape ?? []) > 1 ? `channel ${formatCount(channel)}` : "input × kernel"
        }
        describe={describeTap}
        factors={["x", "w"]}
        labelled={reversed}
        tail={tailOf(layer, inspection, { at, channel, bias: biasAt(bias, index, inspection.filter) })}
      />
    </div>
  );
}

function describeTap({ kind, at, weight }: Tap, { channel }: Lane): string {
  const what = kind === "value" ? `input (${at.row}, ${at.column}), channel ${channel}` : "padding";
  return `${what} × weight (${weight.row}, ${weight.column})`;
}
