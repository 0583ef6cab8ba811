/**
 * The inspector: one webview panel that follows the active model, as the Markdown preview does. It keeps no truth: hidden
 * it is thrown away, shown again it is rebuilt from a snapshot.
 */
import * as vscode from "vscode";
import { type Channel, openChannel } from "../protocol/channel.ts";
import type { ViewContract, ViewHostContract } from "../protocol/view-contract.ts";
import { inspectorHtml } from "./inspector-html.ts";
import type { ModelSession } from "./model-session.ts";
import type { ModelSessions, SessionEvent } from "./model-sessions.ts";
import { revealLayer } from "./reveal-layer.ts";
import { saveShared } from "./save-shared.ts";
import { readSaveRequest, readSharedText } from "./share-requests.ts";
import {
  readFlowRequest,
  readGradientCheckRequest,
  readImagesRequest,
  readInspectionRequest,
  readLayer,
  readRevision,
  readSaliencyRequest,
  readSearchRequest,
  readSettingsChange,
} from "./view-requests.ts";
import { WebviewPort } from "./webview-port.ts";

export const INSPECTOR = "convlens.inspector";

type ViewChannel = Channel<ViewHostContract, ViewContract>;

export class InspectorPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #subscriptions: vscode.Disposable;
  #page: { readonly channel: ViewChannel; readonly port: WebviewPort } | undefined;
  #session: ModelSession | undefined;

  constructor(panel: vscode.WebviewPanel, extension: vscode.Uri, sessions: ModelSessions) {
    this.#panel = panel;
    this.#subscriptions = vscode.Disposable.from(
      sessions.onDidChange((event) => this.#tell(event)),
      panel.onDidChangeViewState(() => this.#turnPage()),
      panel.onDidDispose(() => this.dispose()),
    );
    panel.iconPath = vscode.Uri.joinPath(extension, "media", "icon.png");
    panel.webview.options = panelOptions(extension);
    panel.webview.html = pageOf(panel.webview, extension);
    this.#turnPage();
  }

  get session(): ModelSession | undefined {
    return this.#session;
  }

  /** Whether a person can see it. */
  get isVisible(): boolean {
    return this.#panel.visible;
  }

  show(session: ModelSession | undefined): void {
    if (session === undefined || session === this.#session) return;
    this.#session = session;
    this.#sendSnapshot();
  }

  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  dispose(): void {
    this.#page?.channel.close("The inspector was closed.");
    this.#page?.port.dispose();
    this.#page = undefined;
    this.#subscriptions.dispose();
  }

  /** A page lives as long as it is visible. */
  #turnPage(): void {
    if (this.#panel.visible === (this.#page !== undefined)) return;
    this.#page?.channel.close("The inspector was hidden.");
    this.#page?.port.dispose();
    this.#page = this.#panel.visible ? this.#openPage() : undefined;
  }

  #openPage(): { channel: ViewChannel; port: WebviewPort } {
    const port = new WebviewPort(this.#panel.webview);
    const channel = openChannel<ViewHostContract, ViewContract>(port, {
      snapshot: () => {
        void this.#need().prepare();
        return this.#need().snapshot();
      },
      select: (layer) => this.#select(readLayer(layer)),
      inspect: (request) => this.#need().inspect(readInspectionRequest(request)),
      flow: (request) => this.#need().flow(readFlowRequest(request)),
      saliency: (request) => this.#need().saliency(readSaliencyRequest(request)),
      checkGradient: (request) => this.#need().checkGradient(readGradientCheckRequest(request)),
      train: async () => {
        // Why it could not begin stands in the status, which the page shows.
        await this.#need()
          .train()
          .catch(() => undefined);
      },
      pause: () => this.#need().pause(),
      resume: () => this.#need().resume(),
      stop: () => this.#need().stop(),
      resetWeights: () => this.#need().resetWeights(),
      step: () => this.#need().step(),
      adjust: (change) => this.#need().adjust(readSettingsChange(change)),
      evaluation: () => this.#need().evaluation(),
      evaluate: (request) => this.#need().evaluate(readRevision(request)),
      images: (request) => this.#need().images(readImagesRequest(request)),
      search: (request) => this.#need().search(readSearchRequest(request)),
      copyText: async (text) => vscode.env.clipboard.writeText(readSharedText(text)),
      save: (request) => saveShared(this.#need(), readSaveRequest(request)),
    });
    return { channel, port };
  }

  #select(layer: number): void {
    const session = this.#need();
    session.select(layer);
    revealLayer(session, layer);
  }

  #tell({ session, change }: SessionEvent): void {
    if (session !== this.#session) return;
    if (change.kind === "model") {
      this.#sendSnapshot();
      return;
    }
    if (change.kind === "selection") {
      this.#page?.channel.emit("selection", session.selected);
      return;
    }
    const { status, weightsVersion } = session;
    const { points, epochs } = change;
    this.#page?.channel.emit("progress", { status, points, epochs, weightsVersion });
  }

  #sendSnapshot(): void {
    const session = this.#need();
    this.#panel.title = `Inspector: ${session.read.fileName}`;
    if (this.#page === undefined) return;
    this.#page.channel.emit("snapshot", session.snapshot());
    void session.prepare();
  }

  #need(): ModelSession {
    if (this.#session === undefined)
      throw new Error("No model is open. Open a *.cnn.json file, or PyTorch or Keras source.");
    return this.#session;
  }
}

function panelOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    localResourceRoots: [vscode.Uri.joinPath(extension, "dist"), vscode.Uri.joinPath(extension, "media")],
  };
}

function pageOf(webview: vscode.Webview, extension: vscode.Uri): string {
  const at = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(extension, "dist", name)).toString();
  return inspectorHtml({
    script: at("webview.js"),
    style: at("webview.css"),
    source: webview.cspSource,
    nonce: crypto.randomUUID().replaceAll("-", ""),
  });
}
