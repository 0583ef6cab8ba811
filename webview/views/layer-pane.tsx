/** The selected layer: what it is, and its sections. */
import type { LayerView, ModelSnapshot } from "../../src/protocol/view-contract.ts";
import { Button } from "../components/button.tsx";
import { Message } from "../components/message.tsx";
import { Section } from "../components/section.tsx";
import { retryInspection } from "../host.ts";
import { failure, inspection, layer } from "../state.ts";
import { dataSections, shapeSections } from "./sections.ts";
import { formatSizes } from "../words/numbers.ts";

export function LayerPane({ model }: { readonly model: ModelSnapshot }) {
  const shown = layer.value;
  return (
    <main class="pane">
      {shown ? <LayerTitle layer={shown} /> : <InputTitle model={model} />}
      {shown && <ShapeSections layer={shown} />}
      <DataSections model={model} />
    </main>
  );
}

function InputTitle({ model }: { readonly model: ModelSnapshot }) {
  return (
    <div class="layer-title">
      <h2>Input</h2>
      <p>{model.input ? `${formatSizes(model.input)}, each value of an image divided by 255` : "The model does not say its shape"}</p>
    </div>
  );
}

function LayerTitle({ layer }: { readonly layer: LayerView }) {
  return (
    <div class="layer-title">
      <h2>{layer.name}</h2>
      <p>
        {[layer.title, ...(layer.activation ? [layer.activation] : []), `line ${layer.line}`].join(" · ")}
      </p>
      {layer.problem && <Message icon="problem">{layer.problem}</Message>}
    </div>
  );
}

function ShapeSections({ layer }: { readonly layer: LayerView }) {
  const { shape, unknownBecause, problem } = layer;
  if (shape === undefined) {
    if (problem !== undefined) return null;
    return <Message icon="problem">{`The output of ${layer.name} is unknown: ${unknownBecause ?? "its input is"}.`}</Message>;
  }
  const fitting = shapeSections.filter(({ fits }) => fits(shape));
  return fitting.map(({ id, title, View }) => (
    <Section key={id} id={id} title={title}>
      <View layer={layer} shape={shape} inspection={inspection.value} />
    </Section>
  ));
}

function DataSections({ model }: { readonly model: ModelSnapshot }) {
  const found = inspection.value;
  if (model.broken !== undefined) {
    const why = model.broken === layer.value?.problem ? "" : ` ${model.broken}`;
    return <Message>{`There are no values to show, because the model cannot be computed.${why}`}</Message>;
  }
  if (failure.value !== undefined) return <Failed message={failure.value} />;
  if (found === undefined) {
    const nothing = model.samples.train + model.samples.test === 0;
    return nothing ? null : <div class="skeleton-block tall" aria-hidden="true" />;
  }
  const fitting = dataSections.filter(({ fits }) => fits(found));
  return fitting.map(({ id, title, View }) => (
    <Section key={id} id={id} title={title(found)}>
      <View layer={layer.value} inspection={found} />
    </Section>
  ));
}

function Failed({ message }: { readonly message: string }) {
  return (
    <Message icon="problem" urgent>
      <p>{message}</p>
      <Button icon="reset" onClick={retryInspection}>
        Retry
      </Button>
    </Message>
  );
}
