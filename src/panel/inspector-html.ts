/**
 * The page that the webview begins with: nothing may load or run but the extension's own bundle. It has the model already, as
 * data and as names in the inspector's frame, so that these are painted before the script has been read and asked for more.
 */
import type { ModelSnapshot } from "../protocol/view-contract.ts";

export interface InspectorResources {
  /** The text of a script that loads the other one when the outline is painted. */
  readonly start: string;
  /** Where the other one is. */
  readonly script: string;
  /** The text of the style sheet. */
  readonly style: string;
  /** Unguessable, new for each page. */
  readonly nonce: string;
  /** What is shown at first; `undefined` where it would be old when the page is loaded. */
  readonly snapshot: ModelSnapshot | undefined;
}

/** What the outline needs is in the page: each file that VS Code must fetch for a webview takes a way through several processes. */
export function inspectorHtml({ start, script, style, nonce, snapshot }: InspectorResources): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escapeText(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>ConvLens Inspector</title>
  <style nonce="${nonce}">${style}</style>
  <link rel="preload" as="script" nonce="${nonce}" href="${escapeText(script)}">
</head>
<body>
  ${inspectorFrame(snapshot)}
  <script nonce="${nonce}" data-script="${escapeText(script)}">${start}</script>
</body>
</html>`;
}

/** What is painted before the script runs, and the snapshot that this begins with. */
export function inspectorFrame(snapshot: ModelSnapshot | undefined): string {
  const given = snapshot ? `<script type="application/json" id="snapshot">${asJson(snapshot)}</script>` : "";
  return `<div id="app">${frame(snapshot)}</div>${given}`;
}

function frame(snapshot: ModelSnapshot | undefined): string {
  const title = snapshot ? `<div class="header-row"><h1>${escapeText(snapshot.fileName)}</h1></div>` : "";
  const rows = ["input", ...(snapshot?.layers ?? []).map(({ name }) => name)].map(
    (name) => `<div class="layer"><span class="layer-name">${escapeText(name)}</span></div>`,
  );
  const list = snapshot ? `<div class="layer-rows">${rows.join("")}</div>` : "";
  return `<div class="inspector"><div class="header">${title}</div><div class="layers">${list}</div><div class="content"></div></div>`;
}

/** Within a script's element, which ends at the first `</script`. */
function asJson(snapshot: ModelSnapshot): string {
  return JSON.stringify(snapshot).replaceAll("<", "\\u003c");
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
