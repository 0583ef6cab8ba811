// The page around the webview: VS Code's default style sheet, a content security policy like the extension's, the host, and
// what the extension paints before the script runs.

import { inspectorFrame } from "../../../src/panel/inspector-html.ts";
import type { ModelSnapshot } from "../../../src/protocol/view-contract.ts";

export const defaultStyle = `@layer vscode-default {
  html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
  body { overscroll-behavior-x: none; background-color: transparent; color: var(--vscode-editor-foreground);
    font-family: var(--vscode-font-family); font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size);
    margin: 0; padding: 0 20px; }
  code { font-family: var(--monaco-monospace-font); color: var(--vscode-textPreformat-foreground);
    background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px; }
  input:focus, select:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
}
html { background: var(--vscode-editor-background); }`;

// What the host needs beside it: its own worker and the data set.
const policy =
  "default-src 'none'; script-src 'nonce-harness'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src data:";

/** `settings` is what page-host.ts reads as `harnessPage`. */
export function harnessPage(settings: object, snapshot: ModelSnapshot): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>ConvLens Inspector</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/vscode.css">
  <link rel="stylesheet" href="/webview.css">
</head>
<body>
  ${inspectorFrame(snapshot)}
  <script nonce="harness">const harnessPage = ${JSON.stringify(settings).replaceAll("<", "\\u003c")};</script>
  <script nonce="harness" src="/host.js"></script>
  <script nonce="harness" src="/webview.js"></script>
</body>
</html>`;
}
