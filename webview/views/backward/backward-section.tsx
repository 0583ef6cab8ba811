/** How a gradient comes about, derived for one number: a weight, or a cell of the layer's input. */
import { useMemo } from "preact/hooks";
import type { Inspection } from "../../../src/protocol/inspection.ts";
import type { LayerView } from "../../../src/protocol/view-contract.ts";
import type { Choices } from "../../choices.ts";
import { Message } from "../../components/message.tsx";
import { calculationOf } from "../../geometry/calculation.ts";
import { choices, choose } from "../../state.ts";
import type { DataSectionProps } from "../sections.ts";
import { DenseInput } from "./dense-input.tsx";
import { DenseWeight } from "./dense-weight.tsx";
import { InputGradient } from "./input-gradient.tsx";
import { PoolInput } from "./pool-input.tsx";
import { WeightGradient } from "./weight-gradient.tsx";

/** What every derivation needs beside its own. */
export interface BackwardProps {
  readonly layer: LayerView;
  readonly inspection: Inspection;
  /** Of the loss by the values before the activation; called g. */
  readonly gradient: Float32Array;
}

export function BackwardSection({ layer, inspection }: DataSectionProps) {
  const { beforeActivationGradient: gradient } = inspection;
  if (layer === undefined) return null;
  if (gradient === undefined) {
    return <Message>There is no gradient to derive: without a loss for this image nothing comes back.</Message>;
  }
  return <Derivation layer={layer} inspection={inspection} gradient={gradient} />;
}

function Derivation(props: BackwardProps) {
  const { layer, inspection } = props;
  const calculation = useMemo(() => calculationOf(layer, inspection), [layer, inspection]);
  if (calculation === undefined) return null;
  const { backward } = choices.value;
  const upstream = layer.activation
    ? `g is the gradient of the loss by each sum, before ${layer.activation}: the output's gradient times ${layer.activation}'s slope.`
    : "g is the gradient of the loss by each output.";
  switch (calculation.kind) {
    case "separable":
      return (
        <p class="note">
          A separable convolution goes back in two steps, as it goes forward: through the pointwise weights to the
          depthwise maps, and from these to the input. They are not drawn here; a depthwiseConv2d and a conv2d of kernel
          size 1, one after the other, are the same and are drawn.
        </p>
      );
    case "pool":
      return (
        <div class="stack">
          <p class="note">{upstream}</p>
          <PoolInput {...props} pool={calculation} />
        </div>
      );
    case "dense":
      return (
        <div class="stack">
          <ModePicker mode={backward} />
          <p class="note">{upstream}</p>
          {backward === "weight" ? (
            <DenseWeight {...props} dense={calculation} />
          ) : (
            <DenseInput {...props} dense={calculation} />
          )}
        </div>
      );
    case "convolution":
      return (
        <div class="stack">
          <ModePicker mode={backward} />
          <p class="note">{upstream}</p>
          {backward === "weight" ? (
            <WeightGradient {...props} convolution={calculation} />
          ) : (
            <InputGradient {...props} convolution={calculation} />
          )}
        </div>
      );
  }
}

function ModePicker({ mode }: { readonly mode: Choices["backward"] }) {
  return (
    <label class="field">
      <span class="field-label">Derive the gradient of</span>
      <select value={mode} onChange={(event) => choose({ backward: event.currentTarget.value as Choices["backward"] })}>
        <option value="weight">a weight</option>
        <option value="input">a cell of the input</option>
      </select>
    </label>
  );
}
