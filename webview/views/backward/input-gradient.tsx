/**
 * The gradient of a cell of the input: g spread by the stride, with zeros between and around, under the kernel turned by
 * 180°, summed over the filters. A transposed convolution goes back as a convolution goes forward: g under the kernel.
 */
import { useMemo } from "preact/hooks";
import { clampIndex, placeWithin } from "../../choices.ts";
import { LaneSum } from "../../components/lane-sum.tsx";
import { Stepper } from "../../components/stepper.tsx";
import { readLanes, readTaps, spreadLanes, spreadTaps } from "../../geometry/arithmetic.ts";
import { type Convolution, imageOf, indexIn, kernelOf, placesOf } from "../../geometry/calculation.ts";
import type { Place } from "../../geometry/place.ts";
import { choices, choose } from "../../state.ts";
import { formatCount } from "../../words/numbers.ts";
import type { BackwardProps } from "./backward-section.tsx";
import { CellSteppers } from "./cell-steppers.tsx";
import { CheckButton } from "./check-button.tsx";
import { SpreadDrawing } from "./spread-drawing.tsx";
import { throughWords } from "./through-words.ts";

interface InputGradientProps extends BackwardProps {
  readonly convolution: Convolution;
}

export function InputGradient({ layer, inspection, gradient, convolution }: InputGradientProps) {
  const { connection, reversed } = convolution;
  const { window } = connection;
  const [rows, columns] = reversed ? [window.oh, window.ow] : [window.h, window.w];
  const [inputs, filters] = reversed
    ? [connection.placeChannels, connection.imageChannels]
    : [connection.imageChannels, connection.placeChannels];
  const chosen = reversed ? choices.value.place : choices.value.cell;
  const cell = placeWithin(chosen, rows, columns);
  const channel = clampIndex(choices.value.inputChannel, inputs);
  const grid = useMemo(
    () => (reversed ? readTaps(window, cell) : spreadTaps(window, cell)),
    [window, reversed, cell.row, cell.column],
  );
  const { lanes, kernel, read, sent } = useMemo(() => {
    const dx = inspection.inputGradients[0] ?? new Float32Array();
    return {
      lanes: reversed ? readLanes(connection, channel) : spreadLanes(connection, channel),
      kernel: kernelOf(connection, convolution.kernel.value),
      read: reversed ? imageOf(connection, gradient) : placesOf(connection, gradient),
      sent: reversed ? placesOf(connection, dx) : imageOf(connection, dx),
    };
  }, [convolution, inspection, gradient, channel]);
  // The filter that is drawn is one of those that read the channel.
  const first = lanes[0]?.channel ?? 0;
  const drawn = Math.max(first, Math.min(first + lanes.length - 1, clampIndex(choices.value.channel, filters)));
  const index = indexIn(sent, cell, channel);
  const total = sent.data[index] as number;
  const move = (to: Place): void => choose(reversed ? { place: to } : { cell: to });
  return (
    <div class="stack">
      <div class="fields">
        <CellSteppers
          cell={cell}
          rows={rows}
          columns={columns}
          channel={channel}
          channels={inputs}
          channelLabel="Input channel"
          onCell={move}
          onChannel={(inputChannel) => choose({ inputChannel })}
        />
        {lanes.length > 1 && (
          <Stepper
            label="Filter drawn"
            value={drawn - first}
            count={lanes.length}
            onChange={(to) => choose({ channel: first + to })}
          />
        )}
      </div>
      <SpreadDrawing
        window={window}
        reversed={reversed}
        cell={cell}
        read={read}
        filter={drawn}
        sent={sent}
        channel={channel}
        onMove={move}
      />
      <p>
        <strong>{`dL/dx(${cell.row}, ${cell.column})${inputs > 1 ? `, channel ${formatCount(channel)}` : ""}`}</strong>{" "}
        <span class="muted">
          {reversed
            ? "is the sum of g times weight over the window that the cell writes, over all filters."
            : "is the sum of spread g times turned kernel under the window, over all filters."}
        </span>
      </p>
      <LaneSum
        label="The cell's gradient as a sum"
        grid={grid}
        lanes={lanes}
        read={read}
        kernel={kernel}
        dilation={{ rows: window.rh, columns: window.rw }}
        noun="filter"
        nameOf={({ channel: filter }) => `filter ${formatCount(filter)}`}
        describe={({ kind, at, weight }, { channel: filter }) => {
          const what =
            kind === "value" ? `g(${at.row}, ${at.column})` : kind === "between" ? "zero between" : "padding";
          return `${what} × weight (${weight.row}, ${weight.column}) of filter ${formatCount(filter)}`;
        }}
        factors={["g", "w"]}
        labelled
        tail={[{ label: `dL/dx${throughWords(layer)}`, value: total, total: true }]}
      />
      <CheckButton inspection={inspection} target={{ kind: "input", input: 0, index }} gradient={total} />
    </div>
  );
}
