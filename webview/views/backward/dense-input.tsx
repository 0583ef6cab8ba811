/** The gradient of a dense layer's input: it has a part in every output, by its weight there. */
import { useCallback } from "preact/hooks";
import { clampIndex } from "../../choices.ts";
import { Stepper } from "../../components/stepper.tsx";
import type { Dense } from "../../geometry/calculation.ts";
import { choices, choose } from "../../state/model.ts";
import { formatCount } from "../../words/numbers.ts";
import { ProductSum } from "../window/product-sum.tsx";
import type { BackwardProps } from "./backward-section.tsx";
import { CheckButton } from "./check-button.tsx";
import { throughWords } from "./through-words.ts";

export function DenseInput({ layer, inspection, gradient, dense }: BackwardProps & { readonly dense: Dense }) {
  const { inputs, units, kernel } = dense;
  const input = clampIndex(choices.value.inputChannel, inputs);
  const weightAt = useCallback((unit: number) => kernel.value[input * units + unit] as number, [kernel, units, input]);
  const total = inspection.inputGradients[0]?.[input] ?? Number.NaN;
  return (
    <div class="stack">
      <div class="fields">
        <Stepper label="Input" value={input} count={inputs} onChange={(to) => choose({ inputChannel: to })} />
      </div>
      <ProductSum
        label="The input's gradient as a sum"
        noun="g"
        values={gradient.data}
        weightAt={weightAt}
        tail={[{ label: `dL/dx(${formatCount(input)})${throughWords(layer)}`, value: total, total: true }]}
      />
      <CheckButton inspection={inspection} target={{ kind: "input", input: 0, index: input }} gradient={total} />
    </div>
  );
}
