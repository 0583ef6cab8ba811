/**
 * Attribute schemas: one declaration gives an attribute's static type, its check, its default, its JSON schema and its
 * words. A schema's input is what people write, its output the one form that rules read (a pair is always two numbers).
 */
import * as v from "valibot";
import { type Activation, type ActivationName, activationNames } from "../tensor/activation.ts";
import type { Padding } from "../tensor/window.ts";

export interface Attribute<T> {
  readonly doc: string;
  /** In words, after "must be": `a whole number of at least 1`. */
  readonly expected: string;
  readonly schema: v.GenericSchema<unknown, T>;
  /** In its read form; no such key: the attribute must be written. A key with `undefined`: it may be left out. */
  readonly default?: T;
  /** A sensible value as people write it, for what must be written: a fix or a completion inserts it. */
  readonly example?: unknown;
  /** Set by other formats' readers only, for what their frameworks do differently: no key of `.cnn.json`. */
  readonly internal?: true;
  /** The texts it may be, for completion and for naming the nearest one. */
  readonly values?: readonly string[];
}

export type AttributeValues<S extends Readonly<Record<string, Attribute<unknown>>>> = {
  readonly [K in keyof S]: S[K] extends Attribute<infer T> ? T : never;
};

export type Pair = readonly [vertical: number, horizontal: number];
export type PaddingValue = "same" | "valid" | Padding;

type Options<T> = { readonly doc: string; readonly default?: T; readonly example?: unknown };

function attribute<T>(
  schema: v.GenericSchema<unknown, T>,
  expected: string,
  options: Options<T>,
  values?: readonly string[],
): Attribute<T> {
  return { ...options, schema, expected, ...(values && { values }) };
}

function wholeNumber(least: number) {
  return v.pipe(v.number(), v.safeInteger(), v.minValue(least));
}

export function integer(least: number, options: Options<number>): Attribute<number> {
  return attribute(wholeNumber(least), `a whole number of at least ${least}`, options);
}

/** Whether a file must write it. */
export function isRequired(attribute: Attribute<unknown>): boolean {
  return !Object.hasOwn(attribute, "default");
}

export function decimal(least: number, below: number, options: Options<number>): Attribute<number> {
  const schema = v.pipe(
    v.number(),
    v.finite(),
    v.minValue(least),
    v.check((x) => x < below),
  );
  const range =
    below === Number.POSITIVE_INFINITY ? `a number of at least ${least}` : `a number from ${least} to below ${below}`;
  return attribute(schema, range, options);
}

export function positive(options: Options<number>): Attribute<number> {
  const schema = v.pipe(
    v.number(),
    v.finite(),
    v.check((x) => x > 0),
  );
  return attribute(schema, "a number above 0", options);
}

/** A number from 0 to 1, both included. */
export function share(options: Options<number>): Attribute<number> {
  return attribute(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), "a number from 0 to 1", options);
}

export function flag(options: Options<boolean>): Attribute<boolean> {
  return attribute(v.boolean(), "`true` or `false`", options);
}

export function choice<const T extends string>(values: readonly T[], options: Options<T>): Attribute<T> {
  return attribute(v.picklist(values), values.map((value) => `\`"${value}"\``).join(" or "), options, values);
}

/** A number for both axes, or `[vertical, horizontal]`. */
export function pair(least: number, options: Options<Pair>): Attribute<Pair> {
  return attribute<Pair>(
    pairSchema(least),
    `a whole number of at least ${least}, or a pair of them \`[vertical, horizontal]\``,
    options,
  );
}

function pairSchema(least: number): v.GenericSchema<unknown, Pair> {
  const one = wholeNumber(least);
  return v.union([
    v.pipe(
      one,
      v.transform((both): Pair => [both, both]),
    ),
    v.pipe(
      v.strictTuple([one, one]),
      v.transform(([vertical, horizontal]): Pair => [vertical, horizontal]),
    ),
  ]);
}

/** A pair that may be left out, for a default that depends on other attributes. */
export function optionalPair(least: number, options: { readonly doc: string }): Attribute<Pair | undefined> {
  return optional(pair(least, options));
}

/** A flag that may be left out, for a default that depends on other attributes. */
export function optionalFlag(options: { readonly doc: string }): Attribute<boolean | undefined> {
  return optional(flag(options));
}

