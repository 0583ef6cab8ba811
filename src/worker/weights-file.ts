/** Taking a user's weights file into a model: all that fit, or nothing and the reason. */
import { type Spoken, spokenAs, translateWeights } from "../engine/foreign-weights.ts";
import type { Network } from "../engine/network.ts";
import { matchWeights, type WeightMismatch } from "../engine/weights.ts";
import { readSafetensors } from "../formats/safetensors.ts";
import type { WeightsReport } from "../protocol/worker-contract.ts";
import type { NamedTensors, Tensor } from "../tensor/named-tensor.ts";

/**
 * The network's weights with the file's in their places, a framework's names and orders of axes included; the network itself keeps
 * its own. Throws with a message for people if the file is damaged, if one
 * of its tensors has another shape than the layer of its name, or if none of them belongs to the model. Names and shapes are told
 * as the file's framework has them.
 */
export function takeWeightsFile(bytes: Uint8Array, network: Network): { weights: NamedTensors; report: WeightsReport } {
  const { nodes } = network.plan;
  const file = readSafetensors(bytes);
  const tensors = translateWeights(nodes, file);
  const spoken = spokenAs(nodes, file);
  const named = (name: string): string => spoken(name, []).name;
  const own = network.namedWeights();
  const { loaded, missing, mismatched, unused } = matchWeights(network.weights, tensors);
  if (mismatched.length > 0) {
    throw new Error(
      `${shapesInWords(mismatched, spoken)} Change the layer, or choose the file that belongs to this model.`,
    );
  }
  if (loaded.length === 0) {
    throw new Error(
      `None of the file's tensors (${nameSome(unused)}) belongs to a layer of this model, whose weights are ` +
        `${nameSome([...own.keys()].map(named))}. Give the layers the names that the file has.`,
    );
  }
  const taken = loaded.map((name) => [name, tensors.get(name) as Tensor] as const);
  return { weights: new Map([...own, ...taken]), report: { loaded, missing: missing.map(named), unused } };
}

/** The first one in full, and how many more there are. */
function shapesInWords([wrong, ...others]: readonly WeightMismatch[], spoken: Spoken): string {
  if (wrong === undefined) return "";
  const { name, shape: expected } = spoken(wrong.name, wrong.expected);
  const { shape: found } = spoken(wrong.name, wrong.found);
  const sentence = `${name} of the model is [${expected.join(", ")}], but the file has [${found.join(", ")}].`;
  if (others.length === 0) return sentence;
  const names = nameSome(others.map((other) => spoken(other.name, other.expected).name));
  return `${sentence} The shapes of ${names} differ, too.`;
}

function nameSome(names: readonly string[]): string {
  if (names.length === 0) return "none at all";
  return names.length > 3 ? `${names.slice(0, 3).join(", ")}, …` : names.join(", ");
}
