/** What the editor asks of any kind of model file; one implementation for each kind. */
import type * as vscode from "vscode";
import type { CodeLens } from "../service/code-lenses.ts";
import type { Issue } from "../service/fixes.ts";
import type { Hover } from "../service/hover.ts";
import type { InlayHint } from "../service/inlay-hints.ts";

export type { Issue };
export type OffsetRange = Hover["range"];

export interface Answers {
  /** Which documents may be models of this kind. */
  readonly selector: vscode.DocumentSelector;
  /** Answers changed without an edit of the document that they are about. */
  readonly onDidChange: vscode.Event<void>;
  isModel(document: vscode.TextDocument): boolean;
  hover(document: vscode.TextDocument, offset: number): Hover | undefined;
  inlayHints(document: vscode.TextDocument, range: OffsetRange): readonly InlayHint[];
  lenses(document: vscode.TextDocument): readonly CodeLens[];
  issues(document: vscode.TextDocument): readonly Issue[];
  /** What would mend an issue of the document. */
  fixes(
    document: vscode.TextDocument,
    issue: Issue,
    token: vscode.CancellationToken,
  ): Issue["fixes"] | Promise<Issue["fixes"]>;
  /** Whether the first of several fixes is the likeliest. */
  readonly ranksFixes: boolean;
}
