/** Opens the one inspector panel, and brings it back after the window was reloaded. */
import * as vscode from "vscode";
import { INSPECTOR } from "./contributed.ts";
import { InspectorPanel } from "./inspector-panel.ts";
import type { ModelSession } from "./model-session.ts";
import type { ModelSessions } from "./model-sessions.ts";

/** Where the address of the model that was shown last is remembered. */
const SHOWN = "inspectedModel";

export class Inspector implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #sessions: ModelSessions;
  readonly #subscription: vscode.Disposable;
  #panel: InspectorPanel | undefined;

  constructor(context: vscode.ExtensionContext, sessions: ModelSessions) {
    this.#context = context;
    this.#sessions = sessions;
    this.#subscription = sessions.onDidChangeActive((session) => this.#follow(session));
  }

  /** The model that the panel shows. */
  get session(): ModelSession | undefined {
    return this.#panel?.session;
  }

  /** Shows the model beside the editor, which keeps the focus. */
  open(session: ModelSession): void {
    if (this.#panel) {
      if (!this.#panel.isVisible) this.#panel.reveal();
    } else {
      const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.#adopt(vscode.window.createWebviewPanel(INSPECTOR, "Inspector", place), session);
    }
    this.#follow(session);
  }

  /** Fills the empty panel that VS Code hands over from an earlier window. */
  async restore(panel: vscode.WebviewPanel): Promise<void> {
    const session = this.#sessions.active ?? (await this.#shownBefore());
    if (session === undefined || this.#panel) {
      panel.dispose();
      return;
    }
    this.#adopt(panel, session);
    this.#sessions.activate(session);
    this.#follow(session);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#panel?.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, session: ModelSession): void {
    this.#panel = new InspectorPanel(panel, this.#context.extensionUri, this.#sessions, session);
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#sessions.keepShown(undefined);
    });
  }

  #follow(session: ModelSession | undefined): void {
    if (!this.#panel || !session) return;
    this.#panel.show(session);
    this.#sessions.keepShown(session);
    void this.#context.workspaceState.update(SHOWN, session.uri);
  }

  async #shownBefore(): Promise<ModelSession | undefined> {
    const uri = this.#context.workspaceState.get<string>(SHOWN);
    if (uri === undefined) return undefined;
    try {
      return await this.#sessions.open(await vscode.workspace.openTextDocument(vscode.Uri.parse(uri)));
    } catch {
      return undefined;
    }
  }
}
