/** One attribute of a layer as Markdown: its value as it was read, its default, and what it means. */
import type { GraphNode } from "../graph/graph.ts";
import { type Attribute, isRequired } from "../layers/attribute.ts";
import type { Activation } from "../tensor/activation.ts";
import { isPadding, paddingInWords } from "./window-words.ts";
import { formatNumber } from "./words.ts";

/** `undefined` for a key that is no attribute of the layer's type: `type`, `name`, or a wrong one. */
export function attributeMarkdown(node: GraphNode, name: string): string | undefined {
  const declared = node.definition?.attributes;
  const attribute = declared && Object.hasOwn(declared, name) ? declared[name] : undefined;
  if (attribute === undefined) return undefined;
  const value = node.attributes ? ` = ${valueInWords(node.attributes[name])}` : "";
  const rule = node.attributes ? "" : ` Must be ${attribute.expected}.`;
  return `**${name}**${value} · ${defaultInWords(attribute)}\n\n${attribute.doc}${rule}`;
}

function defaultInWords(attribute: Attribute<unknown>): string {
  if (isRequired(attribute)) return "required";
  return attribute.default === undefined ? "may be left out" : `default ${valueInWords(attribute.default)}`;
}

/** An attribute's read form (a pair, four sides, an activation) the way people say it. */
function valueInWords(value: unknown): string {
  if (typeof value === "number") return formatNumber(value);
  if (Array.isArray(value)) return value.join(" × ");
  if (isActivation(value)) return activationInWords(value);
  if (isPadding(value)) return paddingInWords(value);
  return String(value);
}

function activationInWords({ type, alpha, approximate }: Activation): string {
  if (approximate) return `${type} (by tanh)`;
  return alpha === 0 ? type : `${type} (alpha ${alpha})`;
}

function isActivation(value: unknown): value is Activation {
  return typeof value === "object" && value !== null && "approximate" in value;
}
