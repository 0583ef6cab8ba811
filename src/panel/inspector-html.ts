/**
 * The page that the webview begins with: nothing may load or run but the extension's own bundle. It has the inspector's frame
 * already, so that something is painted before the script has been read.
 */

export interface InspectorResources {
  readonly script: string;
  readonly style: string;
  /** What VS Code's content security policy calls this webview's own files. */
  readonly source: string;
  /** Unguessable, new for each page. */
  readonly nonce: string;
}

export function inspectorHtml({ script, style, source, nonce }: InspectorResources): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source}; font-src ${source}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>ConvLens Inspector</title>
  <link rel="stylesheet" href="${escapeAttribute(style)}">
</head>
<body>
  <div id="app"><div class="inspector"><div class="header"></div><div class="layers"></div><div class="content"></div></div></div>
  <script nonce="${nonce}" src="${escapeAttribute(script)}"></script>
</body>
</html>`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
