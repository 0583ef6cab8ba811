import type { LayerView } from "../../../src/protocol/view-contract.ts";
import { model } from "../../state/model.ts";

/** `, through this layer` where the input feeds others too, whose parts are added elsewhere. */
export function throughWords({ feeders }: LayerView): string {
  const [feeder] = feeders;
  const readers = model.value?.layers.filter((other) => feeder !== undefined && other.feeders.includes(feeder)) ?? [];
  return readers.length > 1 ? ", through this layer alone" : "";
}
