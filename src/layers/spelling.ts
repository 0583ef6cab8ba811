/**
 * How a framework writes a layer, argument by argument, so that a reader of its files needs no knowledge of layers.
 */
import { channelsOf, type Shape } from "../tensor/shape.ts";
import type { Attributes, LayerIssue } from "./layer.ts";

export type Framework = "torch" | "keras" | "onnx";

/** One way to write a layer, or several: an activation is a class of its own for each function. */
export type Spellings = Readonly<Partial<Record<Framework, Spelling | readonly Spelling[]>>>;

export interface Spelling {
  /** Names it is called by, the usual one first: `Conv2d`, or an ONNX operator. */
  readonly names: readonly string[];
  /** The arguments in their positional order (attributes for ONNX). */
  readonly parameters: readonly Parameter[];
  /** Attributes that the name alone says: `ReLU`. */
  readonly fixed?: Attributes;
  /** What this framework refuses although the arithmetic would allow it, so that we can say so where it would raise. */
  refuses?(attributes: Attributes): Omit<LayerIssue, "attribute"> | undefined;
}

export interface Parameter {
  readonly name: string;
  /** The attribute it sets; a role where it says something else; absent where it does not matter here. */
  readonly sets?: string;
  readonly role?: "inputChannels" | "inputFeatures";
  /** The framework's default, in its own terms; absent: the argument is required. */
  readonly default?: unknown;
  /** The framework's value in our terms; absent: the same. Receives the other arguments by name. */
  convert?(value: unknown, args: Readonly<Record<string, unknown>>): unknown;
}

/** All ways in which a framework writes a layer; none if it does not know it. */
export function spellingsIn(spelled: Spellings, framework: Framework): readonly Spelling[] {
  const found = spelled[framework];
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found as Spelling];
}

export interface SpelledAttributes {
  /** In our terms, as a file would write them: to be checked like a file's. */
  readonly attributes: Attributes;
  /** Arguments without a default that were not given. */
  readonly missing: readonly string[];
  /** Arguments that were given and that this spelling does not have. */
  readonly unknown: readonly string[];
}

/** A framework's arguments, by name, as attributes. What is nothing there (`None`) is left to our default. */
export function attributesFrom(spelling: Spelling, given: Readonly<Record<string, unknown>>): SpelledAttributes {
  const { parameters, fixed = {} } = spelling;
  const attributes: Record<string, unknown> = { ...fixed };
  const missing: string[] = [];
  for (const parameter of parameters) {
    const known = Object.hasOwn(given, parameter.name);
    if (!known && !Object.hasOwn(parameter, "default")) missing.push(parameter.name);
    const value = known ? given[parameter.name] : parameter.default;
    const ours = parameter.convert ? parameter.convert(value, given) : value;
    if (parameter.sets && ours !== null && ours !== undefined) attributes[parameter.sets] = ours;
  }
  const names = new Set(parameters.map(({ name }) => name));
  return { attributes, missing, unknown: Object.keys(given).filter((name) => !names.has(name)) };
}

/** For a framework whose layers state the channels or features they expect: a mistake if `input` brings others. */
export function checkInputChannels(
  spelling: Spelling | undefined,
  stated: number | undefined,
  input: Shape,
): Omit<LayerIssue, "attribute"> | undefined {
  const parameter = spelling?.parameters.find(({ role }) => role !== undefined);
  const found = channelsOf(input);
  if (parameter === undefined || stated === undefined || stated === found) return undefined;
  const unit = parameter.role === "inputFeatures" ? "features" : "channels";
  return {
    code: parameter.role === "inputFeatures" ? "shape/input-features" : "shape/input-channels",
    message: `{name} expects ${stated} input ${unit} and gets ${found}. Set ${parameter.name} to ${found}.`,
  };
}
