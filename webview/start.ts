/**
 * Loads the webview's script when the page's outline is painted. VS Code hides a page until its scripts have been loaded
 * and run, so that one that comes with the page would hold up the outline.
 */
const own = document.currentScript as HTMLScriptElement;

function loadWebview(): void {
  const script = document.createElement("script");
  script.src = own.dataset.script ?? "";
  script.nonce = own.nonce;
  document.body.append(script);
}

// A frame's callback comes before it is painted, a timer within it behind. A page that nobody sees has no frames.
addEventListener("load", () => {
  if (document.visibilityState === "visible") requestAnimationFrame(() => setTimeout(loadWebview));
  else loadWebview();
});
