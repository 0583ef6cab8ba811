import type { Inspection } from "../../../src/protocol/inspection.ts";
import type { LayerView } from "../../../src/protocol/view-contract.ts";
import type { Tail } from "../../components/lane-sum.tsx";
import { readAt } from "../../geometry/arithmetic.ts";
import { inspected, readChannel } from "../../geometry/inspected.ts";
import type { Place } from "../../geometry/place.ts";

/** How a sum of products ends: plus the bias, before the activation, the output; all by the engine's own numbers. */
export function tailOf(
  { activation }: LayerView,
  inspection: Inspection,
  { at, channel, bias }: { readonly at: Place; readonly channel: number; readonly bias: number | undefined },
): Tail[] {
  const engineValue = (name: "output" | "beforeActivation"): number | undefined => {
    const tensor = inspected(inspection, name);
    const read = tensor && readChannel(tensor, channel);
    return read && readAt(read, at, channel);
  };
  const after = engineValue("output") ?? Number.NaN;
  const before = engineValue("beforeActivation") ?? after;
  const over = activation?.toLowerCase().includes("softmax") ? " over all channels here" : "";
  return [
    ...(bias === undefined ? [] : [{ label: "bias", value: bias, total: false }]),
    { label: activation ? `sum, before ${activation}` : "sum, the output", value: before, total: true },
    ...(activation ? [{ label: `output, after ${activation}${over}`, value: after, total: true, apart: true }] : []),
  ];
}
