/**
 * How a framework writes a layer, argument by argument, so that a reader of its files needs no knowledge of layers.
 */
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
