/** What a hover says about the place it points at, as Markdown: shapes first, then how they come about, then words. */
import type { ModelDocument } from "../formats/model-document.ts";
import type { GraphInput, Range } from "../graph/graph.ts";
import { formatShape, sizeOf } from "../tensor/shape.ts";
import { attributeMarkdown } from "./attribute-words.ts";
import { shapeMarkdown, titleOf } from "./layer-words.ts";
import { placeAt } from "./place.ts";
import { countOf, escapeMarkdown } from "./words.ts";

export interface Hover {
  readonly markdown: string;
  /** What it speaks of. */
  readonly range: Range;
}

/** Over a layer or one of its attributes, or over the model's input; `undefined` elsewhere. */
export function hoverAt(document: ModelDocument, offset: number): Hover | undefined {
  const place = placeAt(document, offset);
  if (place === undefined) return undefined;
  if (place.kind === "layer") return layerHover(document, place.index, place.attribute);
  const input = document.graph.inputs[place.index];
  return input && { markdown: inputMarkdown(input), range: input.origin.whole };
}

function layerHover(document: ModelDocument, index: number, attribute: string | undefined): Hover | undefined {
  const node = document.graph.nodes[index];
  if (node === undefined) return undefined;
  const layer = [titleOf(node), ...shapeMarkdown(document, index)];
  const at = attribute === undefined ? undefined : node.origin.attributes[attribute];
  const words = attribute === undefined ? undefined : attributeMarkdown(node, attribute);
  const doc = node.definition ? ["---", node.definition.doc] : [];
  const parts = words === undefined ? [...layer, ...doc] : [words, "---", ...layer];
  return { markdown: parts.join("\n\n"), range: at ? { start: at.key.start, end: at.value.end } : node.origin.whole };
}

function inputMarkdown({ name, shape }: GraphInput): string {
  const title = `**${escapeMarkdown(name)}** · what the first layer gets`;
  if (shape === undefined) return `${title}\n\n**unknown**\n\nGive \`[height, width, channels]\` or \`[features]\`.`;
  const axes = shape.length === 3 ? ["height", "width", "channels"] : shape.length === 1 ? ["features"] : [];
  const named = axes.map((axis, at) => `${axis} ${shape[at]}`).join(", ");
  const detail = `One sample has ${countOf(sizeOf(shape), "number")}${named && `: ${named}`}.`;
  return `${title}\n\n**${formatShape(shape)}**\n\n${detail}`;
}
