/**
 * Which parts of an inspection are on the page, and so are asked for. In a large model the values come first and then
 * what can be seen without scrolling: an answer without gradients needs no way back through the network, and one without
 * weights is sent sooner.
 */
import type { Inspection, Part } from "../src/protocol/inspection.ts";
import type { LayerView, ModelSnapshot } from "../src/protocol/view-contract.ts";
import { sizeOf } from "../src/tensor/shape.ts";
import type { Choices } from "./choices.ts";
import { filterRead } from "./geometry/layer-geometry.ts";
import { completedPieces, lostParts } from "./look.ts";

/** Of the choices those that decide what is shown. */
export type Looking = Pick<Choices, "tab" | "folded" | "shown" | "backward">;

/** What stands on the page whatever is folded. Inputs are read by windows and sums alone. */
function firstParts(layer: LayerView | undefined): readonly Part[] {
  return layer && isCalculated(layer) ? ["image", "values", "inputs"] : ["image", "values"];
}

/** What a section of a layer shows beside values, by its id; the other sections show no more than these. */
export function partsOf(section: string, { shown, backward }: Looking, layer: LayerView | undefined): readonly Part[] {
  switch (section) {
    case "arithmetic":
      return layer && filterRead(layer, 0) ? [] : ["weights"];
    case "maps":
      return shown === "gradient" ? ["gradients"] : [];
    case "weights":
      return ["weights", "weightGradients", "changes"];
    case "backward":
      return backward === "input" || isPool(layer)
        ? ["weights", "weightGradients", "gradients", "through"]
        : ["weights", "weightGradients", "gradients"];
    default:
      return [];
  }
}

/** `layer` is `undefined` for the input; `seen` are the sections to ask for, by id, in a large model: all without the word. */
export function wantedParts(
  looking: Looking,
  layer: LayerView | undefined,
  seen?: ReadonlySet<string>,
): readonly Part[] {
  if (looking.tab !== "layer") return ["image"];
  const open = ["maps", ...(layer ? sectionsOf(layer) : [])].filter(
    (id) => !looking.folded.includes(id) && (seen === undefined || seen.has(id)),
  );
  return [...new Set([...firstParts(layer), ...open.flatMap((id) => partsOf(id, looking, layer))])];
}

/** Of a layer that was just chosen in a large model: what follows the values at once. */
export function soonSections(layer: LayerView | undefined): ReadonlySet<string> {
  return new Set((layer?.parameters ?? 0) <= FEW_NUMBERS ? ["arithmetic"] : []);
}

function sectionsOf(layer: LayerView): string[] {
  const calculated = isCalculated(layer) ? ["arithmetic", "backward"] : [];
  return layer.parameters === 0 && !layer.statistics ? calculated : [...calculated, "weights"];
}

function isCalculated({ shape, type }: LayerView): boolean {
  return shape?.window !== undefined || type === "dense";
}

function isPool(layer: LayerView | undefined): boolean {
  return layer?.shape?.window !== undefined && layer.parameters === 0;
}

/** A way there and back through the model, and sending a layer, takes a few milliseconds below these. */
const FEW_MACS = 10_000_000;
const FEW_NUMBERS = 200_000;

/** Whether all of a layer takes so long that only what is seen should be asked for. */
export function isLarge({ layers }: Pick<ModelSnapshot, "layers">, layer: LayerView | undefined): boolean {
  const macs = layers.reduce((sum, { macs: own }) => sum + (own ?? 0), 0);
  const shapes = [...(layer?.inputShapes ?? []), ...(layer?.shape ? [layer.shape.output] : [])];
  const numbers = shapes.reduce((sum, shape) => sum + sizeOf(shape), layer?.parameters ?? 0);
  return macs > FEW_MACS || numbers > FEW_NUMBERS;
}

/** The answer with what was known of its run, and so was not sent again. */
export function completed(answer: Inspection, known: Inspection | undefined): Inspection {
  if (known === undefined || known.run !== answer.run) return answer;
  const kept = known.layer === answer.layer ? known.parts : known.parts.filter((part) => part === "image");
  const from = (part: Part): Inspection => (answer.parts.includes(part) || !kept.includes(part) ? answer : known);
  const isSameLayer = known.layer === answer.layer;
  const lost = isSameLayer ? lostParts(answer, known) : [];
  const { output, beforeActivation } = from("values");
  const { outputGradient, beforeActivationGradient } = from("gradients");
  return {
    ...answer,
    parts: [...new Set([...answer.parts, ...kept.filter((part) => part !== "changes" && !lost.includes(part))])],
    pieces: isSameLayer ? completedPieces(answer, known) : answer.pieces,
    statistics: isSameLayer ? { ...known.statistics, ...answer.statistics } : answer.statistics,
    image: from("image").image,
    inputs: from("inputs").inputs,
    ...{ output, beforeActivation, outputGradient, beforeActivationGradient },
    inputGradients: from("through").inputGradients,
    weights: answer.weights.map((weight, index) => ({
      ...weight,
      value: from("weights").weights[index]?.value ?? weight.value,
      gradient: from("weightGradients").weights[index]?.gradient,
    })),
  };
}
