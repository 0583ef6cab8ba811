/** The numbers that a layer or model owns, itself and in what it contains; each layer counts once. */
import type { OwnedParameter } from "../framework.ts";
import { Dict, Instance, List, Tuple, type Value } from "../value.ts";
import { stateIn } from "./layer-state.ts";

/** The layers that a layer holds: a model's in its order, a wrapper's, or those in the attributes of a user's class. */
export function childrenOf(layer: Instance): readonly Instance[] {
  const state = stateIn(layer);
  if (state === undefined) return [];
  if (state.sequence !== undefined) return state.sequence;
  if (state.graph !== undefined) return state.graph.layers;
  if (state.kind !== undefined) return state.children;
  return [...new Set([...layer.attributes.values()].flatMap((value) => layersIn(value, 0)))].filter(
    (child) => child !== layer,
  );
}

const deepest = 8;

function layersIn(value: Value, depth: number): Instance[] {
  if (depth > deepest) return [];
  if (value instanceof Instance) return stateIn(value) === undefined ? [] : [value];
  if (value instanceof List || value instanceof Tuple) return value.items.flatMap((item) => layersIn(item, depth + 1));
  if (value instanceof Dict) return [...value.entries.values()].flatMap(([, item]) => layersIn(item, depth + 1));
  return [];
}

/** Whether its numbers are those of layers that have rows of their own. */
export function isContainer(layer: Instance): boolean {
  const state = stateIn(layer);
  return state?.kind === undefined && (state?.graph !== undefined || childrenOf(layer).length > 0);
}

export function parametersOf(model: Instance): readonly OwnedParameter[] {
  const found: OwnedParameter[] = [];
  for (const [path, layer] of modulesOf(model)) {
    const frozen = layer.attributes.get("trainable") === false || model.attributes.get("trainable") === false;
    const state = stateIn(layer);
    const lost = state?.lost && childrenOf(layer).some(mayOwn) ? [state.lost] : [];
    for (const weight of [...(state?.weights ?? []), ...lost]) {
      const own = path === "" ? weight.name : `${path}/${weight.name}`;
      found.push({ ...weight, trainable: weight.trainable && !frozen, path: own });
    }
  }
  return found;
}

/** It was not called as far as we know, and has weights once it is. */
function mayOwn(layer: Instance): boolean {
  const state = stateIn(layer);
  return state !== undefined && !state.built && (state.kind === undefined || state.kind.owns === true);
}

/** By their names, joined by slashes as Keras joins them; the model itself is "". */
export function modulesOf(model: Instance): ReadonlyMap<string, Instance> {
  const found = new Map<string, Instance>();
  const seen = new Set<Instance>();
  const visit = (layer: Instance, path: string): void => {
    if (seen.has(layer)) return;
    seen.add(layer);
    found.set(freePath(found, path), layer);
    for (const child of childrenOf(layer)) {
      const name = stateIn(child)?.name ?? "";
      visit(child, path === "" ? name : `${path}/${name}`);
    }
  };
  visit(model, "");
  return found;
}

/** Layers of a user's class may bear one name twice. */
function freePath(taken: ReadonlyMap<string, Instance>, path: string): string {
  let free = path;
  for (let count = 1; taken.has(free); count++) free = `${path}_${count}`;
  return free;
}
