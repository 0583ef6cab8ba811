/** Taking a user's weights file into a model: all that fit, or nothing and the reason. */
import { translateWeights } from "../engine/foreign-weights.ts";
import type { Network } from "../engine/network.ts";
import { matchWeights } from "../engine/weights.ts";
import { readSafetensors } from "../formats/safetensors.ts";
import type { WeightsReport } from "../protocol/worker-contract.ts";
import type { NamedTensors, Tensor } from "../tensor/named-tensor.ts";

/**
 * The network's weights with the file's in their places, a framework's names and orders of axes included; the network itself keeps
 * its own. Throws with a message for people if the file is damaged, if one
 * of its tensors has another shape than the layer of its name, or if none of them belongs to the model.
 */
export function takeWeightsFile(bytes: Uint8Array, network: Network): { weights: NamedTensors; report: WeightsReport } {
  const tensors = translateWeights(network.plan.nodes, readSafetensors(bytes));
  const own = network.namedWeights();
  const { loaded, missing, mismatched, unused } = matchWeights(network.weights, tensors);
  const [wrong] = mismatched;
  if (wrong) {
    throw new Error(
      `${wrong.name} of the model is [${wrong.expected.join(", ")}], but the file has [${wrong.found.join(", ")}]. ` +
        "Change the layer, or choose the file that belongs to this model.",
    );
  }
  if (loaded.length === 0) {
    throw new Error(
      `None of the file's tensors (${nameSome(unused)}) belongs to a layer of this model, whose weights are ` +
        `${nameSome([...own.keys()])}. Give the layers the names that the file has.`,
    );
  }
  const taken = loaded.map((name) => [name, tensors.get(name) as Tensor] as const);
  return { weights: new Map([...own, ...taken]), report: { loaded, missing, unused } };
}

function nameSome(names: readonly string[]): string {
  if (names.length === 0) return "none at all";
  return names.length > 3 ? `${names.slice(0, 3).join(", ")}, …` : names.join(", ");
}
