/**
 * The gradient of a cell of the input: g spread by the stride, with zeros between and around, under the kernel turned by
 * 180°, summed over the filters. A transposed convolution goes back as a convolution goes forward: g under the kernel.
 */
import { useMemo } from "preact/hooks";
import { LaneSum } from "../../components/lane-sum.tsx";
import { Stepper } from "../../components/stepper.tsx";
import { readAt } from "../../geometry/arithmetic.ts";
import { type Convolution, kernelOf } from "../../geometry/calculation.ts";
import { chosenInput } from "../../geometry/chosen.ts";
import { inspected, nothing, readCells, readChannel } from "../../geometry/inspected.ts";
import type { Place } from "../../geometry/place.ts";
import { choose } from "../../state/model.ts";
import { formatCount } from "../../words/numbers.ts";
import type { BackwardProps } from "./backward-section.tsx";
import { CellSteppers } from "./cell-steppers.tsx";
import { CheckButton } from "./check-button.tsx";
import { SpreadDrawing } from "./spread-drawing.tsx";
import { throughWords } from "./through-words.ts";

interface InputGradientProps extends BackwardProps {
  readonly convolution: Convolution;
}

export function InputGradient({ layer, inspection, chosen, gradient, convolution }: InputGradientProps) {
  const { connection, reversed } = convolution;
  const { window } = connection;
  const [rows, columns] = reversed ? [window.oh, window.ow] : [window.h, window.w];
  const inputs = reversed ? connection.placeChannels : connection.imageChannels;
  const { cell, channel, grid, lanes, drawn } = useMemo(
    () => chosenInput(convolution, chosen),
    [convolution, chosen.place, chosen.cell, chosen.channel, chosen.inputChannel],
  );
  const kernel = useMemo(() => kernelOf(connection, convolution.kernel.value), [convolution]);
  const read = useMemo(() => readCells(gradient), [gradient, convolution]);
  const drawnRead = useMemo(() => readChannel(gradient, drawn) ?? nothing, [gradient, convolution, drawn]);
  const sent = useMemo(() => {
    const dx = inspected(inspection, "inputGradient");
    return (dx && readChannel(dx, channel)) ?? nothing;
  }, [inspection, channel]);
  const first = lanes[0]?.channel ?? 0;
  const index = (cell.row * columns + cell.column) * inputs + channel;
  const total = readAt(sent, cell, channel);
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
            value={drawn}
            count={lanes.length}
            {...(connection.groups > 1 && { first })}
            onChange={(to) => choose({ channel: to })}
          />
        )}
      </div>
      <SpreadDrawing
        window={window}
        reversed={reversed}
        cell={cell}
        read={drawnRead}
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
