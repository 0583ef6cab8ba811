/** The window that slides over the padded input, at one place of the output, beside the output. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { GUTTER } from "../../components/grid-canvas.ts";
import { Icon } from "../../components/icon.tsx";
import { Stepper } from "../../components/stepper.tsx";
import { useWidth } from "../../components/use-width.ts";
import { choices, choose } from "../../state.ts";
import { clampIndex } from "../../choices.ts";
import { fitGrids } from "../../geometry/visible-cells.ts";
import { channelsOf } from "../../../src/tensor/shape.ts";
import { horizontalAxis, verticalAxis, type Window } from "../../../src/tensor/window.ts";
import { paddedAxis } from "../../geometry/padded-axis.ts";
import { describeKernel, describePadding, describePlace, describeUnused } from "../../words/window.ts";
import { formatValue } from "../../words/numbers.ts";
import type { ShapeSectionProps } from "../sections.ts";
import { InputGrid } from "./input-grid.tsx";
import { mapOf, valueAt } from "./maps.ts";
import { OutputGrid } from "./output-grid.tsx";

/** What a grid needs around its cells: gutters, the pads' labels, room for a scroll bar. */
const FRAME = GUTTER.left + 2 * 22;

export function WindowSection({ layer, shape, inspection }: ShapeSectionProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const hovered = useSignal<string | undefined>(undefined);
  const window = shape.window as Window;
  const axes = useMemo(() => ({ rows: paddedAxis(verticalAxis(window)), columns: paddedAxis(horizontalAxis(window)) }), [window]);
  const [inputs, outputs] = [channelsOf(layer.inputShapes[0] ?? []), channelsOf(shape.output)];
  const { place, inputChannel, channel } = choices.value;
  const at = { row: clampIndex(place.row, window.oh), column: clampIndex(place.column, window.ow) };
  const input = mapOf(inspection?.inputs[0], window.h, window.w, clampIndex(inputChannel, inputs));
  const output = mapOf(inspection?.output, window.oh, window.ow, clampIndex(channel, outputs));
  const fit = fitGrids(axes.columns.kinds.length, window.ow, width, FRAME);
  const result = valueAt(output, at.row, at.column);
  return (
    <div ref={ref} class="stack">
      <div class="fields">
        {inputs > 1 && (
          <Stepper label="Input channel" value={clampIndex(inputChannel, inputs)} count={inputs} onChange={(inputChannel) => choose({ inputChannel })} />
        )}
        {outputs > 1 && (
          <Stepper label="Output channel" value={clampIndex(channel, outputs)} count={outputs} onChange={(channel) => choose({ channel })} />
        )}
      </div>
      {width > 0 && (
        <div class={fit.beside ? "window-drawing beside" : "window-drawing"}>
          <InputGrid window={window} axes={axes} place={at} map={input} cell={fit.cell} fromImage={layer.feeders[0] === -1} hovered={hovered} />
          <span class="window-arrow">
            <Icon name="arrow" />
          </span>
          <OutputGrid window={window} place={at} map={output} cell={fit.cell} />
        </div>
      )}
      <p class="readout" aria-live="polite">
        <strong>{describePlace(window, at)}</strong>
        {result !== undefined && <span>{` and is ${formatValue(result)} there`}</span>}
        {hovered.value !== undefined && <span class="readout-more">{hovered.value}</span>}
      </p>
      <p class="note">
        {[`${describeKernel(window)}.`, describePadding(window), ...describeUnused(window)].join(" ")}
      </p>
    </div>
  );
}
