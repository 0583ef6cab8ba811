/** A model's mistakes as other programs and people read them. */
import type { Edit, TextIssue } from "../graph/issue.ts";
import type { ModelFile } from "./model-file.ts";
import type { Terminal } from "./terminal.ts";

interface PlacedEdit {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** As in the JSON of `shapes` and `check`; lines and columns count from 1. */
export interface Diagnostic {
  readonly line: number;
  readonly column: number;
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  /** The first of the changes that would mend it. */
  readonly fix?: { readonly title: string; readonly edits: readonly PlacedEdit[] };
}

export function diagnosticsOf(model: ModelFile): Diagnostic[] {
  return placedDiagnostics(model.document.issues, model.placeOf);
}

type PlaceOf = ModelFile["placeOf"];

/** `placeOf` gives the line and column of an offset. */
export function placedDiagnostics(issues: readonly TextIssue[], placeOf: PlaceOf): Diagnostic[] {
  return issues.map((issue) => diagnosticOf(issue, placeOf));
}

function diagnosticOf({ range, severity, code, message, fixes }: TextIssue, placeOf: PlaceOf): Diagnostic {
  const [fix] = fixes;
  const diagnostic = { ...placeOf(range.start), severity, code, message };
  if (!fix) return diagnostic;
  return { ...diagnostic, fix: { title: fix.title, edits: fix.edits.map((edit) => placeEdit(edit, placeOf)) } };
}

function placeEdit({ range, text }: Edit, placeOf: PlaceOf): PlacedEdit {
  const end = placeOf(range.end);
  return { ...placeOf(range.start), endLine: end.line, endColumn: end.column, text };
}

/** `lenet.cnn.json:12:5: error: what is wrong [code]` */
export function formatDiagnostic(path: string, { line, column, severity, code, message }: Diagnostic): string {
  return `${path}:${line}:${column}: ${severity}: ${message.replaceAll("\n", " ")} [${code}]\n`;
}

export function tellDiagnostics(model: ModelFile, terminal: Terminal): void {
  for (const diagnostic of diagnosticsOf(model)) terminal.tell(formatDiagnostic(model.path, diagnostic));
}
