/** A layer before its attributes are read: its type and its name, which messages about the rest need. */
import type { Node } from "jsonc-parser";
import { FreeNames } from "../../graph/names.ts";
import type { LayerDefinition } from "../../layers/layer.ts";
import { layers } from "../../layers/table.ts";
import { type Members, membersByKey } from "./keys.ts";
import { isUsableName } from "./name-rule.ts";

export interface LayerDraft {
  /** Whatever stands in the list. */
  readonly node: Node;
  /** None if it is no object. */
  readonly members: Members;
  /** As written; empty if there is none. */
  readonly type: string;
  readonly definition: LayerDefinition | undefined;
  /** Its own name; `undefined` if it has none, or none that can be used. */
  readonly name: string | undefined;
}

export function draftLayer(node: Node): LayerDraft {
  const members: Members = node.type === "object" ? membersByKey(node) : new Map();
  const type = textOf(members, "type") ?? "";
  const name = textOf(members, "name");
  const own = name !== undefined && isUsableName(name) ? name : undefined;
  return { node, members, type, definition: layers.get(type), name: own };
}

/**
 * The name of each layer: its own, or its type with its number among the layers of that type (`conv2d_1`); with a higher
 * one where that is taken by another layer's own name or by an input.
 */
export function nameLayers(drafts: readonly LayerDraft[], inputNames: readonly string[]): string[] {
  const free = new FreeNames([...inputNames, ...drafts.flatMap(({ name }) => name ?? [])]);
  const counts = new Map<string, number>();
  return drafts.map(({ type, name }) => {
    const stem = stemOf(type);
    const number = (counts.get(stem) ?? 0) + 1;
    counts.set(stem, number);
    return name ?? free.numbered(stem, number);
  });
}

/** What a layer's default name begins with: its type, if that can be a name. */
export function stemOf(type: string): string {
  return /^[A-Za-z]\w{0,39}$/.test(type) ? type : "layer";
}

function textOf(members: Members, key: string): string | undefined {
  const value = members.get(key)?.value;
  return value?.type === "string" ? String(value.value) : undefined;
}
