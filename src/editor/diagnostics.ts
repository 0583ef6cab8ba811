/** The mistakes of every open model in VS Code's Problems, shortly after each change. */
import * as vscode from "vscode";
import type { Answers, Issue } from "./answers.ts";
import { toRange } from "./ranges.ts";

export const DIAGNOSTIC_SOURCE = "ConvLens";

/** A word that is being typed is no mistake yet. */
const QUIET_MS = 100;

const severities: Readonly<Record<Issue["severity"], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** Reports until disposed of, those that are open already at once. */
export class Diagnostics implements vscode.Disposable {
  readonly #answers: Answers;
  readonly #collection: vscode.DiagnosticCollection;
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #listeners: readonly vscode.Disposable[];

  /** `name` keeps the collection apart from those for other kinds of files. */
  constructor(answers: Answers, name: string) {
    this.#answers = answers;
    this.#collection = vscode.languages.createDiagnosticCollection(name);
    this.#listeners = [
      answers.onDidChange(() => this.#reportAll()),
      vscode.workspace.onDidOpenTextDocument((document) => this.#report(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#reportSoon(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#stopWaiting(uri);
        this.#collection.delete(uri);
      }),
    ];
    this.#reportAll();
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    for (const listener of this.#listeners) listener.dispose();
    this.#collection.dispose();
  }

  #reportAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#report(document);
  }

  #report(document: vscode.TextDocument): void {
    this.#stopWaiting(document.uri);
    if (document.isClosed || !this.#isReported(document)) return;
    const issues = this.#answers.issues(document);
    this.#collection.set(
      document.uri,
      issues.filter(isOurs).map((issue) => toDiagnostic(document, issue)),
    );
  }

  #reportSoon(document: vscode.TextDocument): void {
    if (!this.#isReported(document)) return;
    this.#stopWaiting(document.uri);
    const timer = setTimeout(() => this.#report(document), QUIET_MS);
    this.#waiting.set(document.uri.toString(), timer);
  }

  #stopWaiting(uri: vscode.Uri): void {
    clearTimeout(this.#waiting.get(uri.toString()));
    this.#waiting.delete(uri.toString());
  }

  /** Of both sides of a comparison only the one that can be mended. */
  #isReported(document: vscode.TextDocument): boolean {
    const isWritable = vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) !== false;
    return isWritable && this.#answers.isModel(document);
  }
}

/** VS Code itself reports what is no JSON, at the same place; our fixes for it are still offered. */
function isOurs({ code }: Issue): boolean {
  return !code.startsWith("json/");
}

function toDiagnostic(document: vscode.TextDocument, issue: Issue): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(document, issue.range), issue.message, severities[issue.severity]);
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = issue.code;
  diagnostic.relatedInformation = (issue.related ?? []).map(
    ({ range, message }) =>
      new vscode.DiagnosticRelatedInformation(new vscode.Location(document.uri, toRange(document, range)), message),
  );
  return diagnostic;
}
