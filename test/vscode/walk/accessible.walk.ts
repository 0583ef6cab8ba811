// Each view of the inspector, in three themes and two widths, judged by axe-core (https://github.com/dequelabs/axe-core): what
// it calls serious or critical must not be there. Each has a picture in test-artifacts/ too. The tests of keyboards are in the
// walks of the views.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { until } from "../until.ts";
import { walk } from "./walk.ts";
import type { Workbench } from "./workbench.ts";

const MODEL = "article.cnn.json";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDE_PX = 1640;
const NARROW_PX = 700;

/** What is done to have all of a view on the page. */
const views: Readonly<Record<string, (workbench: Workbench) => Promise<void>>> = {
  async Layer(workbench) {
    const page = workbench.webview();
    await page.getByLabel("Compare with another image").check();
    await page.getByRole("application", { name: /beside the other image's/ }).waitFor();
    // Sections out of sight have nothing yet.
    for (const section of ["weights", "backward"]) {
      await page.locator(`#${section}-title`).scrollIntoViewIfNeeded();
      await page.locator(`#${section}-body canvas`).first().waitFor();
    }
  },
  async Model(workbench) {
    const page = workbench.webview();
    await page.getByLabel("All figures as a table").check();
    await page.getByRole("table", { name: "Values and gradients of each layer" }).waitFor();
  },
  async Training(workbench) {
    const page = workbench.webview();
    const counts = page.locator("td.count");
    const evaluate = page.getByRole("button", { name: "Evaluate on the test images" });
    await counts.or(evaluate).first().waitFor();
    if ((await counts.count()) === 0) await evaluate.click();
    await counts.first().waitFor();
  },
  async Saliency(workbench) {
    await workbench.webview().getByRole("region", { name: "Grad-CAM" }).locator("canvas").first().waitFor();
  },
};

walk("accessible", {
  "dark and wide, no view has a serious fault": async (workbench) => {
    await workbench.setSize(WIDE_PX, 1000);
    await workbench.openFile(MODEL);
    await workbench.runCommand("ConvLens: Open Inspector");
    await workbench.runCommand("View: Close Primary Side Bar");
    await workbench.webview().locator('[role="option"]', { hasText: "conv2d_2" }).click();
    await workbench.webview().getByRole("button", { name: "Step one batch" }).first().press("Enter");
    await workbench.webview().locator(".facts", { hasText: "step1 of" }).waitFor();
    await judge(workbench, "Dark Modern", "vscode-dark");
  },

  "light and narrow, no view has a serious fault": async (workbench) => {
    await workbench.setSize(NARROW_PX, 1000);
    await judge(workbench, "Light Modern", "vscode-light");
  },

  "in high contrast, no view has a serious fault": async (workbench) => {
    await judge(workbench, "Dark High Contrast", "vscode-high-contrast");
  },

  "an image to open and a digit to draw have none either": async (workbench) => {
    const page = workbench.webview();
    await page.getByRole("tab", { name: "Layer" }).click();
    for (const source of ["file", "drawing"]) {
      await page.getByLabel("What to look at").selectOption(source);
      assert.deepEqual(await seriousFaults(workbench), []);
    }
  },
});

/** `kind`: how VS Code names such themes to a webview. */
async function judge(workbench: Workbench, theme: string, kind: string): Promise<void> {
  await workbench.setTheme(theme);
  await workbench.webview().locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
  for (const [tab, prepare] of Object.entries(views)) {
    await openTab(workbench, tab);
    await prepare(workbench);
    assert.deepEqual(await seriousFaults(workbench), [], `${theme}, ${tab}`);
    await workbench.screenshot(`${tab} ${theme}`.toLowerCase().replaceAll(" ", "-"));
  }
}

/** While VS Code changes its theme it may lose a click. */
async function openTab(workbench: Workbench, name: string): Promise<void> {
  const tab = workbench.webview().getByRole("tab", { name, exact: true });
  await until(`the tab ${name}`, async () => {
    await tab.click();
    return (await tab.getAttribute("aria-selected")) === "true";
  });
}

/** The rule, what it found, and where. */
async function seriousFaults({ page }: Workbench): Promise<string[]> {
  const outer = page.locator("iframe.webview.ready").last().contentFrame();
  const frame = await (await outer.locator("#active-frame").elementHandle())?.contentFrame();
  assert.ok(frame, "there is no webview");
  // As an expression of the debugger, which the content policy does not hold back.
  await frame.evaluate(AXE);
  const { violations } = (await frame.evaluate(
    `axe.run(document, { resultTypes: ["violations"], preload: false })`,
  )) as AxeResults;
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
