import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { walk } from "./walk.ts";
import type { Workbench } from "./workbench.ts";

const MODEL = "article.cnn.json";
const TRAINING_MS = 100_000;
const RELOAD_MS = 150_000;
/** In which a training writes a checkpoint, with time to spare. */
const CHECKPOINT_MS = 4000;

walk("first", {
  "without a model, Train CNN offers an example": async (workbench) => {
    // A fresh window knows its extensions a moment after its files.
    while (!(await workbench.hasCommand("ConvLens: Train CNN"))) await workbench.page.waitForTimeout(200);
    await workbench.runCommand("ConvLens: Train CNN");
    // Under the smoke test driver VS Code shows no toasts, only its list of notifications.
    await workbench.runCommand("Notifications: Show Notifications");
    await workbench.page.locator(".notification-list-item", { hasText: "No model is open" }).waitFor();
    await workbench.page.getByRole("button", { name: "Open Example" }).click();
    await workbench.activeTab(MODEL).waitFor();
    await status(workbench, /ConvLens/).waitFor();
  },

  "a closed model leaves the status bar": async (workbench) => {
    await workbench.runCommand("View: Close All Editors");
    await status(workbench, /ConvLens/).waitFor({ state: "hidden" });
  },
});

walk("main", {
  "the hover over the second convolution calculates its output": async (workbench) => {
    setEpochs(workbench, 6);
    await workbench.openFile(MODEL);
    assert.match(await workbench.hover('"conv2d"', "= 13", 1), /\(28 - 3 \+ 1\) \/ 2\) = 13/);
    await workbench.screenshot("hover");
  },

  "the inspector opens beside the model and shows its layers": async (workbench) => {
    await workbench.runCommand("ConvLens: Open Inspector");
    await layer(workbench, "conv2d_2").waitFor();
    assert.match(await layer(workbench, "conv2d_2").innerText(), /13 × 13 × 16/);
    await workbench.activeTab(MODEL).waitFor();
  },

  "Train CNN trains to the end, and the status bar says so": async (workbench) => {
    await workbench.runCommand("ConvLens: Train CNN");
    await status(workbench, /Trained · loss \d/).waitFor({ timeout: TRAINING_MS });
    await workbench.webview().locator(".facts", { hasText: "6 of 6" }).waitFor();
    await workbench.screenshot("trained");
  },

  "the loss curve is drawn": async (workbench) => {
    await tab(workbench, "Training").click();
    const curve = lossCurve(workbench);
    await curve.scrollIntoViewIfNeeded();
    assert.ok((await coloursOf(curve)) > 2, "the curve's canvas is blank");
    await workbench.screenshot("curve");
    await workbench.webview().getByLabel("Losses as a table").first().check();
    const losses = workbench.webview().getByRole("table", { name: "Losses of the steps" }).first();
    assert.match(await losses.locator("tr").nth(1).innerText(), /^1(–\d+)?\t\d\.\d+/);
    await tab(workbench, "Layer").click();
  },

  "a click on a layer shows its feature maps and puts the cursor on it": async (workbench) => {
    await layer(workbench, "conv2d_2").click();
    await workbench.webview().locator("h2", { hasText: "conv2d_2" }).waitFor();
    const maps = workbench.webview().locator(".atlas-scroll canvas").first();
    await maps.scrollIntoViewIfNeeded();
    assert.ok((await coloursOf(maps)) > 10, "the feature maps are blank");
    await workbench.page.locator(".line-numbers.active-line-number", { hasText: "5" }).waitFor();
    await workbench.screenshot("feature-maps");
  },

  "the cursor on a layer selects it in the inspector": async (workbench) => {
    await line(workbench, '"flatten"').click({ position: { x: 80, y: 8 } });
    await workbench.webview().locator('[role="option"][aria-selected="true"]', { hasText: "flatten_1" }).waitFor();
  },

  "a training is paused, resumed and stopped in the inspector": async (workbench) => {
    setEpochs(workbench, 5000);
    await line(workbench, '"epochs": 5000').waitFor();
    await button(workbench, "Train again").click();
    await button(workbench, "Pause").click();
    await status(workbench, /Paused at epoch \d+\/5000/).waitFor();
    await button(workbench, "Resume").click();
    await status(workbench, /Epoch \d+\/5000 · loss/).waitFor();
    await button(workbench, "Stop").click();
    await status(workbench, /Stopped/).waitFor();
    await workbench.screenshot("stopped");
  },

  "an edit shows in the inspector at once, before it is saved": async (workbench) => {
    const { keyboard } = workbench.page;
    await line(workbench, '"flatten"').click({ position: { x: 80, y: 8 } });
    await keyboard.press("End");
    await keyboard.press("Enter");
    await keyboard.insertText('{ "type": "dropout", "rate": 0.2 },');
    await layer(workbench, "dropout_1").waitFor();
  },

  "a hidden inspector is rebuilt when it is shown again": async (workbench) => {
    await workbench.page.locator('.tab[aria-label*="Inspector"]').click();
    await workbench.page.keyboard.press("Control+N");
    await workbench.webview().locator("#app").waitFor({ state: "hidden" });
    await workbench.page.locator('.tab[aria-label*="Inspector"]').click();
    await layer(workbench, "conv2d_2").waitFor();
    await tab(workbench, "Training").click();
    await lossCurve(workbench).waitFor();
  },

  "a training, its curve and its weights are there again after the window was reloaded in the middle of it": async (
    workbench,
  ) => {
    await button(workbench, "Train again").click();
    // Long enough for a checkpoint to be on the disk: the window does not wait for its extensions.
    await status(workbench, /Epoch \d{2,}\/5000 · loss/).waitFor({ timeout: TRAINING_MS });
    await workbench.page.waitForTimeout(CHECKPOINT_MS);
    await workbench.page.reload({ timeout: RELOAD_MS });
    // A reloaded window starts its extension host anew beside the old one.
    await status(workbench, /Stopped · loss/).waitFor({ timeout: RELOAD_MS });
    // VS Code may have remembered the tab that was in front a moment before.
    await workbench.page.locator('.tab[aria-label*="Inspector"]').click();
    // Whether the training could still be stopped in order depends on how long the closing window waited.
    await workbench
      .webview()
      .getByText(/The window was closed at epoch|Stopped at epoch/)
      .first()
      .waitFor();
    await layer(workbench, "conv2d_2").waitFor();
    await tab(workbench, "Training").click();
    await lossCurve(workbench).waitFor();
    await workbench.screenshot("reloaded");
  },
});

