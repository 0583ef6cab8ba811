/**
 * A module's call as a layer of the engine, where it has one: its attributes, the window and the calculation. Worked out
 * only when somebody looks.
 */
import { checkAttributes } from "../../layers/check-attributes.ts";
import { type Attributes, failed, type LayerDefinition } from "../../layers/layer.ts";
import { attributesFrom, type Spelling, spellingsIn } from "../../layers/spelling.ts";
import { layers } from "../../layers/table.ts";
import { itemsOf } from "../tensors/sizes.ts";
import type { OperationDetail } from "../trace.ts";
import { Float, type Instance, type Value } from "../value.ts";
import { noDetail } from "./function.ts";
import { stateOf } from "./state.ts";
import type { TorchTensor } from "./tensor.ts";

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
    if (layer === undefined) return noDetail;
    const sample = sampleShape(input);
    const result = sample && layer.definition.shape([sample], layer.attributes);
    if (result === undefined || failed(result)) return { ...noDetail, layer };
    return { steps: result.steps, layer, ...(result.window && { window: result.window }) };
  };
}

/** Attributes of the engine's layer, from the arguments with which the module was made. */
export function layerOf(module: Instance): { definition: LayerDefinition; attributes: Attributes } | undefined {
  const entry = entryFor(typeOf(module));
  const state = stateOf(module);
  if (entry === undefined || state === undefined) return undefined;
  const given: Record<string, unknown> = {};
  for (const { name } of entry.spelling.parameters) {
    if (!state.bound.has(name)) continue;
    const plain = plainValue(state.bound.get(name));
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
function sampleShape(input: TorchTensor | undefined): number[] | undefined {
  const sizes = input?.shape?.slice(1);
  if (sizes === undefined || !sizes.every((size) => typeof size === "number")) return undefined;
  const [channels, ...image] = sizes as number[];
  return channels === undefined ? [] : [...image, channels];
}
