/** The remedies of a model's mistakes as quick fixes. */
import * as vscode from "vscode";
import { fixesAt, type IssueFix } from "../service/fixes.ts";
import type { Answers } from "./answers.ts";
import { DIAGNOSTIC_SOURCE } from "./diagnostics.ts";
import { toOffsets, toRange } from "./ranges.ts";

export function registerQuickFixes(answers: Answers): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    answers.selector,
    {
      provideCodeActions: (document, range, { diagnostics }) =>
        fixesAt(answers.issues(document), toOffsets(document, range)).map((found) =>
          toCodeAction(document, found, diagnostics),
        ),
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

function toCodeAction(
  document: vscode.TextDocument,
  { issue, fix }: IssueFix,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  const place = toRange(document, issue.range);
  action.diagnostics = diagnostics.filter(
    ({ source, code, range }) => source === DIAGNOSTIC_SOURCE && code === issue.code && range.isEqual(place),
  );
  action.isPreferred = issue.fixes.length === 1;
  action.edit = new vscode.WorkspaceEdit();
  action.edit.set(
    document.uri,
    fix.edits.map(({ range, text }) => vscode.TextEdit.replace(toRange(document, range), text)),
  );
  return action;
}
