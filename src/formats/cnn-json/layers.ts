/** The model's layers: every entry of the list is a node, whatever is wrong with it. */
import type { Node } from "jsonc-parser";
import type { GraphInput, GraphNode, Origin } from "../../graph/graph.ts";
import type { LayerDefinition } from "../../layers/layer.ts";
import { keysOf, readAttributes } from "./attributes.ts";
import { rangeOf } from "./json-node.ts";
import { checkKeys } from "./keys.ts";
import { checkName, checkType } from "./layer-checks.ts";
import { draftLayer, type LayerDraft, nameLayers } from "./layer-draft.ts";
import type { Reading } from "./reading.ts";
import { AddressBook, readSources } from "./sources.ts";

/** What every layer may have, besides its type's attributes. */
const commonKeys: readonly string[] = ["type", "name", "inputs"];

const keysByLayer = new Map<LayerDefinition | undefined, ReadonlySet<string>>();

/** The keys that a layer of this type may have. */
function knownKeys(definition: LayerDefinition | undefined): ReadonlySet<string> {
  let keys = keysByLayer.get(definition);
  if (keys === undefined) {
    keys = new Set([...commonKeys, ...keysOf(definition?.attributes ?? {})]);
    keysByLayer.set(definition, keys);
  }
  return keys;
}

export function readLayers(reading: Reading, elements: readonly Node[], inputs: readonly GraphInput[]): GraphNode[] {
  const drafts = elements.map(draftLayer);
  const inputNames = inputs.map(({ name }) => name);
  const names = nameLayers(drafts, inputNames);
  const book = new AddressBook(inputNames, names);
  return drafts.map((draft, index) => readLayer(reading, draft, { name: names[index] ?? "", index }, book));
}

function readLayer(
  reading: Reading,
  draft: LayerDraft,
  owner: { readonly name: string; readonly index: number },
  book: AddressBook,
): GraphNode {
  const { node: object, members, type, definition } = draft;
  const { name } = owner;
  const origin = originOf(draft);
  checkType(reading, draft, name);
  checkName(reading, draft, name);
  const inputs = readSources(reading, members.get("inputs"), owner, book);
  if (definition === undefined) return { name, type, definition, attributes: undefined, inputs, origin };
  const misspelled = checkKeys(reading, members, name, knownKeys(definition));
  const holder = { object, members, name, place: origin.name, misspelled };
  const { values, sound } = readAttributes(reading, definition.attributes, holder);
  return { name, type, definition, attributes: sound ? values : undefined, inputs, origin };
}

function originOf({ node, members, type, definition }: LayerDraft): Origin {
  const whole = rangeOf(node);
  const known = knownKeys(definition);
  const attributes: Record<string, Origin["attributes"][string]> = {};
  for (const { key, keyNode, value } of members.values()) {
    if (value && known.has(key)) attributes[key] = { key: rangeOf(keyNode), value: rangeOf(value) };
  }
  const typeNode = members.get("type")?.value;
  return { whole, name: typeNode && type !== "" ? rangeOf(typeNode) : whole, attributes };
}
