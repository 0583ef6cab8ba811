/** Where in the user's sources something happens: a call, an operator, a construction. */
import type { Range } from "../graph/graph.ts";

/** One Python file of the workspace, under the path by which it was asked for. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** A framework's own module as we describe it: no place in it is shown to anybody. */
  readonly isDescribed?: true;
}

export interface Site {
  readonly file: SourceFile;
  /** The whole expression, in UTF-16 offsets of `file`. */
  readonly range: Range;
  /**
   * The place that stands for it, as Python's own tracebacks choose it: the name that is called (`conv1` in
   * `self.conv1(x)`), the operator's line for an operator.
   */
  readonly anchor: Range;
  /** Who called the function in which it stands; `undefined` at the top level of a file or of the entry's call. */
  readonly caller: Site | undefined;
}
