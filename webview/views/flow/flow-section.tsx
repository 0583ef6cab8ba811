/** How values and gradients fare along the depth of the network, for the sample: a chart, what stands out, and a table. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Flow } from "../../../src/protocol/flow.ts";
import type { ModelSnapshot } from "../../../src/protocol/view-contract.ts";
import { Button } from "../../components/button.tsx";
import { Message } from "../../components/message.tsx";
import { command, retryFlow } from "../../host.ts";
import { pageBody } from "../../share/page-body.ts";
import { ShareMenu } from "../../share/share-menu.tsx";
import type { Sheet } from "../../share/sheet.ts";
import { flow, flowFailure, flowShown } from "../../state/flow.ts";
import { status } from "../../state/model.ts";
import { sampleInspection } from "../../state/shown.ts";
import { wish } from "../../state/wish.ts";
import { describeContext } from "../../words/context.ts";
import { findingsOf } from "../../words/flow.ts";
import { magnitudeTable } from "../../words/flow-table.ts";
import type { ModelSectionProps } from "../sections.ts";
import { Findings } from "./findings.tsx";
import { FlowChartView } from "./flow-chart-view.tsx";
import { FlowTable } from "./flow-table.tsx";

export function FlowSection({ model }: ModelSectionProps) {
  useLayoutEffect(() => {
    flowShown.value = true;
    return () => {
      flowShown.value = false;
    };
  }, []);
  if (model.broken !== undefined) {
    return <p class="note">{`How large values and gradients are in each layer is shown here. ${model.broken}`}</p>;
  }
  if (flowFailure.value !== undefined) {
    return (
      <Message icon="problem" urgent>
        <p>{flowFailure.value}</p>
        <Button icon="reset" onClick={retryFlow}>
          Retry
        </Button>
      </Message>
    );
  }
  const found = flow.value;
  if (found) return <FlowView model={model} flow={found} />;
  if (wish.value === undefined) return <p class="note">{model.unfit ?? "The images are being read."}</p>;
  return <div class="skeleton-block tall" aria-hidden="true" />;
}

function FlowView({ model, flow }: { readonly model: ModelSnapshot; readonly flow: Flow }) {
  const { layers } = model;
  const findings = useMemo(() => findingsOf(flow, layers), [flow, layers]);
  const asTable = useSignal(false);
  const hasGradients = flow.layers.some(({ gradient }) => gradient);
  const hasUpdates = flow.layers.some(({ weights }) => weights.some(({ updateNorm }) => updateNorm !== undefined));
  const chart = useRef<HTMLDivElement>(null);
  const picture = (): Sheet => ({
    title: "Gradient flow",
    subtitle: describeContext(model.fileName, sampleInspection.peek()),
    body: pageBody(chart.current ?? document.body),
  });
  return (
    <div class="stack">
      <ShareMenu atHeading name="gradient flow" picture={picture} csv={() => magnitudeTable(flow, layers)} />
      <div ref={chart}>
        <FlowChartView flow={flow} layers={layers} findings={findings} />
      </div>
      <Findings findings={findings} layers={layers} hasGradients={hasGradients} />
      {!hasGradients && (
        <p class="note">
          There are no gradients: nobody has said what the image is, or the model's output does not fit the classes.
        </p>
      )}
      {!hasUpdates && <UpdateInvitation />}
      <label class="field">
        <input
          type="checkbox"
          checked={asTable.value}
          onChange={(event) => {
            asTable.value = event.currentTarget.checked;
          }}
        />
        <span>All figures as a table</span>
      </label>
      {asTable.value && <FlowTable flow={flow} layers={layers} findings={findings} />}
    </div>
  );
}

/** While a training runs the figures come by themselves. */
function UpdateInvitation() {
  if (status.value?.state === "running") return null;
  return (
    <div class="empty">
      <p class="note">
        Once a batch was trained, the table also has the update-to-weight ratios: the norm of what a step added to a
        weight, by the weight's own. About 0.001 is usual; much more is unstable, much less learns nothing.
      </p>
      <Button icon="step" onClick={() => void command("step")}>
        Step one batch
      </Button>
    </div>
  );
}
