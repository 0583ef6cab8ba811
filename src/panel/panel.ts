/**
 * The panel's place in VS Code: its commands, and the inspector of an earlier window. What stands behind them is a bundle of its
 * own, loaded with the first model that is seen: a window without one need not read it, and no window waits for it to start.
 */
import * as vscode from "vscode";
import { INSPECTOR, type PanelCommand, panelCommands } from "./contributed.ts";
import type { ModelReader } from "./model-reader.ts";

type LoadedPanel = ReturnType<typeof import("./open-panel.ts").openPanel>;

export class Panel implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #reader: ModelReader;
  readonly #registrations: vscode.Disposable;
  readonly #watch: vscode.Disposable;
  #loading: Promise<LoadedPanel> | undefined;

  constructor(context: vscode.ExtensionContext, reader: ModelReader) {
    this.#context = context;
    this.#reader = reader;
    this.#registrations = vscode.Disposable.from(
      ...panelCommands.map((name) =>
        vscode.commands.registerCommand(name, (model: unknown, more: unknown) => this.#run(name, model, more)),
      ),
      vscode.window.registerWebviewPanelSerializer(INSPECTOR, {
        deserializeWebviewPanel: async (panel) => (await this.#load()).inspector.restore(panel),
      }),
    );
    this.#watch = vscode.Disposable.from(
      vscode.window.onDidChangeVisibleTextEditors(() => this.#look()),
      reader.onDidChange(() => this.#look()),
    );
    this.#look();
  }

  /** Ends all trainings and writes what must survive the window. */
  async close(): Promise<void> {
    await (await this.#loading)?.close();
  }

  dispose(): void {
    this.#watch.dispose();
    this.#registrations.dispose();
    void this.#loading?.then((loaded) => loaded.dispose());
  }

  async #run(name: PanelCommand, model: unknown, more: unknown): Promise<unknown> {
    return (await this.#load()).run(name, { model, more });
  }

  /** Loads the panel once a model is seen. */
  #look(): void {
    if (vscode.window.visibleTextEditors.some(({ document }) => this.#reader.isModel(document))) void this.#load();
  }

  #load(): Promise<LoadedPanel> {
    this.#loading ??= this.#open();
    return this.#loading;
  }

  async #open(): Promise<LoadedPanel> {
    this.#watch.dispose();
    const { openPanel } = await import("./open-panel.ts");
    return openPanel(this.#context, this.#reader);
  }
}
