/** One output value, calculated before one's eyes from this sample's numbers; which one is chosen in the window's drawing. */
import { useMemo } from "preact/hooks";
import type { Inspection } from "../../../src/protocol/inspection.ts";
import type { LayerView } from "../../../src/protocol/view-contract.ts";
import { channelsOf } from "../../../src/tensor/shape.ts";
import { clampIndex } from "../../choices.ts";
import { Stepper } from "../../components/stepper.tsx";
import { useSettled } from "../../components/use-settled.ts";
import { calculationOf } from "../../geometry/calculation.ts";
import type { Chosen } from "../../geometry/chosen.ts";
import { choose } from "../../state/model.ts";
import { chosen, lookIsThere } from "../../state/wish.ts";
import type { DataSectionProps } from "../sections.ts";
import { ConvolutionCell } from "./convolution-cell.tsx";
import { DenseCell } from "./dense-cell.tsx";
import { PoolCell } from "./pool-cell.tsx";
import { SeparableCell } from "./separable-cell.tsx";

/** What all calculations need beside their own. */
export interface CellProps {
  readonly layer: LayerView;
  readonly inspection: Inspection;
  /** What is looked at; its numbers are there. */
  readonly chosen: Chosen;
  /** Of the output. */
  readonly channel: number;
}

export function ArithmeticSection({ layer, inspection }: DataSectionProps) {
  const calculation = useMemo(() => layer && calculationOf(layer, inspection), [layer, inspection]);
  const settled = useSettled({ inspection, chosen: chosen.value }, lookIsThere.value);
  if (layer === undefined || calculation === undefined || settled === undefined) return null;
  const channels = channelsOf(inspection.output.shape);
  const props = { layer, ...settled, channel: clampIndex(settled.chosen.channel, channels) };
  switch (calculation.kind) {
    case "convolution":
      return <ConvolutionCell {...props} convolution={calculation} />;
    case "separable":
      return <SeparableCell {...props} separable={calculation} />;
    case "pool":
      return <PoolCell {...props} pool={calculation} />;
    case "dense":
      return (
        <div class="stack">
          <div class="fields">
            <Stepper
              label="Output"
              value={props.channel}
              count={channels}
              onChange={(channel) => choose({ channel })}
            />
          </div>
          <DenseCell {...props} dense={calculation} />
        </div>
      );
  }
}
