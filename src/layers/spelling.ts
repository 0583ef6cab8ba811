/**
 * How a framework writes a layer, argument by argument, so that a reader of its files needs no knowledge of layers.
 */
import { channelsOf, type Shape } from "../tensor/shape.ts";
import type { Attributes, LayerIssue } from "./layer.ts";

export interface Spelling {
  /** Names it is called by, the usual one first: `Conv2d`, or an ONNX operator. */
  readonly names: readonly string[];
  /** The arguments in their positional order (attributes for ONNX). */
  readonly parameters: readonly Parameter[];
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
