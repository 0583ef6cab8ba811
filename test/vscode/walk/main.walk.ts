import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { walk } from "./walk.ts";
import type { Workbench } from "./workbench.ts";

const MODEL = "article.cnn.json";

/** As the article's example, but with so few epochs that a walk can see its end. */
function shorten(workbench: Workbench): void {
  const path = join(workbench.folder, MODEL);
  const text = readFileSync(path, "utf8");
  const shortened = text.replace(/"epochs": \d+/, '"epochs": 4');
  assert.notEqual(shortened, text, "the example does not say its epochs any more");
  writeFileSync(path, shortened);
}

function statusBar(workbench: Workbench, text: RegExp) {
  return workbench.page.locator(".statusbar-item", { hasText: text }).first();
}

walk("main", {
  "the hover over the second convolution calculates its output": async (workbench) => {
    shorten(workbench);
    await workbench.openFile(MODEL);
    const hover = await workbench.hover('"conv2d"', "= 13", 1);
    assert.match(hover, /28/);
    await workbench.screenshot("hover");
  },

  "the inspector opens beside the model": async (workbench) => {
    await workbench.runCommand("ConvLens: Open Inspector");
    await workbench.webview().locator("#app").waitFor();
    await workbench.screenshot("inspector");
  },

  "Train CNN trains to the end": async (workbench) => {
    await workbench.runCommand("ConvLens: Train CNN");
    await statusBar(workbench, /Trained/).waitFor({ timeout: 120_000 });
    await workbench.screenshot("trained");
  },
});
