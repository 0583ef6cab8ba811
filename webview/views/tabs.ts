/** What the main pane can show, in order. A new tab is one line here and one word in `choices.ts`. */
import type { ComponentType } from "preact";
import type { ModelSnapshot } from "../../src/protocol/view-contract.ts";
import type { TabId } from "../choices.ts";
import { LayerPane } from "./layer-pane.tsx";
import { ModelPane } from "./model-pane.tsx";
import { SaliencyPane } from "./saliency/saliency-pane.tsx";
import { TrainingPane } from "./training-pane.tsx";

interface Tab {
  readonly id: TabId;
  readonly title: string;
  readonly View: ComponentType<{ readonly model: ModelSnapshot }>;
}

export const tabs: readonly [Tab, ...Tab[]] = [
  { id: "layer", title: "Layer", View: LayerPane },
  { id: "model", title: "Model", View: ModelPane },
  { id: "training", title: "Training", View: TrainingPane },
  { id: "saliency", title: "Saliency", View: SaliencyPane },
];
