/** Brings the weights that are kept into a network, touching only those that are others. */
import { sameNumbers } from "../engine/alike.ts";
import type { Network } from "../engine/network.ts";
import type { KeptWeights } from "./kept-weights.ts";

/** Gives the names of the layers whose weights have changed. */
export function renewWeights(network: Network, kept: KeptWeights): ReadonlySet<string> {
  const newest = kept.matching(network.namedWeights());
  const others = network.weights.filter(({ name, value }) => {
    const tensor = newest.get(name);
    return tensor !== undefined && !sameNumbers(tensor.data, value);
  });
  for (const { name, value } of others) value.set(newest.get(name)?.data ?? []);
  return new Set(others.map(({ layer }) => layer));
}
