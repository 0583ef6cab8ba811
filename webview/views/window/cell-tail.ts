import type { Inspection } from "../../../src/protocol/inspection.ts";
import type { LayerView } from "../../../src/protocol/view-contract.ts";
import type { Tail } from "../../components/lane-sum.tsx";

/** How a sum of products ends: plus the bias, before the activation, the output; all by the engine's own numbers. */
export function tailOf(
  { activation }: LayerView,
  { beforeActivation, output }: Inspection,
  index: number,
  bias: number | undefined,
): Tail[] {
  const after = output.data[index] as number;
  const before = beforeActivation?.data[index] ?? after;
  const over = activation?.toLowerCase().includes("softmax") ? " over all channels here" : "";
  return [
    ...(bias === undefined ? [] : [{ label: "bias", value: bias, total: false }]),
    { label: activation ? `sum, before ${activation}` : "sum, the output", value: before, total: true },
    ...(activation ? [{ label: `output, after ${activation}${over}`, value: after, total: true, apart: true }] : []),
  ];
}
