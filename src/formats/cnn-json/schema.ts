/**
 * The JSON schema of `*.cnn.json`, from the tables of layers and training. It serves completion and hover and refuses
 * nothing: mistakes are the reader's business, and two messages for one mistake help nobody. Used when the extension is
 * built, never while it runs. `defaultSnippets`, `markdownDescription` and the like are VS Code's extensions
 * (https://code.visualstudio.com/docs/languages/json#_define-snippets-in-json-schemas).
 */
import { isRequired } from "../../layers/attribute.ts";
import type { LayerDefinition } from "../../layers/layer.ts";
import { starterInput } from "../../layers/starter.ts";
import { layers } from "../../layers/table.ts";
import { exampleOf, keysOf } from "./attributes.ts";
import { jsonText } from "./json-text.ts";
import { starterText } from "./model-checks.ts";
import { type JsonSchema, propose, schemasOf, suggest, variantSchema, whenType } from "./schema-attribute.ts";
import { optimizers, schedules, trainingTable } from "./training-table.ts";

export function cnnJsonSchema(): object {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "A convolutional network for ConvLens",
    allowComments: true,
    allowTrailingCommas: true,
    defaultSnippets: [{ label: "model", description: "A small model", bodyText: starterText("\n") }],
    properties: {
      $schema: { markdownDescription: "Where this file's JSON schema is.", ...suggest({ type: "string" }) },
      name: {
        markdownDescription: "The model's name; without it the file's.",
        ...propose("my model"),
        ...suggest({ type: "string" }),
      },
      input: inputSchema(),
      layers: {
        markdownDescription:
          "The layers in order. Each is fed by the one before it unless it names its `inputs`; the last one is the output.",
        items: layerSchema(),
      },
      training: trainingSchema(),
    },
  };
}

function inputSchema(): JsonSchema {
  const shape = { type: "array", items: { type: "integer" } };
  return {
    markdownDescription:
      "The shape of one sample, without the batch: `[height, width, channels]` or `[features]`; or an object with the shape of each input by its name.",
    ...propose(starterInput),
    ...suggest(shape, { type: "object", additionalProperties: shape }),
  };
}

function layerSchema(): JsonSchema {
  const types = [...layers.values()];
  return {
    defaultSnippets: types.map(snippetOf),
    properties: {
      type: {
        // No description: over a type the extension's own hover speaks.
        completionDetail: "What the layer does",
        examples: types.map(({ type }) => type),
        ...suggest({ enum: types.map(({ type }) => type), enumDetails: types.map(({ title }) => title) }),
      },
      name: {
        markdownDescription: "The layer's name; without it its type with a running number, such as `conv2d_1`.",
        ...propose("my_layer"),
        ...suggest({ type: "string" }),
      },
      inputs: {
        markdownDescription:
          "The name of the layer that feeds this one, or a list of names; without it the layer before.",
        defaultSnippets: [{ label: "[ … ]", body: ["$1"] }],
        ...suggest({ type: "string" }, { type: "array", items: { type: "string" } }),
      },
    },
    allOf: types.map(({ type, attributes }) => whenType(type, schemasOf(attributes))),
  };
}

/** A layer on one line, with a place to fill for everything that must be written. */
function snippetOf({ type, title, doc, attributes, arity }: LayerDefinition): JsonSchema {
  const required = keysOf(attributes).flatMap((key) => {
    const attribute = attributes[key];
    return attribute && isRequired(attribute) ? [[key, exampleOf(attribute)] as const] : [];
  });
  const inputs = arity.min > 1 ? [["inputs", Array.from({ length: arity.min }, () => "")] as const] : [];
  const places = [...inputs, ...required].map(
    ([key, example], index) => `, "${key}": \${${index + 1}:${escapeSnippet(jsonText(example))}}`,
  );
  const bodyText = `{ "type": "${type}"${places.join("")} }`;
  return { label: type, markdownDescription: `**${title}**\n\n${doc}`, bodyText };
}

/** Within a snippet's place these signs have a meaning. */
function escapeSnippet(text: string): string {
  return text.replace(/[$}\\]/g, "\\$&");
}

function trainingSchema(): JsonSchema {
  return {
    markdownDescription: "How the model is trained; every key has a default.",
    properties: {
      ...schemasOf(trainingTable),
      optimizer: variantSchema(optimizers),
      schedule: variantSchema(schedules),
    },
  };
}
