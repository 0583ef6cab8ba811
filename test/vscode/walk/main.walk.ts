import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { until } from "../until.ts";
import { walk } from "./walk.ts";
import type { Workbench } from "./workbench.ts";

const MODEL = "article.cnn.json";
const TRAINING_MS = 100_000;
const RELOAD_MS = 150_000;
/** After this VS Code is taken not to have noticed. */
const NOTICE_MS = 3000;
/** What was asked for before has come by then. */
const SETTLED_MS = 1000;

walk("first", {
  "without a model, Open Inspector offers an example, and shows it": async (workbench) => {
    // A fresh window knows its extensions a moment after its files.
    while (!(await workbench.hasCommand("ConvLens: Open Inspector"))) await workbench.page.waitForTimeout(200);
    await workbench.runCommand("ConvLens: Open Inspector");
    const offer = workbench.page.locator(".notification-list-item", { hasText: "No model is open" });
    // Under the smoke test driver VS Code shows no toasts, only its list of notifications, and that only if there are some.
    await until("the offer", async () => {
      await workbench.runCommand("Notifications: Show Notifications");
      return succeeds(offer.waitFor({ timeout: NOTICE_MS }));
    });
    await workbench.page.getByRole("button", { name: "Open Example" }).click();
    await workbench.activeTab(MODEL).waitFor();
    await status(workbench, /ConvLens/).waitFor();
    await workbench.webview().locator('[role="option"]', { hasText: "conv2d_1" }).waitFor();
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
    await until("the curve on its canvas", async () => (await coloursOf(curve)) > 2);
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
    await until("the feature maps on their canvas", async () => (await coloursOf(maps)) > 10);
    await workbench.page.locator(".line-numbers.active-line-number", { hasText: "5" }).waitFor();
    await workbench.screenshot("feature-maps");
  },

  "the cursor on a layer selects it in the inspector": async (workbench) => {
    await line(workbench, '"flatten"').click({ position: { x: 80, y: 8 } });
    await workbench.webview().locator('[role="option"][aria-selected="true"]', { hasText: "flatten_1" }).waitFor();
  },

  "a training is paused, resumed and stopped in the inspector": async (workbench) => {
    await untilNoticed(line(workbench, '"epochs": 5000'), () => setEpochs(workbench, 5000));
    await button(workbench, "Train again").press("Enter");
    await button(workbench, "Pause").press("Enter");
    await status(workbench, /Paused at epoch \d+\/5000/).waitFor();
    await button(workbench, "Resume").press("Enter");
    await status(workbench, /Epoch \d+\/5000 · loss/).waitFor();
    await button(workbench, "Stop").press("Enter");
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
    await button(workbench, "Train again").press("Enter");
    await status(workbench, /Epoch \d{2,}\/5000 · loss/).waitFor({ timeout: TRAINING_MS });
    // The window does not wait for its extensions: what it ends with must be on the disk before.
    await until("a checkpoint on the disk", () => isRunKept(workbench));
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
    await untilNoticed(layer(workbench, "stem"), () => writeFileSync(path, text.replace('"conv1"', '"stem"')));
    await untilNoticed(layer(workbench, "conv1"), () => writeFileSync(path, text));
    await layer(workbench, "stem").waitFor({ state: "detached" });
  },

  "under another name of the file it shows that name, with the training and its weights": async (workbench) => {
    await button(workbench, "Step one batch").press("Enter");
    await workbench.webview().locator(".facts", { hasText: "step1 of" }).waitFor();
    await button(workbench, "Stop").press("Enter");
    await button(workbench, "Train again").waitFor();
    const facts = workbench.webview().locator(".facts");
    const prediction = workbench.webview().getByRole("list", { name: "Prediction" });
    const [loss, shares] = [await facts.innerText(), await settledText(prediction)];
    await renameFile(workbench, "lenet.cnn.json", "renamed.cnn.json");
    await heading(workbench, "renamed.cnn.json").waitFor();
    await until("the same training", async () => (await facts.innerText()) === loss);
    await until("the same weights", async () => (await prediction.innerText()) === shares);
    await workbench.screenshot("renamed");
    await renameFile(workbench, "renamed.cnn.json", "lenet.cnn.json");
    await heading(workbench, "lenet.cnn.json").waitFor();
  },

  "it says when its model's file was deleted, and follows again when it is back": async (workbench) => {
    const path = join(workbench.folder, "lenet.cnn.json");
    const text = readFileSync(path, "utf8");
    const word = workbench.webview().getByText("lenet.cnn.json was deleted").first();
    await untilNoticed(word, () => {
      writeFileSync(path, text);
      rmSync(path);
    });
    await workbench.screenshot("deleted");
    await workbench.activeTab("lenet.cnn.json").click();
    await word.waitFor();
    await untilNoticed(word, () => writeFileSync(path, text), "detached");
  },
});

/** As the article's example, with as many epochs as a walk can wait for. */
function setEpochs(workbench: Workbench, epochs: number): void {
  const path = join(workbench.folder, MODEL);
  const text = readFileSync(path, "utf8");
  assert.match(text, /"epochs": \d+/, "the example does not say its epochs any more");
  writeFileSync(path, text.replace(/"epochs": \d+/, `"epochs": ${epochs}`));
}

/** Whether the extension has written down that a training runs: in a file that is read though it has not its name yet. */
async function isRunKept({ storage }: Workbench): Promise<boolean> {
  const folder = join(storage, "weights");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".kept"));
  // One of another model may be removed meanwhile.
  const states = await Promise.all(names.map((name) => readFile(join(folder, name), "latin1").catch(() => "")));
  return states.some((state) => state.includes('"state":"running"'));
}

/**
 * Changes a file until that is seen. VS Code watches files from a process that starts late on a busy machine, and misses
 * what was written before.
 */
async function untilNoticed(
  seen: Locator,
  change: () => void,
  state: "visible" | "detached" = "visible",
): Promise<void> {
  await until("a change of a file to be noticed", async () => {
    change();
    return succeeds(seen.waitFor({ state, timeout: NOTICE_MS }));
  });
}

function succeeds(attempt: Promise<void>): Promise<boolean> {
  return attempt.then(
    () => true,
    () => false,
  );
}

/** What an element says when it has said the same for a while. */
async function settledText(element: Locator): Promise<string> {
  let before: string | undefined;
  return until("a text that stays", async () => {
    const text = await element.innerText();
    if (text === before) return text;
    before = text;
    await element.page().waitForTimeout(SETTLED_MS);
    return undefined;
  });
}

/** In the explorer, as a person does. */
async function renameFile(workbench: Workbench, from: string, to: string): Promise<void> {
  const { page } = workbench;
  // Or the click would open the file over the inspector, which has the focus.
  await workbench.runCommand("View: Focus First Editor Group");
  const row = (name: string) => page.locator(".explorer-folders-view .monaco-list-row", { hasText: name });
  const input = page.locator(".explorer-folders-view .monaco-inputbox input");
  const rename = async (): Promise<void> => {
    if (await row(to).isVisible()) return;
    await row(from).click({ timeout: NOTICE_MS });
    await page.keyboard.press("F2");
    await input.fill(to, { timeout: NOTICE_MS });
    await input.press("Enter");
    await row(to).waitFor({ timeout: NOTICE_MS });
  };
  // The explorer closes the box when it finds the folder changed.
  await until(`${from} to be ${to}`, () => succeeds(rename()));
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

/** Of the header: sections that have come into sight may offer the same. */
function button(workbench: Workbench, name: string): Locator {
  return workbench.webview().getByRole("button", { name, exact: true }).first();
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
