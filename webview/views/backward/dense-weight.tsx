/** A dense weight's gradient is one product: what went in times what comes back. */
import { clampIndex } from "../../choices.ts";
import { Stepper } from "../../components/stepper.tsx";
import { SumLines } from "../../components/sum-lines.tsx";
import type { Dense } from "../../geometry/calculation.ts";
import { choices, choose } from "../../state/model.ts";
import { formatCount, formatValue } from "../../words/numbers.ts";
import type { BackwardProps } from "./backward-section.tsx";
import { CheckButton } from "./check-button.tsx";

export function DenseWeight({ inspection, gradient, dense }: BackwardProps & { readonly dense: Dense }) {
  const { inputs, units, kernel } = dense;
  const input = clampIndex(choices.value.inputChannel, inputs);
  const unit = clampIndex(choices.value.channel, units);
  const index = input * units + unit;
  const total = kernel.gradient?.[index] ?? Number.NaN;
  return (
    <div class="stack">
      <div class="fields">
        <Stepper label="Input" value={input} count={inputs} onChange={(to) => choose({ inputChannel: to })} />
        <Stepper label="Output" value={unit} count={units} onChange={(channel) => choose({ channel })} />
      </div>
      <SumLines
        label="The weight's gradient"
        lines={[
          { label: `x(${formatCount(input)})`, value: formatValue(inspection.inputs[0]?.data[input] ?? Number.NaN) },
          { label: `times g(${formatCount(unit)})`, value: formatValue(gradient.data[unit] ?? Number.NaN) },
          { label: `dL/dw(${formatCount(input)}, ${formatCount(unit)})`, value: formatValue(total), total: true },
        ]}
      />
      <CheckButton inspection={inspection} target={{ kind: "weight", name: kernel.name, index }} gradient={total} />
    </div>
  );
}
