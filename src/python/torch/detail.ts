/**
 * A module's call as a layer of the engine, where it has one: its attributes, the window and the calculation. Worked out
 * only when somebody looks.
 */
import { checkAttributes } from "../../layers/check-attributes.ts";
import { type Attributes, failed, type LayerDefinition } from "../../layers/layer.ts";
import { attributesFrom, type Spelling, spellingsIn } from "../../layers/spelling.ts";
import { layers } from "../../layers/table.ts";
import type { Tensor } from "../tensor.ts";
import { itemsOf } from "../tensors/sizes.ts";
import { noDetail, type OperationDetail } from "../trace.ts";
import { Float, type Instance, type Value } from "../value.ts";
import { stateOf } from "./state.ts";
import type { TorchTensor } from "./tensor.ts";

/** A layer of the engine with its attributes. */
export interface EngineLayer {
  readonly definition: LayerDefinition;
  readonly attributes: Attributes;
}

interface Entry {
  readonly definition: LayerDefinition;
  readonly spelling: Spelling;
}

let bySpelling: ReadonlyMap<string, Entry> | undefined;

function entryFor(type: string): Entry | undefined {
  bySpelling ??= new Map(
    [...layers.values()].flatMap((definition) =>
      spellingsIn(definition.spelled, "torch").flatMap((spelling) =>
        spelling.names.map((name) => [name, { definition, spelling }] as const),
      ),
    ),
  );
  return bySpelling.get(type);
}

export function layerDetail(module: Instance, input: TorchTensor | undefined): () => OperationDetail {
  return () => {
    const layer = layerOf(module);
    return layer === undefined ? noDetail.value : { ...stepsOf(layer, input ? [input] : []), layer };
  };
}

/** How the layer's sizes come about; nothing while a size is not known. */
export function stepsOf(layer: EngineLayer, inputs: readonly Tensor[]): Pick<OperationDetail, "steps" | "window"> {
  const [first, ...others] = inputs.map(sampleShape);
  if (first === undefined || others.includes(undefined)) return noDetail.value;
  const result = layer.definition.shape([first, ...(others as number[][])], layer.attributes);
  if (failed(result)) return noDetail.value;
  return { steps: result.steps, ...(result.window && { window: result.window }) };
}

/** Attributes of the engine's layer, from the arguments with which the module was made. */
export function layerOf(module: Instance): EngineLayer | undefined {
  const state = stateOf(module);
  return state && layerOfClass(typeOf(module), (name) => (state.bound.has(name) ? state.bound.get(name) : undefined));
}

/** The layer that a class of `torch.nn` is; `argument` gives what was handed over, `undefined` if nothing was. */
export function layerOfClass(
  type: string,
  argument: (name: string, index: number) => Value | undefined,
): EngineLayer | undefined {
  const entry = entryFor(type);
  if (entry === undefined) return undefined;
  const given: Record<string, unknown> = {};
  for (const [index, { name }] of entry.spelling.parameters.entries()) {
    const value = argument(name, index);
    if (value === undefined) continue;
    const plain = plainValue(value);
    if (plain === undefined) return undefined;
    given[name] = plain;
  }
  const attributes = checkAttributes(entry.definition, attributesFrom(entry.spelling, given).attributes);
  return attributes && { definition: entry.definition, attributes };
}

/** The framework's own class that the module is, or inherits from. */
function typeOf(module: Instance): string {
  return module.cls.mro.find(({ name }) => entryFor(name) !== undefined)?.name ?? module.cls.name;
}

/** As JavaScript has it; `undefined`: not known. */
function plainValue(value: Value): unknown {
  if (value === null || typeof value === "number" || typeof value === "boolean" || typeof value === "string")
    return value;
  if (value instanceof Float) return value.value;
  const items = itemsOf(value)?.map(plainValue);
  return items?.includes(undefined) ? undefined : items;
}

/** One sample in our order: channels last, without the batch. */
function sampleShape(input: Tensor | undefined): number[] | undefined {
  const sizes = input?.shape?.slice(1);
  if (sizes === undefined || !sizes.every((size) => typeof size === "number")) return undefined;
  const [channels, ...image] = sizes as number[];
  return channels === undefined ? [] : [...image, channels];
}
