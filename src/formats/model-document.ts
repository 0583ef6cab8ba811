import type { Analysis } from "../graph/analysis.ts";
import type { Graph, Range } from "../graph/graph.ts";
import type { TextIssue } from "../graph/issue.ts";
import type { TrainingOptions } from "../graph/training.ts";

/** A model file, read: never refused whole, whatever the text. */
export interface ModelDocument {
  readonly graph: Graph;
  readonly analysis: Analysis;
  readonly training: TrainingOptions;
  /** Every mistake at its place, in the order of the text. */
  readonly issues: readonly TextIssue[];
  /** Where the list of layers begins (its key), for what stands above it; `undefined` if there is none. */
  readonly layersAt: Range | undefined;
  /** Places besides a node's own that mean it too: where a Python model builds the layer. */
  readonly places?: readonly { readonly range: Range; readonly node: number }[];
}
