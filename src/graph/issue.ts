import type { Remedy } from "../layers/layer.ts";
import type { Range } from "./graph.ts";

export type Severity = "error" | "warning" | "information";

/** A mistake of the graph; the format that read it knows where it stands and how its remedy is written. */
export interface GraphIssue {
  readonly code: string;
  readonly severity: Severity;
  /** Subject, expected, found, remedy, with the layer's name filled in. */
  readonly message: string;
  /** The node to blame; -1 for the model as a whole. */
  readonly node: number;
  /** The model's input to blame, where it is one; `node` is -1 then. */
  readonly input?: number;
  readonly attribute?: string;
  readonly remedy?: Remedy;
}

export interface Edit {
  readonly range: Range;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** A mistake at its place in the text, with the changes that would mend it. */
export interface TextIssue {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly fixes: readonly Fix[];
  /** Other places that belong to it: where a layer was made whose call goes wrong. */
  readonly related?: readonly { readonly range: Range; readonly message: string }[];
}
