import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCnnJson } from "../../../../src/formats/cnn-json/read.ts";
import { cnnJsonSchema } from "../../../../src/formats/cnn-json/schema.ts";
import { isRequired } from "../../../../src/layers/attribute.ts";
import { layers } from "../../../../src/layers/table.ts";

interface Schema {
  readonly [key: string]: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly if?: { readonly properties: { readonly type: { readonly const: string } } };
  readonly then?: Schema;
  readonly defaultSnippets?: readonly { readonly label: string; readonly bodyText: string }[];
}

const schema = cnnJsonSchema() as Schema;
const layer = schema.properties?.layers?.items as Schema;

/** The words of JSON Schema by which a schema refuses a value. */
const refusing = [
  "type",
  "enum",
  "const",
  "required",
  "additionalProperties",
  "minimum",
  "maximum",
  "pattern",
  "not",
  "oneOf",
];

/** Where the schema could refuse a value: everywhere but in alternatives of which one takes anything. */
function refusals(part: Schema, path: string): string[] {
  const own = refusing.filter((word) => word in part).map((word) => `${path}/${word}`);
  const alternatives = part.anyOf ?? [];
  const takesAll = alternatives.some((alternative) => Object.keys(alternative).length === 0);
  const inner: [string, Schema][] = [
    ...Object.entries(part.properties ?? {}),
    ...(part.items ? [["items", part.items] as [string, Schema]] : []),
    ...(part.allOf ?? []).flatMap((each, at) => (each.then ? [[`then ${at}`, each.then] as [string, Schema]] : [])),
    ...(takesAll ? [] : alternatives.map((each, at) => [`anyOf ${at}`, each] as [string, Schema])),
  ];
  return [...own, ...inner.flatMap(([name, each]) => refusals(each, `${path}/${name}`))];
}

/** The properties that a layer of a type is offered. */
function propertiesOf(type: string): Readonly<Record<string, Schema>> {
  const rule = layer.allOf?.find((each) => each.if?.properties.type.const === type);
  return rule?.then?.properties ?? {};
}

describe("the JSON schema", () => {
  test("refuses nothing, because the reader says what is wrong", () => {
    expect(refusals(schema, "")).toEqual([]);
  });

  test("allows comments and trailing commas", () => {
    expect(schema).toMatchObject({ allowComments: true, allowTrailingCommas: true });
  });

  test("offers every layer type", () => {
    const [types] = layer.properties?.type?.anyOf ?? [];
    expect(types?.enum).toEqual([...layers.keys()]);
  });

  test.each([...layers.values()])(
    "offers $type its attributes with their docs, and no others",
    ({ type, attributes }) => {
      const offered = propertiesOf(type);
      const keys = Object.keys(attributes).filter((key) => !attributes[key]?.internal);
      expect(Object.keys(offered)).toEqual(keys);
      for (const key of keys) expect(offered[key]?.markdownDescription).toBe(attributes[key]?.doc);
    },
  );

  test("gives defaults as people write them", () => {
    expect(propertiesOf("conv2d").strides?.default).toBe(1);
    expect(propertiesOf("conv2d").activation?.default).toBe("linear");
    expect(propertiesOf("conv2d").filters).not.toHaveProperty("default");
  });

  test.each([...layers.values()])("has a snippet for $type in which nothing is missing", ({ type, attributes }) => {
    const text = layer.defaultSnippets?.find(({ label }) => label === type)?.bodyText ?? "";
    const filled = text.replace(/\$\{\d+:((?:[^}\\]|\\.)*)\}/g, "$1");
    const codes = readCnnJson(`{ "input": [9, 9, 1], "layers": [${filled}] }`, "x.cnn.json").issues.map(
      ({ code }) => code,
    );
    expect(
      codes.filter((code) => code.startsWith("value/") || code.startsWith("key/") || code.startsWith("json/")),
    ).toEqual([]);
    for (const [key, attribute] of Object.entries(attributes))
      if (isRequired(attribute)) expect(filled).toContain(`"${key}"`);
  });

  test("has a snippet for an empty file that has no mistake", () => {
    expect(readCnnJson(schema.defaultSnippets?.[0]?.bodyText ?? "", "x.cnn.json").issues).toEqual([]);
  });

  test("offers training, optimizers and schedules their keys", () => {
    const training = schema.properties?.training?.properties ?? {};
    expect(Object.keys(training)).toEqual(expect.arrayContaining(["epochs", "clipNorm"]));
    const typesOf = (key: string) => training[key]?.allOf?.map((each) => each.if?.properties.type.const);
    expect(typesOf("optimizer")).toEqual(["sgd", "adam"]);
    expect(typesOf("schedule")).toEqual(["constant", "step", "cosine"]);
  });
});

const SOURCES = join(import.meta.dirname, "../../../../src");

/** Every source file that a file imports, over others too, and every package. */
function importsFrom(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(/^(?:import|export) .*?from "([^"]+)";/gms)) {
    if (specifier.startsWith(".")) importsFrom(join(dirname(file), specifier), seen);
    else seen.add(specifier);
  }
  return seen;
}

test("the reader carries no schema generator into the bundles", () => {
  const imported = importsFrom(join(SOURCES, "formats/cnn-json/read.ts"));
  expect(imported).toContain("jsonc-parser");
  expect(imported.size).toBeGreaterThan(readdirSync(join(SOURCES, "graph")).length);
  expect(imported).not.toContain("@valibot/to-json-schema");
});
