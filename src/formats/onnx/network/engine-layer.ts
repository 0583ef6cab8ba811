/** A node as a layer of the engine, if that computes the same. */
import { checkAttributes } from "../../../layers/check-attributes.ts";
import { type Attributes, failed, type LayerDefinition } from "../../../layers/layer.ts";
import { attributesFrom, type Spelling, spellingsIn } from "../../../layers/spelling.ts";
import { layers } from "../../../layers/table.ts";
import { sameDim } from "../../../tensor/dim/sum.ts";
import { type Shape, sameShape } from "../../../tensor/shape.ts";
import type { Step } from "../shapes/infer.ts";
import { layerReaders, type WeightInput } from "./layer-readers.ts";
import { sampleShape } from "./sample.ts";

export interface EngineLayer {
  readonly definition: LayerDefinition;
  readonly attributes: Attributes;
  readonly weights: readonly WeightInput[];
}

interface Entry {
  readonly definition: LayerDefinition;
  readonly spelling: Spelling;
}

const byName: ReadonlyMap<string, Entry> = new Map(
  [...layers.values()].flatMap((definition) =>
    spellingsIn(definition.spelled, "onnx").flatMap((spelling) =>
      spelling.names.map((name) => [name, { definition, spelling }] as const),
    ),
  ),
);

/** `fed` are the inputs that are computed from the model's; the others are weights, or numbers that the file gives. */
export function engineLayer(step: Step, fed: readonly number[]): EngineLayer | undefined {
  const { node } = step;
  if (node.domain !== "") return undefined;
  const entry = byName.get(node.type);
  const reader = Object.hasOwn(layerReaders, node.type) ? layerReaders[node.type] : undefined;
  const reading = reader ? reader(step) : entry && {};
  if (reading === undefined) return undefined;
  const definition = reading.type === undefined ? entry?.definition : layers.get(reading.type);
  if (definition === undefined) return undefined;
  const spelled =
    entry?.definition === definition
      ? attributesFrom(entry.spelling, { ...plainAttributes(step), ...reading.written }).attributes
      : {};
  const attributes = checkAttributes(definition, { ...spelled, ...reading.attributes });
  const weights = reading.weights ?? [];
  if (attributes === undefined || !isComplete(step, fed, weights)) return undefined;
  return givesSame(step, fed, { definition, attributes }) ? { definition, attributes, weights } : undefined;
}

function plainAttributes({ node }: Step): Record<string, unknown> {
  const known = [...node.attributes].filter(([, value]) => typeof value !== "object" || Array.isArray(value));
  return Object.fromEntries(known);
}

/** What the sizes of a node are given by, beside what it computes with. */
const SETTINGS: Readonly<Record<string, number>> = {
  Clip: 1,
  Reshape: 1,
  Squeeze: 1,
  Pad: 1,
  Resize: 1,
  Upsample: 1,
  ReduceMean: 1,
  ReduceMax: 1,
  Dropout: 1,
};

/** Every input is fed, a weight, or a setting that was read; a constant that is added is none of them. */
function isComplete({ node, inputs }: Step, fed: readonly number[], weights: readonly WeightInput[]): boolean {
  const isWeight = (index: number): boolean => weights.some(({ input }) => input === index);
  return inputs.every((input, index) => {
    if (input === undefined) return true;
    if (fed.includes(index)) return !isWeight(index);
    return isWeight(index) ? input.isFixed === true : index >= (SETTINGS[node.type] ?? Number.POSITIVE_INFINITY);
  });
}

/** Whether the layer's own rule gives the shape that follows from the operator, sample by sample. */
function givesSame(
  { inputs, outputs }: Step,
  fed: readonly number[],
  layer: Pick<EngineLayer, "definition" | "attributes">,
): boolean {
  const samples = fed.map((index) => sampleShape(inputs[index]));
  const [first, ...others] = samples;
  const output = sampleShape(outputs[0]);
  if (first === undefined || others.includes(undefined) || output === undefined) return false;
  const [batch, after] = [inputs[fed[0] ?? 0]?.shape?.[0], outputs[0]?.shape?.[0]];
  if (batch === undefined || after === undefined || !sameDim(batch, after)) return false;
  const result = layer.definition.shape([first, ...(others as Shape[])], layer.attributes);
  return !failed(result) && sameShape(result.output, output);
}
