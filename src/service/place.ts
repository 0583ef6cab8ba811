/** What stands at a place of the text: the model's input, or a layer and perhaps one of its attributes. */

import type { ModelDocument } from "../formats/model-document.ts";
import type { Origin, Range } from "../graph/graph.ts";

export type Place =
  | { readonly kind: "input"; readonly index: number }
  | { readonly kind: "layer"; readonly index: number; readonly attribute: string | undefined };

/** `offset` counts UTF-16 units; the place behind the last letter still belongs to what stands before it. */
export function placeAt(document: ModelDocument, offset: number): Place | undefined {
  const { graph } = document;
  const index = nodeAt(document, offset);
  const node = index === undefined ? undefined : graph.nodes[index];
  if (index !== undefined && node) return { kind: "layer", index, attribute: attributeAt(node.origin, offset) };
  const input = graph.inputs.findIndex(({ origin }) => touches(origin.whole, offset));
  return input === -1 ? undefined : { kind: "input", index: input };
}

/** Index of the layer's node; -1 for the model's input, `undefined` elsewhere. */
export function layerAt(document: ModelDocument, offset: number): number | undefined {
  const place = placeAt(document, offset);
  return place?.kind === "input" ? -1 : place?.index;
}

/** Of calls within calls the innermost. */
function nodeAt({ graph, places = [] }: ModelDocument, offset: number): number | undefined {
  const all = [...graph.nodes.map(({ origin }, node) => ({ range: origin.whole, node })), ...places];
  const around = all.filter(({ range }) => touches(range, offset));
  const length = ({ start, end }: Range): number => end - start;
  return around.sort((a, b) => length(a.range) - length(b.range))[0]?.node;
}

function attributeAt({ attributes }: Origin, offset: number): string | undefined {
  return Object.keys(attributes).find((name) => {
    const at = attributes[name];
    return at && touches({ start: at.key.start, end: at.value.end }, offset);
  });
}

function touches(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}
