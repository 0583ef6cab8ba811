/**
 * What follows from a graph without running it: the order of computation, shapes, weights, costs, receptive fields and
 * mistakes. It stands beside the graph, node by node; what cannot be known is unknown with its reason.
 */

import type { Step } from "../layers/formula.ts";
import type { InputShapes, LayerShape, WeightSpec } from "../layers/layer.ts";
import type { GraphIssue } from "./issue.ts";
import type { ReceptiveField } from "./receptive-field.ts";

export interface KnownNode {
  readonly known: true;
  readonly inputs: InputShapes;
  readonly shape: LayerShape;
  readonly weights: readonly WeightSpec[];
  /** Trained and measured numbers together, as Keras counts. */
  readonly parameters: number;
  /** The trained ones alone, as PyTorch counts. */
  readonly trainableParameters: number;
  /** For one sample; `undefined` for a layer that multiplies nothing. */
  readonly macs: Step | undefined;
  /** Bytes of the output for one sample, in float32. */
  readonly activationBytes: number;
  readonly receptiveField: ReceptiveField;
}

export interface UnknownNode {
  readonly known: false;
  /** A full sentence without a stop: `conv2d_1 has an unknown type`. */
  readonly reason: string;
}

export type NodeAnalysis = KnownNode | UnknownNode;

export interface Analysis {
  /** Indices of the nodes, feeders first; nodes on a cycle are left out. */
  readonly order: readonly number[];
  /** One for each node of the graph. */
  readonly nodes: readonly NodeAnalysis[];
  readonly issues: readonly GraphIssue[];
  /** Sums over the known nodes. */
  readonly parameters: number;
  readonly trainableParameters: number;
  readonly macs: number;
  readonly activationBytes: number;
}
