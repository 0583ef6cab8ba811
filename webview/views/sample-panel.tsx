/** The sample that the maps and gradients belong to: which one, its image, its true class and what the model says. */
import type { Inspection } from "../../src/protocol/inspection.ts";
import type { ModelSnapshot } from "../../src/protocol/view-contract.ts";
import { Bars } from "../components/bars.tsx";
import { Icon } from "../components/icon.tsx";
import { Picture } from "../components/picture.tsx";
import { Section } from "../components/section.tsx";
import { Stepper } from "../components/stepper.tsx";
import { mostProbable } from "../geometry/most-probable.ts";
import { choices } from "../state/model.ts";
import { chooseOwn, chooseSample, datasetSample, ownSample } from "../state/sample.ts";
import { answer, failure, sampleInspection } from "../state/shown.ts";
import { formatCount, formatLoss, formatPercent } from "../words/numbers.ts";
import { describePrediction, type Verdict } from "../words/prediction.ts";
import { ClassSearch } from "./own/class-search.tsx";
import { DrawingPad } from "./own/drawing-pad.tsx";
import { ImageOpener } from "./own/image-opener.tsx";
import { OwnLabel } from "./own/own-label.tsx";
import { UnfitSamples } from "./own/unfit-samples.tsx";

export function SamplePanel({ model }: { readonly model: ModelSnapshot }) {
  const { samples } = model;
  if (samples.train + samples.test === 0) {
    return (
      <Section id="sample" title="Sample">
        <p class="note">{model.broken ?? "The images are being read."}</p>
      </Section>
    );
  }
  const { source } = choices.value.own;
  const waits = (source !== "dataset" || model.unfit !== undefined) && ownSample.value === undefined;
  const found = sampleInspection.value ?? answer.value?.inspection;
  return (
    <Section id="sample" title="Sample">
      <div class="fields">
        <SourceSelect samples={model.unfit === undefined ? samples : { train: 0, test: 0 }} />
        {source !== "dataset" ? (
          <OwnLabel />
        ) : (
          model.unfit === undefined && <IndexFields samples={samples} label={found?.label} />
        )}
      </div>
      {source === "dataset" && model.unfit !== undefined && <UnfitSamples why={model.unfit} />}
      {source === "drawing" && <DrawingPad />}
      {source === "file" && <ImageOpener />}
      {model.computable > 0 && !waits && <Sample inspection={found} />}
    </Section>
  );
}

type Samples = ModelSnapshot["samples"];

function SourceSelect({ samples }: { readonly samples: Samples }) {
  const { set, index } = datasetSample.value;
  const { source } = choices.value.own;
  const change = (value: string): void => {
    if (value === "drawing" || value === "file") chooseOwn({ source: value, label: undefined });
    else chooseSample({ set: value === "train" ? "train" : "test", index });
  };
  return (
    <label class="field">
      <span class="sr-only">What to look at</span>
      <select value={source === "dataset" ? set : source} onChange={(event) => change(event.currentTarget.value)}>
        <option value="test" disabled={samples.test === 0}>
          Test image
        </option>
        <option value="train" disabled={samples.train === 0}>
          Training image
        </option>
        <option value="drawing">Drawing</option>
        <option value="file">Image file</option>
      </select>
    </label>
  );
}

function IndexFields({ samples, label }: { readonly samples: Samples; readonly label: number | undefined }) {
  const { set, index } = datasetSample.value;
  return (
    <>
      <Stepper
        quiet
        label="Image"
        value={index}
        count={samples[set]}
        onChange={(next) => chooseSample({ set, index: next })}
      />
      <ClassSearch sample={datasetSample.value} label={label} />
    </>
  );
}

function Sample({ inspection }: { readonly inspection: Inspection | undefined }) {
  if (inspection === undefined) {
    return failure.value ? null : <div class="sample skeleton-block" aria-hidden="true" />;
  }
  const { label, prediction, loss, image } = inspection;
  const verdict = describePrediction(label, prediction);
  return (
    <div class="sample">
      <Picture {...image} label={label === undefined ? "The image" : `The image, a ${label}`} />
      <div class="sample-facts">
        <p>{label === undefined ? "No label" : <LabelWords label={label} />}</p>
        {verdict && <VerdictWords verdict={verdict} />}
        {loss !== undefined && (
          <p>
            Loss <span class="number">{formatLoss(loss)}</span>
          </p>
        )}
      </div>
      {prediction && prediction.length > 0 && <PredictionBars prediction={prediction} label={label} />}
    </div>
  );
}

/** With more classes only the most probable are drawn. */
const MOST_BARS = 20;
const FIRST_BARS = 5;

interface PredictionBarsProps {
  readonly prediction: ArrayLike<number>;
  readonly label: number | undefined;
}

function PredictionBars({ prediction, label }: PredictionBarsProps) {
  const many = prediction.length > MOST_BARS;
  return (
    <>
      {many && (
        <p class="note as-wide">{`The ${FIRST_BARS} most probable of ${formatCount(prediction.length)} classes:`}</p>
      )}
      <Bars
        label="Prediction"
        values={prediction}
        {...(many && { indices: mostProbable(prediction, FIRST_BARS, label) })}
        format={formatPercent}
        full={1}
        marks={label === undefined ? undefined : { [label]: "label" }}
      />
    </>
  );
}

function LabelWords({ label }: { readonly label: number }) {
  return (
    <>
      Label <strong class="number">{label}</strong>
    </>
  );
}

function VerdictWords({ verdict: { right, words } }: { readonly verdict: Verdict }) {
  if (right === undefined) return <p class="verdict">{words}</p>;
  return (
    <p class={right ? "verdict right" : "verdict wrong"}>
      <Icon name={right ? "right" : "wrong"} />
      <span>{words}</span>
    </p>
  );
}
