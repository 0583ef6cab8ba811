/**
 * The inspector: one webview panel that follows the active model, as the Markdown preview does. It keeps no truth: hidden
 * it is thrown away, shown again it is rebuilt from a snapshot.
 */
import { readFileSync } from "node:fs";
import * as vscode from "vscode";
import { type Channel, openChannel } from "../protocol/channel.ts";
import type { ModelSnapshot, ViewContract, ViewHostContract } from "../protocol/view-contract.ts";
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

type ViewChannel = Channel<ViewHostContract, ViewContract>;

export class InspectorPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #extension: vscode.Uri;
  readonly #subscriptions: vscode.Disposable;
  #page: { readonly channel: ViewChannel; readonly port: WebviewPort } | undefined;
  #session: ModelSession;

  constructor(panel: vscode.WebviewPanel, extension: vscode.Uri, sessions: ModelSessions, session: ModelSession) {
    this.#panel = panel;
    this.#extension = extension;
    this.#session = session;
    this.#subscriptions = vscode.Disposable.from(
      sessions.onDidChange((event) => this.#tell(event)),
      panel.onDidChangeViewState(() => this.#turnPage()),
      panel.onDidDispose(() => this.dispose()),
    );
    panel.iconPath = vscode.Uri.joinPath(extension, "media", "icon.png");
    panel.webview.options = panelOptions(extension);
    this.#nameModel();
    panel.webview.html = pageOf(panel.webview, extension, session.snapshot());
    this.#turnPage();
    // While VS Code makes the page.
    void session.lookAhead();
  }

  get session(): ModelSession {
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
    // Shown again, the page is loaded anew, and the model may be another by then.
    if (!this.#panel.visible) this.#panel.webview.html = pageOf(this.#panel.webview, this.#extension, undefined);
  }

  #openPage(): { channel: ViewChannel; port: WebviewPort } {
    const port = new WebviewPort(this.#panel.webview);
    const channel = openChannel<ViewHostContract, ViewContract>(port, {
      snapshot: () => {
        void this.#session.prepare();
        return this.#session.snapshot();
      },
      select: (layer) => this.#select(readLayer(layer)),
      inspect: (request) => this.#session.inspect(readInspectionRequest(request)),
      flow: (request) => this.#session.flow(readFlowRequest(request)),
      saliency: (request) => this.#session.saliency(readSaliencyRequest(request)),
      checkGradient: (request) => this.#session.checkGradient(readGradientCheckRequest(request)),
      train: async () => {
        // Why it could not begin stands in the status, which the page shows.
        await this.#session.train().catch(() => undefined);
      },
      pause: () => this.#session.pause(),
      resume: () => this.#session.resume(),
      stop: () => this.#session.stop(),
      resetWeights: () => this.#session.resetWeights(),
      step: () => this.#session.step(),
      adjust: (change) => this.#session.adjust(readSettingsChange(change)),
      evaluation: () => this.#session.evaluation(),
      evaluate: (request) => this.#session.evaluate(readRevision(request)),
      images: (request) => this.#session.images(readImagesRequest(request)),
      search: (request) => this.#session.search(readSearchRequest(request)),
      copyText: async (text) => vscode.env.clipboard.writeText(readSharedText(text)),
      save: (request) => saveShared(this.#session, readSaveRequest(request)),
    });
    return { channel, port };
  }

  #select(layer: number): void {
    const session = this.#session;
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
    const session = this.#session;
    this.#nameModel();
    if (this.#page === undefined) return;
    this.#page.channel.emit("snapshot", session.snapshot());
    void session.prepare();
  }

  #nameModel(): void {
    this.#panel.title = `Inspector: ${this.#session.read.fileName}`;
  }
}

function panelOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    localResourceRoots: [vscode.Uri.joinPath(extension, "dist"), vscode.Uri.joinPath(extension, "media")],
  };
}

function pageOf(webview: vscode.Webview, extension: vscode.Uri, snapshot: ModelSnapshot | undefined): string {
  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(extension, "dist", name);
  const textOf = (name: string): string => readFileSync(at(name).fsPath, "utf8");
  return inspectorHtml({
    start: textOf("start.js"),
    script: webview.asWebviewUri(at("webview.js")).toString(),
    style: textOf("webview.css"),
    nonce: crypto.randomUUID().replaceAll("-", ""),
    snapshot,
  });
}
