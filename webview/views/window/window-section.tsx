/**
 * A window between two images, at one place: it slides over the padded input, each output value reads one; or, reversed in
 * a transposed convolution, each input value writes one of the output's, whose pads are cropped.
 */
import { channelsOf } from "../../../src/tensor/shape.ts";
import { horizontalAxis, verticalAxis, type Window } from "../../../src/tensor/window.ts";
import { clampIndex } from "../../choices.ts";
import { Stepper } from "../../components/stepper.tsx";
import { inspected } from "../../geometry/inspected.ts";
import { channelGroups, channelsRead, channelWithin } from "../../geometry/layer-geometry.ts";
import { isCountable } from "../../geometry/padded-axis.ts";
import { choices, choose } from "../../state/model.ts";
import { formatSizes } from "../../words/numbers.ts";
import { describeKernel, describeUnused, type Way } from "../../words/window.ts";
import type { ShapeSectionProps } from "../sections.ts";
import { GroupsDrawing } from "./groups-drawing.tsx";
import { WindowDrawing } from "./window-drawing.tsx";

export function WindowSection(props: ShapeSectionProps) {
  const { window, reach } = props.shape;
  if (window === undefined) return null;
  const way = reach === undefined ? "reads" : "writes";
  return (
    <div class="stack">
      {isDrawable(window) ? (
        <Drawing {...props} window={window} way={way} />
      ) : (
        <p class="note">{`${formatSizes([window.h, window.w])} cells are too many to draw.`}</p>
      )}
      <p class="note">{[`${describeKernel(window)}.`, ...describeUnused(window, way)].join(" ")}</p>
    </div>
  );
}

function isDrawable(window: Window): boolean {
  return isCountable(verticalAxis(window)) && isCountable(horizontalAxis(window));
}

interface DrawingProps extends ShapeSectionProps {
  readonly window: Window;
  readonly way: Way;
}

function Drawing({ layer, shape, inspection, window, way }: DrawingProps) {
  const [inputs, outputs] = [channelsOf(layer.inputShapes[0] ?? []), channelsOf(shape.output)];
  const output = clampIndex(choices.value.channel, outputs);
  const span = channelsRead(layer, output);
  const groups = channelGroups(layer);
  const input = channelWithin(span, choices.value.inputChannel);
  return (
    <>
      <div class="fields">
        {span.count > 1 && (
          <Stepper
            label="Input channel"
            value={input}
            count={span.count}
            {...(groups && { first: span.first })}
            onChange={(inputChannel) => choose({ inputChannel })}
          />
        )}
        {outputs > 1 && (
          <Stepper
            label={groups || inputs !== outputs || span.count > 1 ? "Output channel" : "Channel"}
            value={output}
            count={outputs}
            onChange={(channel) => choose({ channel })}
          />
        )}
      </div>
      {groups && <GroupsDrawing groups={groups} input={input} output={output} />}
      <WindowDrawing
        name={layer.name}
        window={window}
        way={way}
        input={{
          tensor: inspection && inspected(inspection, "input"),
          channel: input,
          isImage: layer.feeders[0] === -1,
        }}
        output={{ tensor: inspection && inspected(inspection, "output"), channel: output, isImage: false }}
      />
    </>
  );
}
