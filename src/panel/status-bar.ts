/** The status bar's word about the active model's training. A click opens the inspector. */
import * as vscode from "vscode";
import type { ModelSessions } from "./model-sessions.ts";
import { statusText, statusTooltip } from "./status-words.ts";

export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem("convlens.training", vscode.StatusBarAlignment.Left, 10);
  readonly #sessions: ModelSessions;
  readonly #subscriptions: vscode.Disposable;

  constructor(sessions: ModelSessions) {
    this.#sessions = sessions;
    this.#item.name = "ConvLens";
    this.#item.command = "convlens.openInspector";
    this.#subscriptions = vscode.Disposable.from(
      this.#item,
      sessions.onDidChange(({ session }) => session === sessions.active && this.#show()),
      sessions.onDidChangeActive(() => this.#show()),
    );
    this.#show();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** Also tells `when` clauses, which menus and keys depend on. */
  #show(): void {
    const session = this.#sessions.active;
    setContext("convlens.modelOpen", session !== undefined);
    setContext("convlens.training", session?.status.state ?? "idle");
    if (session === undefined) {
      this.#item.hide();
      return;
    }
    this.#item.text = statusText(session.status);
    this.#item.tooltip = statusTooltip(session.read.fileName, session.status);
    this.#item.show();
  }
}

const contexts = new Map<string, unknown>();

function setContext(name: string, value: unknown): void {
  if (contexts.get(name) === value) return;
  contexts.set(name, value);
  void vscode.commands.executeCommand("setContext", name, value);
}
