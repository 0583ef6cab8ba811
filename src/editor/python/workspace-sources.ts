/**
 * The workspace's Python files, for imports. The evaluator asks without waiting, so a file that was never read counts as
 * missing until it is there; then answers are made anew. Nothing outside the workspace is read.
 */
import * as vscode from "vscode";

const QUIET_MS = 150;

export class WorkspaceSources implements vscode.Disposable {
  /** By address: its text, or `undefined` for a file that is not there. */
  readonly #texts = new Map<string, string | undefined>();
  readonly #changes = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  #wait: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChange = this.#changes.event;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher("**/*.py");
    this.#subscriptions = vscode.Disposable.from(
      this.#changes,
      watcher,
      watcher.onDidChange((uri) => this.#drop(uri)),
      watcher.onDidCreate((uri) => this.#drop(uri)),
      watcher.onDidDelete((uri) => this.#drop(uri)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#drop(document.uri)),
    );
  }

  roots(): string[] {
    return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.path);
  }

  /** `undefined`: not there, not there yet, or outside the workspace. */
  textOf(path: string): string | undefined {
    const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => path.startsWith(`${uri.path}/`));
    return folder && this.#textOf(folder.uri.with({ path }));
  }

  dispose(): void {
    clearTimeout(this.#wait);
    this.#subscriptions.dispose();
  }

  #textOf(uri: vscode.Uri): string | undefined {
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (open) {
      // Kept, so that an edit of it is known to concern somebody.
      this.#texts.set(uri.toString(), undefined);
      return open.getText();
    }
    const key = uri.toString();
    if (!this.#texts.has(key)) {
      this.#texts.set(key, undefined);
      void this.#read(uri);
    }
    return this.#texts.get(key);
  }

  async #read(uri: vscode.Uri): Promise<void> {
    const bytes = await vscode.workspace.fs.readFile(uri).then(undefined, () => undefined);
    if (bytes === undefined) return;
    this.#texts.set(uri.toString(), new TextDecoder().decode(bytes));
    this.#changed();
  }

  /** A file that somebody asked for has changed. */
  #drop(uri: vscode.Uri): void {
    if (!this.#texts.delete(uri.toString())) return;
    this.#changed();
  }

  #changed(): void {
    clearTimeout(this.#wait);
    this.#wait = setTimeout(() => this.#changes.fire(), QUIET_MS);
  }
}
