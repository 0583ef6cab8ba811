// PyTorch source as a person edits it: shapes while typing, a mistake, its fix, and a training.
import assert from "node:assert/strict";
import { until } from "../until.ts";
import { walk } from "./walk.ts";
import type { Workbench } from "./workbench.ts";

const TRAINING_MS = 120_000;
const FIX_MS = 4000;

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
    await problem.filter({ hasText: "400" }).first().waitFor();
    await workbench.screenshot("python-problem");
  },

  "the fix writes the number": async (workbench) => {
    const fix = workbench.page.getByText("Set in_features to 400", { exact: true });
    // Asked for before the mistake has reached the editor, VS Code says that there is nothing to do, and what stands between
    // the lines may move them under the pointer.
    await until("the fix", async () => {
      await workbench.clickAt("self.fc1(x)");
      await workbench.page.keyboard.press("Control+.");
      return fix.waitFor({ timeout: FIX_MS }).then(
        () => true,
        () => false,
      );
    });
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
  await until(`a line like ${pattern}`, async () =>
    (await workbench.visibleLines()).some((line) => pattern.test(line)),
  );
}
