/** What in the image the score of a class rests on, by its gradient: two maps over the image, and what they are of. */
import { useLayoutEffect, useMemo } from "preact/hooks";
import type { Saliency } from "../../../src/protocol/saliency.ts";
import type { ModelSnapshot } from "../../../src/protocol/view-contract.ts";
import { imageSizes, type Shape } from "../../../src/tensor/shape.ts";
import { Button } from "../../components/button.tsx";
import { Message } from "../../components/message.tsx";
import { Section } from "../../components/section.tsx";
import { viridis } from "../../geometry/palette.ts";
import { resizeMap } from "../../geometry/resize-map.ts";
import { centred, summarize } from "../../geometry/values.ts";
import { retrySaliency } from "../../host.ts";
import { saliency, saliencyFailure, saliencyShown } from "../../state/saliency.ts";
import { sampleInspection } from "../../state/shown.ts";
import { wish } from "../../state/wish.ts";
import { describeCam, describeGradientTimesInput } from "../../words/saliency.ts";
import { divergingPalette } from "../shown-palette.ts";
import { MapOverImage } from "./map-over-image.tsx";
import { ClassChoice, LayerChoice, OpacityChoice } from "./saliency-controls.tsx";

export function SaliencyPane({ model }: { readonly model: ModelSnapshot }) {
  return (
    <Section id="saliency" title="What the decision rests on">
      <SaliencySection model={model} />
    </Section>
  );
}

function SaliencySection({ model }: { readonly model: ModelSnapshot }) {
  useLayoutEffect(() => {
    saliencyShown.value = true;
    return () => {
      saliencyShown.value = false;
    };
  }, []);
  if (model.broken !== undefined) return <Empty>{model.broken}</Empty>;
  if (model.input && imageSizes(model.input) === undefined) return <Empty>This model's input is no image.</Empty>;
  if (saliencyFailure.value !== undefined) return <Failed message={saliencyFailure.value} />;
  const [found, image] = [saliency.value, sampleInspection.value?.image];
  if (found && image) return <Maps model={model} saliency={found} image={image} />;
  if (wish.value === undefined) return <Empty>{model.unfit ?? "The images are being read."}</Empty>;
  return <div class="skeleton-block tall" aria-hidden="true" />;
}

function Empty({ children }: { readonly children: string }) {
  return <p class="note">{`Which parts of the image speak for a class is shown here. ${children}`}</p>;
}

function Failed({ message }: { readonly message: string }) {
  return (
    <Message icon="problem" urgent>
      <p>{message}</p>
      <Button icon="reset" onClick={retrySaliency}>
        Retry
      </Button>
    </Message>
  );
}

interface MapsProps {
  readonly model: ModelSnapshot;
  readonly saliency: Saliency;
  readonly image: { readonly shape: Shape; readonly data: Float32Array };
}

function Maps({ model, saliency, image }: MapsProps) {
  const { target, gradCam, gradientTimesInput } = saliency;
  const { h, w } = imageSizes(image.shape) ?? { h: 1, w: 1 };
  const cam = useMemo(() => gradCam && resizeMap(gradCam, h, w), [gradCam, h, w]);
  const range = useMemo(() => centred(summarize(gradientTimesInput.data)), [gradientTimesInput]);
  const camRange = useMemo(() => ({ low: 0, high: cam ? summarize(cam).high : 0 }), [cam]);
  return (
    <div class="stack">
      <div class="fields">
        <ClassChoice saliency={saliency} />
        {gradCam && <LayerChoice layers={model.layers} layer={gradCam.layer} />}
        <OpacityChoice />
      </div>
      <div class="saliency-maps">
        <MapOverImage
          title="Gradient × input"
          note={`Each pixel's value times the gradient of the score of ${target} by it: orange speaks for ${target}, blue against it.`}
          image={image}
          data={gradientTimesInput.data}
          palette={divergingPalette()}
          range={range}
          zero
          describe={(value) => describeGradientTimesInput(value, target)}
        />
        {cam && gradCam ? (
          <MapOverImage
            title="Grad-CAM"
            note={camNote(gradCam, target)}
            image={image}
            data={cam}
            palette={viridis}
            range={camRange}
            describe={describeCam}
          />
        ) : (
          <p class="note">Grad-CAM weighs a layer's feature maps, and this model has none.</p>
        )}
      </div>
    </div>
  );
}

function camNote({ rows, columns, data }: NonNullable<Saliency["gradCam"]>, target: number): string {
  if (data.every((value) => value === 0)) return `At no place do this layer's maps together speak for ${target}.`;
  return `The layer's ${rows} × ${columns} maps, each weighed by its mean gradient; what speaks for ${target} remains, enlarged to the image.`;
}
