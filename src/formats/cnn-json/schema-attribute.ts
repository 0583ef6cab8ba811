/** JSON schemas of attributes, for completion and hover. Used when the extension is built, never while it runs. */
import { toJsonSchema } from "@valibot/to-json-schema";
import type { Attribute } from "../../layers/attribute.ts";
import { type AttributeTable, exampleOf, keysOf } from "./attributes.ts";
import { jsonText } from "./json-text.ts";
import { spell } from "./spelling.ts";
import type { VariantTable } from "./variant.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Alternatives that are offered but never demanded: an editor's JSON service completes from them, and says nothing about
 * values of another kind. What is wrong is said by the reader, in its own words, and once.
 */
export function suggest(...alternatives: readonly JsonSchema[]): JsonSchema {
  return { anyOf: [...alternatives, {}] };
}

/** The keys of a table with their docs, defaults and values. */
export function schemasOf(table: AttributeTable): Record<string, JsonSchema> {
  return Object.fromEntries(
    keysOf(table).flatMap((key) => {
      const attribute = table[key];
      return attribute ? [[key, schemaOf(attribute)]] : [];
    }),
  );
}

export function schemaOf(attribute: Attribute<unknown>): JsonSchema {
  const value = attribute.default;
  return {
    markdownDescription: attribute.doc,
    ...(value === undefined ? propose(exampleOf(attribute)) : { default: spell(attribute, value) }),
    ...suggest(...alternativesOf(attribute)),
  };
}

/** A value to begin with. Lists and objects are written on one line, which only a snippet's text can say. */
export function propose(value: unknown): JsonSchema {
  if (typeof value !== "object") return { examples: [value] };
  return { defaultSnippets: [{ label: jsonText(value), bodyText: jsonText(value) }] };
}

/** An object whose `type` says which keys it has. */
export function variantSchema({ doc, type, variants }: VariantTable): JsonSchema {
  return {
    markdownDescription: doc,
    defaultSnippets: Object.keys(variants).map((name) => ({ label: name, bodyText: jsonText({ type: name }) })),
    properties: { type: schemaOf(type) },
    allOf: Object.entries(variants).map(([name, table]) => whenType(name, schemasOf(table))),
  };
}

/** The keys that an object of this type has besides. */
export function whenType(type: string, properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const isType = { properties: { type: { const: type, doNotSuggest: true } }, required: ["type"] };
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema.
  return { if: isType, then: { properties } };
}

function alternativesOf({ schema, values }: Attribute<unknown>): JsonSchema[] {
  const { $schema: _, anyOf, ...rest } = toJsonSchema(schema, { typeMode: "input", errorMode: "ignore" });
  const alternatives = (anyOf ?? [rest]).map((alternative) => loosen(alternative as JsonSchema));
  const isNamed = alternatives.some((alternative) => "enum" in alternative || "const" in alternative);
  return values === undefined || isNamed ? alternatives : [{ enum: values }, ...alternatives];
}

/** What completion reads; bounds and requirements would say again what the reader says. */
const usefulKeys: ReadonlySet<string> = new Set(["type", "enum", "const", "items", "properties", "default", "anyOf"]);

function loosen(schema: JsonSchema): JsonSchema {
  const kept = Object.entries(schema).filter(([key]) => usefulKeys.has(key));
  return Object.fromEntries(
    kept.map(([key, part]) => [key, key === "properties" ? loosenEach(part) : loosenPart(part)]),
  );
}

function loosenEach(properties: unknown): JsonSchema {
  return Object.fromEntries(Object.entries(properties as JsonSchema).map(([key, part]) => [key, loosenPart(part)]));
}

function loosenPart(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(loosenPart);
  return typeof part === "object" && part !== null ? loosen(part as JsonSchema) : part;
}
