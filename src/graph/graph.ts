/**
 * The model between all formats and all questions: layers as nodes, in the order of the file. A graph may be broken
 * (unknown types, unread attributes, missing feeders); what follows from it without running stands beside it, in `analysis.ts`.
 */
import type { Attributes, LayerDefinition } from "../layers/layer.ts";
import type { Shape } from "../tensor/shape.ts";

/** A stretch of the user's text, in UTF-16 offsets, the end exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where something is written: all of it, the word that names it, and each attribute. */
export interface Origin {
  readonly whole: Range;
  readonly name: Range;
  readonly attributes: Readonly<Record<string, { readonly key: Range; readonly value: Range }>>;
}

export interface GraphInput {
  readonly name: string;
  /** Unknown while the text gives none, or a wrong one. */
  readonly shape: Shape | undefined;
  readonly origin: Origin;
}

/** What feeds a node. `unknown`: the text names something that is not there, and an issue says so. */
export type Source =
  | { readonly kind: "input"; readonly index: number }
  | { readonly kind: "node"; readonly index: number }
  | { readonly kind: "unknown"; readonly name: string };

/** How a weight of ours stands in the files of the framework whose source the model was read from. */
export interface ForeignWeight {
  /** Ours: `kernel`. */
  readonly weight: string;
  /** Theirs: `features.0.weight`. */
  readonly name: string;
  /** For each axis of ours the axis of theirs: [2, 3, 1, 0] makes PyTorch's [o, i, kh, kw] our [kh, kw, i, o]. */
  readonly axes: readonly number[];
  /**
   * The image [height, width, channels] that was flattened before a dense layer, where the framework flattens channel by
   * channel: their rows come in the order channel, height, width.
   */
  readonly flattened?: Shape;
}

export interface GraphNode {
  readonly name: string;
  /** As written, even where no such layer exists. */
  readonly type: string;
  readonly definition: LayerDefinition | undefined;
  /** Checked and complete; `undefined` if an attribute is missing or wrong, which an issue says. */
  readonly attributes: Attributes | undefined;
  readonly inputs: readonly Source[];
  readonly origin: Origin;
  /** In a model read from a framework's source: its weights' places in that framework's files. */
  readonly foreign?: readonly ForeignWeight[];
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly GraphInput[];
  readonly nodes: readonly GraphNode[];
  /** Index of the node whose output is the model's: the last one; -1 without any node. */
  readonly output: number;
  /** Whose way of drawing the first weights is followed: PyTorch's, else Keras's. */
  readonly initialization?: "torch";
}
