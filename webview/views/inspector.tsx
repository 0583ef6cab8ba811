/** The whole view: the layers, the selected one, the sample and the training. A skeleton until the host has answered. */
import { Message } from "../components/message.tsx";
import { model, notice } from "../state.ts";
import { Header } from "./header.tsx";
import { LayerList } from "./layer-list.tsx";
import { LayerPane } from "./layer-pane.tsx";
import { LossPanel } from "./loss-panel.tsx";
import { SamplePanel } from "./sample-panel.tsx";

export function Inspector() {
  const snapshot = model.value;
  if (snapshot === undefined) return <Skeleton />;
  return (
    <div class="inspector">
      <Header model={snapshot} />
      <LayerList model={snapshot} />
      <div class="content">
        <aside class="sample-panel" aria-label="Sample">
          <SamplePanel model={snapshot} />
        </aside>
        <LayerPane model={snapshot} />
        <aside class="loss-panel" aria-label="Training">
          <LossPanel model={snapshot} />
        </aside>
      </div>
    </div>
  );
}

function Skeleton() {
  if (notice.value) {
    return (
      <Message icon="problem" urgent>
        {notice.value}
      </Message>
    );
  }
  return (
    <div class="inspector" role="status" aria-busy="true" aria-label="Loading the model">
      <div class="header" />
      <div class="layers">
        {["a", "b", "c", "d"].map((key) => (
          <div key={key} class="skeleton-block row" />
        ))}
      </div>
      <div class="content">
        <div class="skeleton-block tall" />
      </div>
    </div>
  );
}
