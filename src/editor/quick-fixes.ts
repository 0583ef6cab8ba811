/** The remedies of a model's mistakes as quick fixes. */
import * as vscode from "vscode";
import { issuesAt } from "../service/fixes.ts";
import type { Answers, Issue } from "./answers.ts";
import { toWorkspaceEdit } from "./apply-edits.ts";
import { DIAGNOSTIC_SOURCE } from "./diagnostics.ts";
import { toOffsets, toRange } from "./ranges.ts";

export function registerQuickFixes(answers: Answers): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    answers.selector,
    {
      provideCodeActions: (document, range, { diagnostics }, token) =>
        actionsAt(answers, { document, range, diagnostics, token }),
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

interface Asked {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
  readonly diagnostics: readonly vscode.Diagnostic[];
  readonly token: vscode.CancellationToken;
}

async function actionsAt(answers: Answers, asked: Asked): Promise<vscode.CodeAction[]> {
  const { document, range, token } = asked;
  const text = document.getText();
  const actions: vscode.CodeAction[] = [];
  for (const issue of issuesAt(answers.issues(document), toOffsets(document, range))) {
    const fixes = await answers.fixes(document, issue, token);
    // Whoever typed on meanwhile asks again.
    if (token.isCancellationRequested || document.getText() !== text) return [];
    for (const [place, fix] of fixes.entries()) {
      const action = toCodeAction(asked, issue, fix);
      action.isPreferred = place === 0 && (answers.ranksFixes || fixes.length === 1);
      actions.push(action);
    }
  }
  return actions;
}

function toCodeAction({ document, diagnostics }: Asked, issue: Issue, fix: Issue["fixes"][number]): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  const place = toRange(document, issue.range);
  action.diagnostics = diagnostics.filter(
    ({ source, code, range }) => source === DIAGNOSTIC_SOURCE && code === issue.code && range.isEqual(place),
  );
  action.edit = toWorkspaceEdit(document, fix.edits);
  return action;
}
