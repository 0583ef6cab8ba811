/** The sample that the maps and gradients belong to: which one, its image, its true class and what the model says. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { DatasetSample, Inspection, SampleTensor } from "../../src/protocol/inspection.ts";
import type { ModelSnapshot } from "../../src/protocol/view-contract.ts";
import { Bars } from "../components/bars.tsx";
import { Icon } from "../components/icon.tsx";
import { putPixels } from "../components/put-pixels.ts";
import { Section } from "../components/section.tsx";
import { Stepper } from "../components/stepper.tsx";
import { paintImage } from "../geometry/paint.ts";
import { answer, choose, datasetSample, failure, sampleInspection } from "../state.ts";
import { formatLoss, formatPercent } from "../words/numbers.ts";
import { describePrediction, type Verdict } from "../words/prediction.ts";

export function SamplePanel({ model }: { readonly model: ModelSnapshot }) {
  const { samples } = model;
  if (samples.train + samples.test === 0) {
    return (
      <Section id="sample" title="Sample">
        <p class="note">{model.broken ?? "The images are being read."}</p>
      </Section>
    );
  }
  const { set, index } = datasetSample.value;
  return (
    <Section id="sample" title="Sample">
      <div class="fields">
        <label class="field">
          <span class="sr-only">Set of images</span>
          <select
            value={set}
            onChange={(event) => choose({ sample: { set: event.currentTarget.value as DatasetSample["set"], index } })}
          >
            <option value="test" disabled={samples.test === 0}>
              Test image
            </option>
            <option value="train" disabled={samples.train === 0}>
              Training image
            </option>
          </select>
        </label>
        <Stepper
          quiet
          label="Image"
          value={index}
          count={samples[set]}
          onChange={(next) => choose({ sample: { set, index: next } })}
        />
      </div>
      {model.broken === undefined && <Sample inspection={sampleInspection.value ?? answer.value?.inspection} />}
    </Section>
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
      <SampleImage image={image} label={label} />
      <div class="sample-facts">
        <p>{label === undefined ? "No label" : <LabelWords label={label} />}</p>
        {verdict && <VerdictWords verdict={verdict} />}
        {loss !== undefined && (
          <p>
            Loss <span class="number">{formatLoss(loss)}</span>
          </p>
        )}
      </div>
      {prediction && prediction.length <= 20 && (
        <Bars
          label="Prediction"
          values={prediction}
          format={formatPercent}
          full={1}
          marks={label === undefined ? undefined : { [label]: "label" }}
        />
      )}
    </div>
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

function SampleImage({ image, label }: { readonly image: SampleTensor; readonly label: number | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const painted = paintImage(image.shape, image.data);
    if (canvas.current) putPixels(canvas.current, painted.pixels, painted.width, painted.height);
  }, [image]);
  return (
    <canvas
      ref={canvas}
      class="pixels"
      role="img"
      aria-label={label === undefined ? "The image" : `The image, a ${label}`}
    />
  );
}
