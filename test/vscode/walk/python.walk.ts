// PyTorch source as a person edits it: shapes while typing, a mistake, its fix, and a training.
import assert from "node:assert/strict";
import { walk } from "./walk.ts";
import type { Workbench } from "./workbench.ts";

const TRAINING_MS = 120_000;

walk("python", {
  "a PyTorch model shows its shapes, its costs and where its input comes from": async (workbench) => {
    await workbench.openFile("lenet.py");
    await hasLine(workbench, /x = x\.view.*→ \[1, 400\]/);
    await workbench.page.getByText("61,706 parameters · 416,520 MACs").waitFor();
    await workbench.page.getByText("input [1, 1, 28, 28], MNIST's images").waitFor();
    const hover = await workbench.hover("x.view", "400 = 16 × 5 × 5");
    assert.match(hover, /channels\s+16 from conv2, line 19/);
    await workbench.screenshot("python-hover");
  },

  "a wrong number of features is told where PyTorch would raise, with the number that fits": async (workbench) => {
    await workbench.replaceText("16 * 5 * 5", "16 * 4 * 4");
    await workbench.page.keyboard.press("Control+Shift+M");
    const problem = workbench.page.locator(".markers-panel .monaco-list-row", { hasText: "fc1" });
    await problem.first().waitFor();
    assert.match(await problem.first().innerText(), /400/);
    await workbench.screenshot("python-problem");
  },

  "the fix writes the number": async (workbench) => {
    await workbench.clickAt("self.fc1(x)");
    const fix = workbench.page.getByText("Set in_features to 400", { exact: true });
    // Asked for before the mistake has reached the editor, VS Code says that there is nothing to do.
    for (let tries = 0; tries < 10 && !(await fix.isVisible()); tries++) {
      await workbench.page.keyboard.press("Control+.");
      await fix.waitFor({ timeout: 2000 }).catch(() => undefined);
    }
    await workbench.screenshot("python-fix");
    await fix.click();
    await hasLine(workbench, /nn\.Linear\(400, 120\)/);
    await workbench.page.getByText("No problems have been detected").waitFor();
  },

  "the model trains on the bundled digits": async (workbench) => {
    await workbench.runCommand("ConvLens: Train CNN");
    await workbench.page.locator(".statusbar-item", { hasText: /Trained · loss \d/ }).waitFor({ timeout: TRAINING_MS });
    await workbench.screenshot("python-trained");
  },
});

/** Waits until the active editor shows a line like this, hints included. */
async function hasLine(workbench: Workbench, pattern: RegExp): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if ((await workbench.visibleLines()).some((line) => pattern.test(line))) return;
    await workbench.page.waitForTimeout(200);
  }
  assert.fail(`no line like ${pattern}: ${(await workbench.visibleLines()).join("\n")}`);
}
