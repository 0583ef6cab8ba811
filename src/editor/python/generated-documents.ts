/** Texts that ConvLens writes and shows beside the code, read only: summaries and comparisons. */
import * as vscode from "vscode";

const SCHEME = "convlens";

export class GeneratedDocuments implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: this.#changes.event,
    provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? "",
  });

  /**
   * Shows the text beside the active editor, under a name that is also its address. Without an ending it is plain text,
   * whose lines VS Code does not wrap: a table in a narrow editor stays one.
   */
  async show(name: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
    this.#texts.set(uri.toString(), text);
    this.#changes.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changes.dispose();
  }
}
