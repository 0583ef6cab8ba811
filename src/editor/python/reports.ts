/**
 * Summaries and comparisons, read only, beside the code. They are texts of a language of their own, so that VS Code folds
 * their blocks, keeps the heading in sight, searches and copies them as it does with any text.
 */
import * as vscode from "vscode";
import type { Report, ReportLink } from "../../service/report.ts";

const SCHEME = "convlens";
const LANGUAGE = "convlens-report";
const GO_TO_SOURCE = "convlens.goToSource";

interface Shown {
  readonly report: Report;
  readonly source: vscode.Uri;
}

export class Reports implements vscode.Disposable {
  readonly #shown = new Map<string, Shown>();
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;

  constructor() {
    this.#registration = vscode.Disposable.from(
      this.#changes,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
        onDidChange: this.#changes.event,
        provideTextDocumentContent: (uri) => this.#find(uri)?.report.text ?? "",
      }),
      vscode.languages.registerFoldingRangeProvider(LANGUAGE, {
        provideFoldingRanges: ({ uri }) =>
          this.#find(uri)?.report.folds.map(({ start, end }) => new vscode.FoldingRange(start, end)),
      }),
      vscode.languages.registerDocumentLinkProvider(LANGUAGE, {
        provideDocumentLinks: ({ uri }) => this.#find(uri)?.report.links.map((link) => linkTo(uri, link)),
      }),
      vscode.commands.registerCommand(GO_TO_SOURCE, (report: unknown, line: unknown) => this.#goToSource(report, line)),
    );
  }

  /** Shows it beside the active editor, which keeps the focus, under a name that is also its address. */
  async show(name: string, report: Report, source: vscode.Uri): Promise<void> {
    const before = vscode.window.activeTextEditor;
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
    this.#shown.set(uri.toString(), { report, source });
    this.#changes.fire(uri);
    const opened = await vscode.workspace.openTextDocument(uri);
    const document =
      opened.languageId === LANGUAGE ? opened : await vscode.languages.setTextDocumentLanguage(opened, LANGUAGE);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
    // What folds is the active editor.
    const selectionLines = report.folds.filter(({ isFolded }) => isFolded).map(({ start }) => start);
    if (selectionLines.length > 0) await vscode.commands.executeCommand("editor.fold", { selectionLines });
    if (before)
      await vscode.window.showTextDocument(before.document, { viewColumn: before.viewColumn ?? vscode.ViewColumn.One });
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #find(uri: vscode.Uri): Shown | undefined {
    return this.#shown.get(uri.toString());
  }

  /** From a line of a report, by default the one with the cursor, to the line of the source that it tells. */
  async #goToSource(report: unknown, line: unknown): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const address = typeof report === "string" ? report : editor?.document.uri.toString();
    const shown = this.#shown.get(address ?? "");
    const at = typeof line === "number" ? line : editor?.selection.active.line;
    const link = shown?.report.links.find((each) => each.line === at);
    if (shown === undefined || link === undefined) return;
    const place = new vscode.Position(link.target - 1, 0);
    const { source } = shown;
    const visible = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === source.toString(),
    );
    await vscode.commands.executeCommand("vscode.open", source, {
      selection: new vscode.Range(place, place),
      viewColumn: visible?.viewColumn ?? vscode.ViewColumn.One,
    });
  }
}

function linkTo(uri: vscode.Uri, { line, start, end }: ReportLink): vscode.DocumentLink {
  const handed = encodeURIComponent(JSON.stringify([uri.toString(), line]));
  const target = vscode.Uri.parse(`command:${GO_TO_SOURCE}?${handed}`);
  const link = new vscode.DocumentLink(new vscode.Range(line, start, line, end), target);
  link.tooltip = "Go to this line (Enter)";
  return link;
}
