/** The tabs, what the chosen one shows, and beside it the sample and the loss: all that is right of the layers. */

import type { ModelSnapshot } from "../../src/protocol/view-contract.ts";
import { Section } from "../components/section.tsx";
import { TAB_PANEL, TabList, tabElementId } from "../components/tab-list.tsx";
import { useMedia } from "../components/use-media.ts";
import { choices, choose, isPainted } from "../state/model.ts";
import { LossPanel } from "./loss-panel.tsx";
import { SamplePanel } from "./sample-panel.tsx";
import { tabs } from "./tabs.ts";

/** As in styles/layout.css: from here on the sample and the loss stand at the right. */
const WIDE = "(min-width: 1080px)";

export function MainPane({ model }: { readonly model: ModelSnapshot }) {
  const wide = useMedia(WIDE);
  const tab = tabs.find(({ id }) => id === choices.value.tab) ?? tabs[0];
  const { id, View } = tab;
  return (
    <div class="content">
      <TabList label="Views" tabs={tabs} chosen={id} onChoose={(next) => choose({ tab: next })} />
      {isPainted.value && (wide || id === "layer" || id === "saliency") && (
        <Side key="side" model={model} withLoss={wide && id !== "training"} />
      )}
      <main key={id} class="pane">
        <div id={TAB_PANEL} role="tabpanel" aria-labelledby={tabElementId(id)}>
          {isPainted.value ? <View model={model} /> : <div class="skeleton-block tall" aria-hidden="true" />}
        </div>
      </main>
      {isPainted.value && !wide && id === "model" && <Side key="side" model={model} withLoss={false} />}
    </div>
  );
}

interface SideProps {
  readonly model: ModelSnapshot;
  readonly withLoss: boolean;
}

function Side({ model, withLoss }: SideProps) {
  return (
    <div class="side">
      <aside class="sample-panel" aria-label="Sample">
        <SamplePanel model={model} />
      </aside>
      {withLoss && (
        <aside class="loss-panel" aria-label="Training">
          <Section id="loss" title="Loss">
            <LossPanel model={model} />
          </Section>
        </aside>
      )}
    </div>
  );
}
