// The page around the webview: VS Code's default style sheet and a theme's variables as VS Code gives them, then the host.

import { readFileSync } from "node:fs";
import { inRoot } from "../../../scripts/root.ts";

/** Colours of VS Code 1.139's default themes, as its workbench announces them. */
const themes: Record<string, Record<string, string>> = JSON.parse(
  readFileSync(inRoot("test", "support", "webview-harness", "themes.json"), "utf8"),
);

export const themeNames: readonly string[] = Object.keys(themes);

const fonts = {
  "--vscode-font-family": 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
  "--vscode-font-size": "13px",
  "--vscode-font-weight": "normal",
  "--vscode-editor-font-family": '"Droid Sans Mono", "monospace", monospace',
  "--monaco-monospace-font": '"Droid Sans Mono", "monospace", monospace',
};

const defaultStyle = `@layer vscode-default {
  html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
  body { overscroll-behavior-x: none; background-color: transparent; color: var(--vscode-editor-foreground);
    font-family: var(--vscode-font-family); font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size);
    margin: 0; padding: 0 20px; }
  code { font-family: var(--monaco-monospace-font); color: var(--vscode-textPreformat-foreground);
    background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px; }
  input:focus, select:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
}`;

/** `theme` is one of `themeNames`; `settings` is what page-host.ts reads as `harnessPage`. */
export function harnessPage(theme: string, settings: object): string {
  const variables = Object.entries({ ...fonts, ...themes[theme] }).map(([name, value]) => `${name}: ${value}`);
  const classes = theme === "high-contrast-light" ? `vscode-high-contrast vscode-${theme}` : `vscode-${theme}`;
  return `<!DOCTYPE html>
<html lang="en" style="${variables.join("; ").replaceAll('"', "&quot;")}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>ConvLens Inspector</title>
  <link rel="icon" href="data:,">
  <style>${defaultStyle} html { background: var(--vscode-editor-background); }</style>
  <link rel="stylesheet" href="/webview.css">
</head>
<body class="${classes}">
  <div id="app"></div>
  <script>const harnessPage = ${JSON.stringify(settings).replaceAll("<", "\\u003c")};</script>
  <script src="/host.js"></script>
  <script src="/webview.js"></script>
</body>
</html>`;
}
