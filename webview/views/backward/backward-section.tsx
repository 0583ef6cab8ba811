/** How a gradient comes about, derived for one number: a weight, or a cell of the layer's input. */
import { useMemo } from "preact/hooks";
import type { Inspection } from "../../../src/protocol/inspection.ts";
import type { LayerView } from "../../../src/protocol/view-contract.ts";
import type { BackwardMode } from "../../choices.ts";
import { Message } from "../../components/message.tsx";
import { useSettled } from "../../components/use-settled.ts";
import { calculationOf } from "../../geometry/calculation.ts";
import type { Chosen } from "../../geometry/chosen.ts";
import { type Inspected, inspected } from "../../geometry/inspected.ts";
import { choose } from "../../state/model.ts";
import { chosen, lookIsThere } from "../../state/wish.ts";
import type { DataSectionProps } from "../sections.ts";
import { DenseInput } from "./dense-input.tsx";
import { DenseWeight } from "./dense-weight.tsx";
import { InputGradient } from "./input-gradient.tsx";
import { PoolInput } from "./pool-input.tsx";
import { SeparableGradient } from "./separable-gradient.tsx";
import { WeightGradient } from "./weight-gradient.tsx";

/** What every derivation needs beside its own. */
export interface BackwardProps {
  readonly layer: LayerView;
  readonly inspection: Inspection;
  /** What is looked at; its numbers are there. */
  readonly chosen: Chosen;
  /** Of the loss by the values before the activation; called g. */
  readonly gradient: Inspected;
}

export function BackwardSection({ layer, inspection }: DataSectionProps) {
  const gradient = useMemo(() => inspected(inspection, "beforeActivationGradient"), [inspection]);
  const settled = useSettled({ inspection, gradient, chosen: chosen.value }, lookIsThere.value);
  if (layer === undefined) return null;
  if (gradient === undefined) {
    return <Message>There is no gradient to derive: without a loss for this image nothing comes back.</Message>;
  }
  if (settled?.gradient === undefined) return null;
  return <Derivation layer={layer} {...settled} gradient={settled.gradient} mode={settled.chosen.backward} />;
}

interface DerivationProps extends BackwardProps {
  readonly mode: BackwardMode;
}

function Derivation({ mode, ...props }: DerivationProps) {
  const { layer, inspection } = props;
  const calculation = useMemo(() => calculationOf(layer, inspection), [layer, inspection]);
  if (calculation === undefined) return null;
  const upstream = layer.activation
    ? `g is the gradient of the loss by each sum, before ${layer.activation}: the output's gradient times ${layer.activation}'s slope.`
    : "g is the gradient of the loss by each output.";
  switch (calculation.kind) {
    case "separable":
      return (
        <div class="stack">
          <ModePicker mode={mode} titles={separableTitles} />
          <SeparableGradient {...props} separable={calculation} mode={mode} upstream={upstream} />
        </div>
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
          <ModePicker mode={mode} titles={denseTitles} />
          <p class="note">{upstream}</p>
          {mode === "input" ? (
            <DenseInput {...props} dense={calculation} />
          ) : (
            <DenseWeight {...props} dense={calculation} />
          )}
        </div>
      );
    case "convolution":
      return (
        <div class="stack">
          <ModePicker mode={mode} titles={titles} />
          <p class="note">{upstream}</p>
          {mode === "input" ? (
            <InputGradient {...props} convolution={calculation} />
          ) : (
            <WeightGradient {...props} convolution={calculation} />
          )}
        </div>
      );
  }
}

type Titles = Partial<Record<BackwardMode, string>>;

const titles: Titles = { weight: "a weight", input: "a cell of the input" };
const denseTitles: Titles = { ...titles, input: "an input" };
const separableTitles: Titles = {
  weight: "a depthwise weight",
  pointwise: "a pointwise weight",
  input: "a cell of the input",
};

function ModePicker({ mode, titles }: { readonly mode: BackwardMode; readonly titles: Titles }) {
  return (
    <label class="field">
      <span class="field-label">Derive the gradient of</span>
      <select
        value={mode in titles ? mode : "weight"}
        onChange={(event) => choose({ backward: event.currentTarget.value as BackwardMode })}
      >
        {Object.entries(titles).map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
