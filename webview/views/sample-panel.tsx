/** The sample that the maps and gradients belong to: which one, its image, its true class and what the model says. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Inspection, SampleChoice, SampleTensor } from "../../src/protocol/inspection.ts";
import type { ModelSnapshot } from "../../src/protocol/view-contract.ts";
import { Bars } from "../components/bars.tsx";
import { Icon } from "../components/icon.tsx";
import { putPixels } from "../components/put-pixels.ts";
import { Section } from "../components/section.tsx";
import { Stepper } from "../components/stepper.tsx";
import { paintImage } from "../geometry/paint.ts";
import { answer, choose, failure, sample, sampleInspection } from "../state.ts";
import { formatLoss, formatPercent } from "../words/numbers.ts";
import { describePrediction } from "../words/prediction.ts";

export function SamplePanel({ model }: { readonly model: ModelSnapshot }) {
  const { samples } = model;
  if (samples.train + samples.test === 0) {
    return (
      <Section id="sample" title="Sample">
        <p class="note">{model.broken ?? "The images are being read."}</p>
      </Section>
    );
  }
  const { set, index } = sample.value;
  return (
    <Section id="sample" title="Sample">
      <div class="fields">
        <label class="field">
          <span class="sr-only">Set of images</span>
          <select
            value={set}
            onChange={(event) => choose({ sample: { set: event.currentTarget.value as SampleChoice["set"], index } })}
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
        <p>
          Label <strong class="number">{label}</strong>
        </p>
        {verdict && (
          <p class={verdict.right ? "verdict right" : "verdict wrong"}>
            <Icon name={verdict.right ? "right" : "wrong"} />
            <span>{verdict.words}</span>
          </p>
        )}
        {loss !== undefined && (
          <p>
            Loss <span class="number">{formatLoss(loss)}</span>
          </p>
        )}
      </div>
      {prediction && prediction.length <= 20 && (
        <Bars label="Prediction" values={prediction} format={formatPercent} full={1} marks={{ [label]: "label" }} />
      )}
    </div>
  );
}

function SampleImage({ image, label }: { readonly image: SampleTensor; readonly label: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const painted = paintImage(image.shape, image.data);
    if (canvas.current) putPixels(canvas.current, painted.pixels, painted.width, painted.height);
  }, [image]);
  return <canvas ref={canvas} class="pixels" role="img" aria-label={`The image, a ${label}`} />;
}
