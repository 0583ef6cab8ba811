/**
 * What a layer is: one record from which the rest of the house follows (readers, schema, hover, diagnostics, counts,
 * training, tests). A record knows neither text nor files: where a mistake stands is the business of `formats`.
 */
import type { Activation } from "../tensor/activation.ts";
import type { Floats } from "../tensor/floats.ts";
import type { ConvSizes, Kernels } from "../tensor/kernels.ts";
import type { Random } from "../tensor/random.ts";
import type { Shape } from "../tensor/shape.ts";
import type { Window } from "../tensor/window.ts";
import type { Attribute, AttributeValues } from "./attribute.ts";
import type { Step } from "./formula.ts";
import type { Spellings } from "./spelling.ts";

/** Attributes after reading: checked, with their defaults, pairs and paddings in one form. */
export type Attributes = Readonly<Record<string, unknown>>;

/** The shapes that feed a layer: one, or several for a join. */
export type InputShapes = readonly [Shape, ...Shape[]];

/** A mistake, in the order in which people can use it: what is wrong, where, and what to do. */
export interface LayerIssue {
  /** Stable, for tests and filters: `shape/kernel-larger-than-input`. */
  readonly code: string;
  /** Subject, expected, found and remedy as one or two sentences; `{name}` stands for the layer's name. */
  readonly message: string;
  /** The attribute that is to blame; absent: the layer as a whole. */
  readonly attribute?: string;
  /** A change that mends it, where the right text is known. */
  readonly remedy?: Remedy;
}

export type Remedy =
  | { readonly kind: "set"; readonly attribute: string; readonly value: unknown }
  | { readonly kind: "insertBefore"; readonly layer: { readonly type: string } & Attributes };

/** The part of its own input that one output value reads along one axis; a stride below 1 enlarges the image. */
export interface ReachAxis {
  readonly size: number;
  readonly stride: number;
  /** Where the first output value begins to read, in input cells. */
  readonly start: number;
}

/**
 * What the output value at (y, x) reads: cells from `start + stride * y` on, `size` of them, and the same across. Where the
 * image is enlarged neighbours share cells; then all whole cells that a value reads lie within these bounds.
 */
export type Reach = { readonly vertical: ReachAxis; readonly horizontal: ReachAxis } | "everything";

/** What a layer makes of its inputs' shapes. */
export interface LayerShape {
  readonly output: Shape;
  /** How the output's size comes about, line by line; empty where there is nothing to calculate. */
  readonly steps: readonly Step[];
  /** The window that slides over the input, if one does. */
  readonly window?: Window;
  /** What one output value reads of the input, where `window` does not say it (transposed convolution, upsampling). */
  readonly reach?: Reach;
}

export type ShapeResult = LayerShape | { readonly issue: LayerIssue };

export type Initializer = "glorotUniform" | "zeros" | "ones";

export interface WeightSpec {
  /** `kernel`, as in `NAME.kernel` of a weights file. */
  readonly name: string;
  readonly shape: Shape;
  readonly fanIn: number;
  readonly fanOut: number;
  readonly initializer: Initializer;
  /** False for statistics that are measured, not trained. */
  readonly trainable: boolean;
}

/** An array that forward keeps for backward: `argmax`. Its length is for one sample. */
export interface KeptSpec {
  readonly name: string;
  readonly length: number;
  readonly kind: "float" | "int32";
}

/** One layer's forward step over a batch of `n`. Arrays hold the batch row-major, channels last. */
export interface Pass<A = Attributes> {
  readonly n: number;
  readonly attributes: A;
  readonly inputShapes: InputShapes;
  readonly shape: LayerShape;
  readonly inputs: readonly [Floats, ...Floats[]];
  readonly output: Floats;
  /** A weight by its spec's name. */
  weight(name: string): Floats;
  /** What a `KeptSpec` of kind "float" asked for. */
  kept(name: string): Floats;
  /** What a `KeptSpec` of kind "int32" asked for. */
  keptIndices(name: string): Int32Array;
  /** Training: dropout drops, batch normalization uses the batch's own statistics. */
  readonly training: boolean;
  readonly random: Random;
}

/** The same layer's backward step. Gradients are accumulated. */
export interface BackwardPass<A = Attributes> extends Pass<A> {
  readonly outputGradient: Floats;
  /** One for each input; `undefined` where nobody asks for it. */
  readonly inputGradients: readonly (Floats | undefined)[];
  weightGradient(name: string): Floats;
}

/**
 * What a layer contributes where layers are computed as one: a product with weights `kernel` and `bias` (one for each filter
 * or output, or none), a max pool without padding and dilation, or a copy that changes no number.
 */
export type Part =
  | { readonly kind: "convolution"; readonly conv: ConvSizes }
  | { readonly kind: "dense"; readonly i: number; readonly o: number }
  | { readonly kind: "maxPool"; readonly window: Window }
  | { readonly kind: "copy" };

/** A configuration over which every generic test runs. */
export interface Sample {
  readonly inputs: InputShapes;
  readonly attributes: Attributes;
}

/**
 * One layer type. An `activation` attribute is not a layer's own business: the engine runs it as a step behind the
 * layer, so that forward and backward here speak of the value before the activation.
 */
export interface LayerDefinition<A = Attributes> {
  readonly type: string;
  readonly title: string;
  /** Markdown: what it does, in two or three sentences. */
  readonly doc: string;
  readonly attributes: Readonly<Record<string, Attribute<unknown>>>;
  /** How many inputs it takes. */
  readonly arity: { readonly min: number; readonly max: number };
  readonly samples: readonly Sample[];
  /** The names and arguments under which PyTorch, Keras and ONNX know it. */
  readonly spelled: Spellings;
  /** Training mixes the samples of a batch, so that it cannot be computed in parts. */
  readonly mixesBatch?: true;
  shape(inputs: InputShapes, attributes: A): ShapeResult;
  weights(inputs: InputShapes, attributes: A, shape: LayerShape): readonly WeightSpec[];
  /**
   * Multiply-accumulate operations for one sample: those of convolutions and dense layers. As everywhere in the field,
   * adding a bias, pooling, normalizing and joining count for nothing beside them.
   */
  macs(inputs: InputShapes, attributes: A, shape: LayerShape): Step | undefined;
  kept?(inputs: InputShapes, attributes: A, shape: LayerShape): readonly KeptSpec[];
  /** What it is beside its neighbours, if a backend may compute it together with them. */
  part?(inputs: InputShapes, attributes: A, shape: LayerShape): Part | undefined;
  forward(kernels: Kernels, pass: Pass<A>): void;
  backward(kernels: Kernels, pass: BackwardPass<A>): void;
}

type TypedDefinition<S extends Readonly<Record<string, Attribute<unknown>>>> = Omit<
  LayerDefinition<AttributeValues<S>>,
  "attributes"
> & {
  readonly attributes: S;
};

/** Gives a record its static types: the attributes' schema types every rule's `attributes`. */
export function defineLayer<const S extends Readonly<Record<string, Attribute<unknown>>>>(
  record: TypedDefinition<S>,
): LayerDefinition {
  // Rules get what the schema let through, so reading through the erased type is safe; methods make it assignable.
  return record as unknown as LayerDefinition;
}

/** The function that the engine applies behind the layer: its `activation`, or an activation layer's `function`. */
export function activationOf(attributes: Attributes): Activation | undefined {
  const written = (attributes.activation ?? attributes.function) as Activation | undefined;
  return written === undefined || written.type === "linear" ? undefined : written;
}

export function failed(result: ShapeResult): result is { readonly issue: LayerIssue } {
  return "issue" in result;
}
