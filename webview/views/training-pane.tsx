/** The training's sections, one under the other. */
import type { ModelSnapshot } from "../../src/protocol/view-contract.ts";
import { Section } from "../components/section.tsx";
import { trainingSections } from "./sections.ts";

export function TrainingPane({ model }: { readonly model: ModelSnapshot }) {
  return trainingSections.map(({ id, title, View }) => (
    <Section key={id} id={id} title={title}>
      <View model={model} />
    </Section>
  ));
}
