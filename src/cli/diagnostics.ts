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
  return model.document.issues.map((issue) => diagnosticOf(issue, model));
}

function diagnosticOf({ range, severity, code, message, fixes }: TextIssue, model: ModelFile): Diagnostic {
  const [fix] = fixes;
  const diagnostic = { ...model.placeOf(range.start), severity, code, message };
  if (!fix) return diagnostic;
  return { ...diagnostic, fix: { title: fix.title, edits: fix.edits.map((edit) => placeEdit(edit, model)) } };
}

function placeEdit({ range, text }: Edit, { placeOf }: ModelFile): PlacedEdit {
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
