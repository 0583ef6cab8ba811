/** The selected layer: what it is, and its sections. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Inspection } from "../../src/protocol/inspection.ts";
import { canCompute, type LayerView, type ModelSnapshot } from "../../src/protocol/view-contract.ts";
import { Button } from "../components/button.tsx";
import { Message } from "../components/message.tsx";
import { Section } from "../components/section.tsx";
import { Watched } from "../components/watched.tsx";
import { retryInspection } from "../host.ts";
import { choices } from "../state/model.ts";
import { hasImage } from "../state/sample.ts";
import { failure, inspection, layer, shownIndex } from "../state/shown.ts";
import { seenLately } from "../state/wish.ts";
import { partsOf } from "../wanted-parts.ts";
import { formatSizes } from "../words/numbers.ts";
import { UnfitSamples } from "./own/unfit-samples.tsx";
import { dataSections, shapeSections } from "./sections.ts";

export function LayerPane({ model }: { readonly model: ModelSnapshot }) {
  const shown = layer.value;
  return (
    <>
      {shown ? <LayerTitle layer={shown} /> : <InputTitle model={model} />}
      {failure.value !== undefined && canCompute(model, shownIndex.value) && <Failed message={failure.value} />}
      {shown && <ShapeSections layer={shown} />}
      <DataSections model={model} />
    </>
  );
}

function InputTitle({ model }: { readonly model: ModelSnapshot }) {
  return (
    <div class="layer-title">
      <h2>Input</h2>
      <p>
        {model.input
          ? `${formatSizes(model.input)}, each value of an image divided by 255`
          : "The model does not say its shape"}
      </p>
    </div>
  );
}

function LayerTitle({ layer }: { readonly layer: LayerView }) {
  return (
    <div class="layer-title">
      <h2>{layer.name}</h2>
      <p>{[layer.title, ...(layer.activation ? [layer.activation] : []), `line ${layer.line}`].join(" · ")}</p>
      {layer.problem && <Message icon="problem">{layer.problem}</Message>}
    </div>
  );
}

function ShapeSections({ layer }: { readonly layer: LayerView }) {
  const { shape, unknownBecause, problem } = layer;
  if (shape === undefined) {
    if (problem !== undefined) return null;
    return (
      <Message icon="problem">{`The output of ${layer.name} is unknown: ${unknownBecause ?? "its input is"}.`}</Message>
    );
  }
  const fitting = shapeSections.filter(({ fits }) => fits(shape));
  return fitting.map(({ id, title, View }) => (
    <Section key={id} id={id} title={title} level={3}>
      <View layer={layer} shape={shape} inspection={inspection.value} />
    </Section>
  ));
}

/**
 * While an answer is awaited the place of the last one stays, so that the page does not jump under a reader. Of a layer that
 * was just chosen what is below the seen sections comes after these are painted.
 */
function DataSections({ model }: { readonly model: ModelSnapshot }) {
  const name = layer.value?.name ?? "";
  const place = useRef<HTMLDivElement>(null);
  const height = useRef(0);
  const waits = isWaiting(model);
  const [painted, setPainted] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (!waits) setPainted(name);
  }, [waits, name]);
  const grows = waits || painted !== name || isPartial();
  const keeps = useRef(grows);
  keeps.current = grows;
  useLayoutEffect(() => {
    if (place.current === null) return;
    // The observer is told the height; to ask for it would lay the page out once more.
    const observer = new ResizeObserver((entries) => {
      if (!keeps.current) height.current = entries.at(-1)?.contentRect.height ?? 0;
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place} aria-busy={waits} style={grows ? { minHeight: `${height.current}px` } : {}}>
      {waits ? (
        <div class="skeleton-block tall" aria-hidden="true" />
      ) : (
        <Data key={name} model={model} all={painted === name} />
      )}
    </div>
  );
}

function isPartial(): boolean {
  const found = inspection.value;
  const unfolded = dataSections.filter(({ id }) => !choices.value.folded.includes(id));
  return found !== undefined && unfolded.some(({ id, fits }) => fits(found, layer.value) && !isThere(id, found));
}

function isWaiting(model: ModelSnapshot): boolean {
  if (!canCompute(model, shownIndex.value) || !hasImage.value) return false;
  const isAsked = failure.value === undefined && model.samples.train + model.samples.test > 0;
  return isAsked && inspection.value === undefined;
}

interface DataProps {
  readonly model: ModelSnapshot;
  /** Or only the sections down to the last that is seen. */
  readonly all: boolean;
}

function Data({ model, all }: DataProps) {
  const found = inspection.value;
  if (!canCompute(model, shownIndex.value)) return <WithoutValues model={model} />;
  if (!hasImage.value) return <WithoutImage />;
  if (found === undefined) return null;
  const fitting = dataSections.filter(({ fits }) => fits(found, layer.value));
  const last = fitting.findLastIndex(({ id }) => seenLately.has(id));
  return fitting.map(({ id, title, View }, index) => (
    <Section key={id} id={id} title={title(found)} level={3}>
      <Watched id={id}>
        {(all || index <= Math.max(0, last)) && isThere(id, found) ? (
          <View layer={layer.value} inspection={found} />
        ) : (
          <div class="skeleton-block tall" aria-busy="true" />
        )}
      </Watched>
    </Section>
  ));
}

/** Whether all that a section shows of a layer has come. */
function isThere(section: string, { parts, output, statistics }: Inspection): boolean {
  if (section === "maps" && output.shape.length > 1 && Object.keys(statistics).length === 0) return false;
  return partsOf(section, choices.value, layer.value).every((part) => parts.includes(part));
}

function WithoutValues({ model }: { readonly model: ModelSnapshot }) {
  const problem = layer.value?.problem;
  const where =
    model.computable > 0 ? `the model cannot be computed from ${brokenName(model)} on` : "the model cannot be computed";
  const why = model.broken === problem ? "" : ` ${model.broken}`;
  return <Message>{`There are no values to show, because ${where}.${why}`}</Message>;
}

function brokenName({ layers, computable }: ModelSnapshot): string {
  return layers[computable]?.name ?? "here";
}

/** What would be here, and how it comes. */
function WithoutImage() {
  const { source } = choices.value.own;
  if (source === "drawing") return <Message>Draw something to see its maps here.</Message>;
  if (source === "file") return <Message>Open an image to see its maps here.</Message>;
  return <UnfitSamples why="With an image that the model takes, its maps, weights and gradients are here." />;
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
