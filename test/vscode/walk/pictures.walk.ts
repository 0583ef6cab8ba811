// The pictures of the README: look at them in test-artifacts/ after a change of views.

import type { Locator } from "playwright-core";
import { walk } from "./walk.ts";
import type { Workbench } from "./workbench.ts";

const MODEL = "lenet.cnn.json";
/** Without the frame around it, which names a folder of ours. */
const EDITOR = ".editor-group-container.active";
/** The text and the inspector beside it. */
const BOTH = ".part.editor";

walk("pictures", {
  "the hovers fit beside the texts": async (workbench) => {
    await workbench.setSize(1100, 680);
    await workbench.openFile("lenet.py");
    await workbench.runCommand("View: Close Primary Side Bar");
    await workbench.hover("x.view", "400 = 16 × 5 × 5");
    await workbench.screenshot("picture-python", EDITOR);
    await workbench.setTheme("Dark Modern");
    await workbench.openFile("article.cnn.json");
    await workbench.hover('"conv2d"', "= 13", 1);
    await workbench.screenshot("picture-hover", EDITOR);
  },

  "the window of a trained convolution is drawn with its sum": async (workbench) => {
    await workbench.setSize(1640, 1040);
    await workbench.openFile(MODEL);
    await workbench.runCommand("ConvLens: Train CNN");
    const page = workbench.webview();
    await page.locator(".facts", { hasText: "3 of 3" }).waitFor({ timeout: 100_000 });
    await widen(workbench);
    await select(workbench, "conv1");
    const grid = page.getByRole("application", { name: /^Output\./ });
    const { width = 0, height = 0 } = (await grid.boundingBox()) ?? {};
    await grid.click({ position: { x: width * 0.66, y: height * 0.66 } });
    for (const title of ["Sample", "How the size comes about"]) await fold(workbench, title);
    await page.locator(".term-grid").first().waitFor();
    await unfocus(workbench);
    await workbench.screenshot("picture-window", BOTH);
  },

  "maps and kernels of all filters are drawn": async (workbench) => {
    for (const title of ["Window", "One output value, calculated"]) await fold(workbench, title);
    await workbench.webview().locator(".heat-map canvas").nth(1).waitFor();
    await unfocus(workbench);
    await workbench.screenshot("picture-maps", BOTH);
  },

  "the training is drawn with its confusion matrix": async (workbench) => {
    await workbench.setTheme("Light Modern");
    const page = workbench.webview();
    await page.getByRole("tab", { name: "Training" }).click();
    await fold(workbench, "Settings of this run");
    await fold(workbench, "Epochs");
    await page.locator("td.count").first().waitFor();
    await unfocus(workbench);
    await workbench.screenshot("picture-training", BOTH);
  },

  "the graph is drawn with branches and skips": async (workbench) => {
    await workbench.setTheme("Dark Modern");
    // Or the file would open over the inspector, which has the focus.
    await workbench.runCommand("View: Focus First Editor Group");
    await workbench.openFile("inception-block.cnn.json");
    const page = workbench.webview();
    await page.locator("h1", { hasText: "inception-block" }).waitFor();
    await page.getByRole("tab", { name: "Model" }).click();
    await page.locator(".graph-nodes .node").nth(4).waitFor();
    await workbench.screenshot("picture-graph");
  },

  "moved into a window of its own, it is rebuilt there": async (workbench) => {
    await workbench.page.locator('.tab[aria-label*="Inspector"]').click();
    const [opened] = await Promise.all([
      workbench.page.context().waitForEvent("page"),
      workbench.runCommand("View: Move Editor into New Window"),
    ]);
    const inner = opened.locator("iframe.webview.ready").last().contentFrame().locator("#active-frame").contentFrame();
    await inner.locator(".graph-nodes .node").nth(4).waitFor();
  },
});

async function select(workbench: Workbench, layer: string): Promise<void> {
  const page = workbench.webview();
  await page.locator(".layer-rows").getByText(layer, { exact: true }).click();
  await page.locator("h2", { hasText: layer }).waitFor();
  await page.locator(".pane .heat-map canvas").first().waitFor();
}

async function fold(workbench: Workbench, title: string): Promise<void> {
  const button: Locator = workbench.webview().getByRole("button", { name: title, exact: true });
  if ((await button.getAttribute("aria-expanded")) === "true") await button.press("Enter");
}

/** So that no ring is around what was pressed last. */
async function unfocus(workbench: Workbench): Promise<void> {
  await workbench.webview().locator(":focus").blur();
}

/** Drags the border between the text and the inspector to the left. */
async function widen({ page }: Workbench): Promise<void> {
  const { x = 0, y = 0 } = (await page.locator(".editor-group-container").last().boundingBox()) ?? {};
  await page.mouse.move(x, y + 400);
  await page.mouse.down();
  await page.mouse.move(x - 260, y + 400, { steps: 8 });
  await page.mouse.up();
}