walk("files", {
  "the inspector follows to another model": async (workbench) => {
    await workbench.openFile(MODEL);
    await workbench.runCommand("ConvLens: Open Inspector");
    await heading(workbench, MODEL).waitFor();
    await workbench.openFile("lenet.cnn.json");
    await heading(workbench, "lenet.cnn.json").waitFor();
  },

  "it shows what another program writes into its file": async (workbench) => {
    const path = join(workbench.folder, "lenet.cnn.json");
    const text = readFileSync(path, "utf8");
    const renamed = layer(workbench, "stem");
    // VS Code watches files from a process that starts late on a busy machine, and misses what was written before.
    for (let tries = 0; tries < 20 && !(await renamed.isVisible()); tries++) {
      writeFileSync(path, text.replace('"conv1"', '"stem"') + "\n".repeat(tries));
      await renamed.waitFor({ timeout: 2000 }).catch(() => undefined);
    }
    await renamed.waitFor();
    writeFileSync(path, text);
    await renamed.waitFor({ state: "detached" });
  },

  "under another name of the file it shows that name, with the training and its weights": async (workbench) => {
    await button(workbench, "Step one batch").click();
    await workbench.webview().locator(".facts", { hasText: "step1 of" }).waitFor();
    await button(workbench, "Stop").click();
    await button(workbench, "Train again").waitFor();
    const loss = await workbench.webview().locator(".facts").innerText();
    const prediction = workbench.webview().getByRole("list", { name: "Prediction" });
    const shares = await prediction.innerText();
    await renameFile(workbench, "lenet.cnn.json", "renamed.cnn.json");
    await heading(workbench, "renamed.cnn.json").waitFor();
    assert.equal(await workbench.webview().locator(".facts").innerText(), loss);
    assert.equal(await prediction.innerText(), shares);
    await workbench.screenshot("renamed");
    await renameFile(workbench, "renamed.cnn.json", "lenet.cnn.json");
    await heading(workbench, "lenet.cnn.json").waitFor();
  },

  "it says when its model's file was deleted, and follows again when it is back": async (workbench) => {
    const path = join(workbench.folder, "lenet.cnn.json");
    const text = readFileSync(path, "utf8");
    rmSync(path);
    await workbench.webview().getByText("lenet.cnn.json was deleted").first().waitFor();
    await workbench.screenshot("deleted");
    await workbench.activeTab("lenet.cnn.json").click();
    await workbench.webview().getByText("lenet.cnn.json was deleted").first().waitFor();
    writeFileSync(path, text);
    await workbench.webview().getByText("lenet.cnn.json was deleted").first().waitFor({ state: "detached" });
  },
});

/** As the article's example, with as many epochs as a walk can wait for. */
function setEpochs(workbench: Workbench, epochs: number): void {
  const path = join(workbench.folder, MODEL);
  const text = readFileSync(path, "utf8");
  const changed = text.replace(/"epochs": \d+/, `"epochs": ${epochs}`);
  assert.notEqual(changed, text, "the example does not say its epochs any more");
  writeFileSync(path, changed);
}

/** In the explorer, as a person does. */
async function renameFile(workbench: Workbench, from: string, to: string): Promise<void> {
  const { page } = workbench;
  // Or the click would open the file over the inspector, which has the focus.
  await workbench.runCommand("View: Focus First Editor Group");
  await page.locator(".explorer-folders-view .monaco-list-row", { hasText: from }).click();
  await page.keyboard.press("F2");
  const input = page.locator(".explorer-folders-view .monaco-inputbox input");
  await input.fill(to);
  await input.press("Enter");
}

function status(workbench: Workbench, text: RegExp): Locator {
  return workbench.page.locator(".statusbar-item", { hasText: text }).first();
}

function layer(workbench: Workbench, name: string): Locator {
  return workbench.webview().locator('[role="option"]', { hasText: name });
}

function heading(workbench: Workbench, fileName: string): Locator {
  return workbench.webview().locator("h1", { hasText: fileName });
}

/** A line of the model's text, whichever editor is active. */
function line(workbench: Workbench, text: string): Locator {
  return workbench.page.locator(".view-line", { hasText: text }).first();
}

function button(workbench: Workbench, name: string): Locator {
  return workbench.webview().getByRole("button", { name, exact: true });
}

function tab(workbench: Workbench, name: string): Locator {
  return workbench.webview().getByRole("tab", { name, exact: true });
}

function lossCurve(workbench: Workbench): Locator {
  return workbench.webview().locator(".loss-curve canvas").first();
}

/** How many different colours a canvas shows. */
function coloursOf(canvas: Locator): Promise<number> {
  return canvas.evaluate((element) => {
    const drawn = element as HTMLCanvasElement;
    const { data } = drawn.getContext("2d")?.getImageData(0, 0, drawn.width, drawn.height) ?? { data: [] };
    return new Set(new Uint32Array(Uint8Array.from(data).buffer)).size;
  });
}
