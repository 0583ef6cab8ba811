/** A separable convolution's gradients: those of its pointwise half, and behind it those of its depthwise half and of the input. */
import { useMemo } from "preact/hooks";
import type { BackwardMode } from "../../choices.ts";
import type { Separable } from "../../geometry/calculation.ts";
import { inspected } from "../../geometry/inspected.ts";
import { separableHalves } from "../../geometry/separable.ts";
import type { BackwardProps } from "./backward-section.tsx";
import { InputGradient } from "./input-gradient.tsx";
import { WeightGradient } from "./weight-gradient.tsx";

interface SeparableGradientProps extends BackwardProps {
  readonly separable: Separable;
  readonly mode: BackwardMode;
  /** What g is in the pointwise half. */
  readonly upstream: string;
}

export function SeparableGradient({ separable, mode, upstream, ...props }: SeparableGradientProps) {
  const { inspection, gradient } = props;
  const halves = useMemo(() => {
    const input = inspected(inspection, "input");
    return input && separableHalves(separable, input, gradient);
  }, [separable, inspection, gradient]);
  if (halves === undefined) {
    return <p class="note">The maps between the two steps are not drawn for images as large as these.</p>;
  }
  if (mode === "pointwise") {
    return (
      <>
        <p class="note">{`m are the depthwise maps, which the pointwise weights mix. ${upstream}`}</p>
        <WeightGradient
          {...props}
          convolution={halves.pointwise}
          input={halves.middle}
          names={["m", "depthwise map"]}
        />
      </>
    );
  }
  const behind = { ...props, gradient: halves.middleGradient, convolution: halves.depthwise };
  return (
    <>
      <p class="note">
        g is the gradient of the loss by each depthwise map: over all filters, the gradient of the filter's sum times
        its pointwise weight, added up.
      </p>
      {mode === "weight" ? <WeightGradient {...behind} /> : <InputGradient {...behind} />}
    </>
  );
}
