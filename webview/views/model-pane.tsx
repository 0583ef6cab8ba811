/** The sections about the whole model, one under the other. */
import type { ModelSnapshot } from "../../src/protocol/view-contract.ts";
import { Section } from "../components/section.tsx";
import { modelSections } from "./sections.ts";

export function ModelPane({ model }: { readonly model: ModelSnapshot }) {
  return modelSections.map(({ id, title, View }) => (
    <Section key={id} id={id} title={title}>
      <View model={model} />
    </Section>
  ));
}
