/** A webview as a port. A page that was hidden is gone, so each page gets a port of its own. */
import type * as vscode from "vscode";
import type { Port } from "../protocol/channel.ts";

export class WebviewPort implements Port {
  readonly #webview: vscode.Webview;
  #subscription: vscode.Disposable | undefined;

  constructor(webview: vscode.Webview) {
    this.#webview = webview;
  }

  post(message: unknown): void {
    // Settles with false, or fails, when the page is gone: then nobody waits for the message either.
    this.#webview.postMessage(message).then(undefined, () => undefined);
  }

  listen(receive: (message: unknown) => void): void {
    this.#subscription?.dispose();
    this.#subscription = this.#webview.onDidReceiveMessage(receive);
  }

  dispose(): void {
    this.#subscription?.dispose();
  }
}
