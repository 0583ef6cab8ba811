/** The window that slides over the padded input, at one place of the output, beside the output. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { channelsOf } from "../../../src/tensor/shape.ts";
import { horizontalAxis, verticalAxis, type Window } from "../../../src/tensor/window.ts";
import { clampIndex } from "../../choices.ts";
import { GUTTER } from "../../components/grid-canvas.ts";
import { Icon } from "../../components/icon.tsx";
import { Stepper } from "../../components/stepper.tsx";
import { useWidth } from "../../components/use-width.ts";
import { isCountable, paddedAxis } from "../../geometry/padded-axis.ts";
import { fitGrids, type GridFit, MOST_CELLS } from "../../geometry/visible-cells.ts";
import { choices, choose } from "../../state.ts";
import { formatSizes, formatValue } from "../../words/numbers.ts";
import { describeKernel, describePlace, describeUnused } from "../../words/window.ts";
import type { ShapeSectionProps } from "../sections.ts";
import { type Axes, InputGrid } from "./input-grid.tsx";
import { mapOf, valueAt } from "./maps.ts";
import { OutputGrid } from "./output-grid.tsx";

/** What the grids need around their cells, in px: gutters, the pads' labels, the arrow, room for scroll bars. */
const LABELS = 2 * 18;
const ARROW = 28;
const BARS = 2 * 10;

function fitDrawing({ rows, columns }: Axes, { oh, ow }: Window, width: number): GridFit {
  const input = { rows: rows.kinds.length, columns: columns.kinds.length };
  const bars = Math.max(input.rows, oh) > MOST_CELLS ? BARS : 0;
  const aroundStacked = GUTTER.left + LABELS + bars;
  const room = { width, aroundStacked, aroundBeside: aroundStacked + GUTTER.left + ARROW };
  return fitGrids(input, { rows: oh, columns: ow }, room);
}

export function WindowSection(props: ShapeSectionProps) {
  const { window } = props.shape;
  if (window === undefined) return null;
  if (isCountable(verticalAxis(window)) && isCountable(horizontalAxis(window)))
    return <Drawing {...props} window={window} />;
  return (
    <p class="note">{`${describeKernel(window)} over ${formatSizes([window.h, window.w])} cells, too many to draw.`}</p>
  );
}

function Drawing({ layer, shape, inspection, window }: ShapeSectionProps & { readonly window: Window }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const hovered = useSignal<string | undefined>(undefined);
  const axes = useMemo(
    () => ({ rows: paddedAxis(verticalAxis(window)), columns: paddedAxis(horizontalAxis(window)) }),
    [window],
  );
  const [inputs, outputs] = [channelsOf(layer.inputShapes[0] ?? []), channelsOf(shape.output)];
  const { place, inputChannel, channel } = choices.value;
  const at = { row: clampIndex(place.row, window.oh), column: clampIndex(place.column, window.ow) };
  const perChannel = !layer.parameters && inputs === outputs;
  const input = mapOf(
    inspection?.inputs[0],
    window.h,
    window.w,
    clampIndex(perChannel ? channel : inputChannel, inputs),
  );
  const output = mapOf(inspection?.output, window.oh, window.ow, clampIndex(channel, outputs));
  const fit = fitDrawing(axes, window, width);
  const result = valueAt(output, at.row, at.column);
  return (
    <div ref={ref} class="stack">
      <div class="fields">
        {inputs > 1 && !perChannel && (
          <Stepper
            label="Input channel"
            value={clampIndex(inputChannel, inputs)}
            count={inputs}
            onChange={(inputChannel) => choose({ inputChannel })}
          />
        )}
        {outputs > 1 && (
          <Stepper
            label={perChannel ? "Channel" : "Output channel"}
            value={clampIndex(channel, outputs)}
            count={outputs}
            onChange={(channel) => choose({ channel })}
          />
        )}
      </div>
      {width > 0 && (
        <div class={fit.beside ? "window-drawing beside" : "window-drawing"}>
          <InputGrid
            window={window}
            axes={axes}
            place={at}
            map={input}
            cell={fit.cell}
            fromImage={layer.feeders[0] === -1}
            hovered={hovered}
          />
          <span class="window-arrow">
            <Icon name="arrow" />
          </span>
          <OutputGrid window={window} place={at} map={output} cell={fit.cell} />
        </div>
      )}
      <p class="readout" aria-live="polite">
        <strong>{describePlace(window, at)}</strong>
        {result !== undefined && <span class="readout-more">{`its value is ${formatValue(result)}`}</span>}
        {hovered.value !== undefined && <span class="readout-more">{hovered.value}</span>}
      </p>
      <p class="note">{[`${describeKernel(window)}.`, ...describeUnused(window)].join(" ")}</p>
    </div>
  );
}