/** A flag for what only other formats can say. */
export function internalFlag(options: Options<boolean>): Attribute<boolean> {
  return { ...flag(options), internal: true };
}

/** A whole number for what only other formats can say. */
export function internalInteger(least: number, options: Options<number>): Attribute<number> {
  return { ...integer(least, options), internal: true };
}

export function optional<T>(required: Attribute<T>): Attribute<T | undefined> {
  return { ...required, schema: required.schema as v.GenericSchema<unknown, T | undefined>, default: undefined };
}

/** A list of whole numbers, each at least 1. */
export function dimensions(options: Options<readonly number[]>): Attribute<readonly number[]> {
  const schema = v.pipe(v.array(wholeNumber(1)), v.minLength(1), v.readonly());
  return attribute<readonly number[]>(schema, "a list of whole numbers of at least 1", options);
}

const sides = v.strictObject({
  top: v.optional(wholeNumber(0), 0),
  right: v.optional(wholeNumber(0), 0),
  bottom: v.optional(wholeNumber(0), 0),
  left: v.optional(wholeNumber(0), 0),
});

function explicitPadding(): v.GenericSchema<unknown, Padding> {
  const fromPair = ([vertical, horizontal]: Pair): Padding => ({
    top: vertical,
    right: horizontal,
    bottom: vertical,
    left: horizontal,
  });
  return v.union([v.pipe(pairSchema(0), v.transform(fromPair)), sides]);
}

const explicitWords =
  "a whole number of at least 0, a pair `[vertical, horizontal]`, or `{ top, right, bottom, left }`";

/** `"same"` or `"valid"` in any case, or what to add on each side. */
export function padding(options: Options<PaddingValue>): Attribute<PaddingValue> {
  const named = v.pipe(v.string(), v.toLowerCase(), v.picklist(["same", "valid"]));
  return attribute<PaddingValue>(
    v.union([named, explicitPadding()]),
    `\`"same"\`, \`"valid"\`, ${explicitWords}`,
    options,
    ["same", "valid"],
  );
}

/** What to add on each side, in numbers. */
export function sidePadding(options: Options<Padding>): Attribute<Padding> {
  return attribute(explicitPadding(), explicitWords, options);
}

/** Keras's `leaky_relu` has slope 0.2; `elu`'s scale is 1 everywhere. */
const defaultAlpha: Partial<Record<ActivationName, number>> = { leakyRelu: 0.2, elu: 1 };

function activationOf(type: ActivationName, alpha?: number, approximate = false): Activation {
  return { type, alpha: alpha ?? defaultAlpha[type] ?? 0, approximate };
}

/** An activation by name, or `{ "type": "leakyRelu", "alpha": 0.1 }`. */
export function activation(options: Options<ActivationName>): Attribute<Activation> {
  const alpha = v.pipe(v.number(), v.finite());
  const plain = activationNames.filter((name) => name !== "leakyRelu" && name !== "elu" && name !== "gelu");
  const schema: v.GenericSchema<unknown, Activation> = v.union([
    v.pipe(
      v.picklist(activationNames),
      v.transform((type) => activationOf(type)),
    ),
    v.pipe(
      v.strictObject({ type: v.picklist(["leakyRelu", "elu"]), alpha: v.optional(alpha) }),
      v.transform(({ type, alpha }) => activationOf(type, alpha)),
    ),
    v.pipe(
      v.strictObject({ type: v.literal("gelu"), approximate: v.optional(v.boolean()) }),
      v.transform(({ type, approximate }) => activationOf(type, undefined, approximate)),
    ),
    v.pipe(
      v.strictObject({ type: v.picklist(plain) }),
      v.transform(({ type }) => activationOf(type)),
    ),
  ]);
  const { default: name, ...rest } = options;
  const read = name === undefined ? rest : { ...rest, default: activationOf(name) };
  return attribute(schema, "the name of an activation, or `{ type, alpha }`", read, activationNames);
}

export type Bias = boolean | "perPosition";

/** `true`: one number for each filter; `"perPosition"`: one for each place of the output, as in the article; `false`: none. */
export function bias(options: Options<Bias>): Attribute<Bias> {
  return attribute<Bias>(
    v.union([v.boolean(), v.literal("perPosition")]),
    '`true`, `false` or `"perPosition"`',
    options,
    ["perPosition"],
  );
}
