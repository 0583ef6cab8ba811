/** The whole view: the model's state, its layers, and the main pane. A skeleton until the host has answered. */
import { useEffect } from "preact/hooks";
import { Message } from "../components/message.tsx";
import { isPainted, model, notice } from "../state/model.ts";
import { Header } from "./header.tsx";
import { LayerList } from "./layer-list.tsx";
import { MainPane } from "./main-pane.tsx";

export function Inspector() {
  const snapshot = model.value;
  useEffect(() => {
    isPainted.value = true;
  }, []);
  if (snapshot === undefined) return <Skeleton />;
  return (
    <div class="inspector">
      <Header model={snapshot} />
      <LayerList model={snapshot} />
      <MainPane model={snapshot} />
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
