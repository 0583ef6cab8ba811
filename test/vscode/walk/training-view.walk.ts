import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "fast-png";
import type { Locator } from "playwright-core";
import { formatLoss } from "../../../webview/words/numbers.ts";
import { until } from "../until.ts";
import { firstLosses } from "./engine.ts";
import { walk } from "./walk.ts";
import type { Workbench } from "./workbench.ts";

const MODEL = "article.cnn.json";

/** Where the header's buttons stand, and where the page goes on below it. */
function places(workbench: Workbench): Promise<unknown> {
  return workbench
    .webview()
    .locator(".header")
    .evaluate((header) =>
      [header, ...header.querySelectorAll("button")].map((part) => {
        const { x, y, width, height } = part.getBoundingClientRect();
        return [x, y, width, height];
      }),
    );
}

walk("training view", {
  "a step is one batch, with the loss that the engine gives": async (workbench) => {
    await workbench.setSize(1500, 1100);
    await workbench.openFile(MODEL);
    await workbench.runCommand("ConvLens: Open Inspector");
    await workbench.webview().getByRole("tab", { name: "Layer" }).focus();
    for (const key of ["ArrowRight", "ArrowRight"]) await workbench.page.keyboard.press(key);
    await workbench.webview().getByRole("tab", { name: "Training", selected: true }).waitFor();
    const before = await places(workbench);
    await button(workbench, "Step one batch").first().press("Enter");
    await fact(workbench, "step 1 of 200").waitFor();
    assert.deepEqual(await places(workbench), before, "the header moved");
    const [first] = await firstLosses(workbench, MODEL, 1);
    await fact(workbench, `loss ${formatLoss(first ?? Number.NaN)}`).waitFor();
    await workbench.webview().getByText("Paused", { exact: true }).waitFor();
  },

  "another learning rate goes for this run, and the file stays as it is": async (workbench) => {
    const before = readFileSync(join(workbench.folder, MODEL), "utf8");
    const rate = workbench.webview().getByLabel("Learning rate");
    await rate.fill("fast");
    await rate.press("Enter");
    await workbench.webview().getByText("“fast” is not").waitFor();
    await rate.fill("0.001");
    await rate.press("Enter");
    await workbench.webview().getByText("The file says 0.03.").waitFor();
    await button(workbench, "Step one batch").first().press("Enter");
    await fact(workbench, "step 2 of 200").waitFor();
    assert.equal(readFileSync(join(workbench.folder, MODEL), "utf8"), before);
    await button(workbench, "Use it").press("Enter");
    await workbench.webview().getByText("The file says 0.03.").waitFor({ state: "hidden" });
  },

  "another optimizer and batch size go for this run too, with the next batch and the next epoch": async (workbench) => {
    const page = workbench.webview();
    await page.getByLabel("Optimizer").selectOption("adam");
    await page.getByText("The file says sgd.").waitFor();
    const size = page.getByLabel("Batch size");
    const before = await size.inputValue();
    await size.fill(String(Number(before) * 2));
    await size.press("Enter");
    await page.getByText(`The file says ${before}.`).waitFor();
    await button(workbench, "Step one batch").first().press("Enter");
    await fact(workbench, "step 3 of 200").waitFor();
    for (const back of ["The file says sgd.", `The file says ${before}.`]) {
      await page.locator(".setting", { hasText: back }).getByRole("button", { name: "Use it" }).press("Enter");
      await page.getByText(back).waitFor({ state: "hidden" });
    }
  },

  "the confusion matrix counts every test image, and a cell lists its own": async (workbench) => {
    await button(workbench, "Evaluate on the test images").press("Enter");
    const cells = workbench.webview().locator("td.count");
    await cells.first().waitFor();
    const counts = (await cells.allInnerTexts()).map(Number);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      40,
    );
    const wrong = counts.findIndex((count, at) => count > 0 && at % 11 !== 0);
    await cells.first().focus();
    for (let row = 0; row < Math.floor(wrong / 10); row++) await workbench.page.keyboard.press("ArrowDown");
    for (let column = 0; column < wrong % 10; column++) await workbench.page.keyboard.press("ArrowRight");
    await workbench.page.keyboard.press("Enter");
    const images = workbench.webview().getByRole("list", { name: "predicted as" }).getByRole("button");
    await until("an image for each count", async () => (await images.count()) === counts[wrong]);
    await workbench.screenshot("confusion");
  },

  "a wrong answer that is clicked becomes the sample": async (workbench) => {
    const first = workbench.webview().getByRole("list", { name: "Wrong answers" }).getByRole("button").first();
    const index = /Test image (\d+):/.exec((await first.getAttribute("title")) ?? "")?.[1];
    await first.click();
    await workbench.webview().getByRole("tab", { name: "Layer" }).click();
    const image = workbench.webview().getByRole("spinbutton", { name: "Image" });
    await until(`image ${index}`, async () => (await image.inputValue()) === index);
  },

  "a drawn digit is predicted at once, and has a loss when its class is said": async (workbench) => {
    const page = workbench.webview();
    await page.getByLabel("What to look at").selectOption("drawing");
    await draw(workbench, [
      [0.25, 0.22],
      [0.72, 0.2],
      [0.45, 0.85],
    ]);
    await page.getByText("No label").waitFor();
    const bars = page.getByRole("list", { name: "Prediction" }).locator(".bar-value");
    await until("shares of one hundred percent", async () => {
      const shares = (await bars.allInnerTexts()).map(Number.parseFloat);
      return Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100) < 1;
    });
    await page.getByRole("combobox", { name: /^It is/ }).selectOption("7");
    await page.locator(".sample-facts", { hasText: /Loss \d/ }).waitFor();
    await workbench.screenshot("drawn");
    await button(workbench, "Undo").press("Enter");
    await page.getByText("Draw a digit").waitFor();
  },

  "an image that is dropped with Shift held is predicted, with each step of its resizing in sight": async (
    workbench,
  ) => {
    const page = workbench.webview();
    await page.getByLabel("What to look at").selectOption("file");
    const path = join(workbench.folder, "bar.png");
    writeFileSync(path, encode({ width: 60, height: 40, channels: 1, data: barOnPaper(60, 40) }));
    await drop(workbench, page.getByRole("region", { name: "Image file" }), path);
    const steps = page.getByRole("list", { name: "The image's way to the model" }).getByRole("listitem");
    await steps.last().getByText("28 × 28").waitFor();
    await page.getByText("bar.png").waitFor();
    await until("dark on light to be inverted", () => page.getByLabel("Invert").isChecked());
    await page.getByText("No label").waitFor();
    await page.getByText("Each of the 784 values x becomes x / 255: from ").waitFor();
    await page.getByLabel("Normalize to").selectOption("symmetric");
    await page.getByText("x becomes (x / 255 − 0.5) / 0.5: from −").waitFor();
    await workbench.screenshot("dropped");
  },

  "it is kept, and stands map by map beside another image": async (workbench) => {
    const page = workbench.webview();
    await page.locator('[role="option"]', { hasText: "conv2d_1" }).click();
    await page.locator("h2", { hasText: "conv2d_1" }).waitFor();
    await page.getByLabel("Compare with another image").check();
    await page.getByLabel("Compared image's set").selectOption("own");
    await page.getByText("Now open or draw another one: this one stays beside it.").waitFor();
    await page.getByText("own image", { exact: true }).waitFor();
    await page.getByLabel("What to look at").selectOption("test");
    await page.getByText(/^test image \d+$/).waitFor();
    await page.getByText("kept image", { exact: true }).waitFor();
    await workbench.screenshot("compared-own");
  },
});

/** Grey values: a dark upright bar on light paper. */
function barOnPaper(width: number, height: number): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, at) => (Math.abs((at % width) - width / 2) < 4 ? 20 : 240));
}

/** Drags a file of the disk onto an element, with Shift, without which VS Code takes it for itself. */
async function drop({ page }: Workbench, target: Locator, path: string): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  assert.ok(box);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  const at = { x: box.x + box.width / 2, y: box.y + 8, data, modifiers: 8 };
  for (const type of ["dragEnter", "dragOver", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, ...at });
    await page.waitForTimeout(100);
  }
}

async function draw(workbench: Workbench, path: readonly (readonly [number, number])[]): Promise<void> {
  const pad = workbench.webview().locator(".drawing-pad canvas");
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  assert.ok(box);
  const { mouse } = workbench.page;
  for (const [at, [x, y]] of path.entries()) {
    await mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 5 });
    if (at === 0) await mouse.down();
  }
  await mouse.up();
}

function button(workbench: Workbench, name: string): Locator {
  return workbench.webview().getByRole("button", { name, exact: true });
}

/** A fact of the header, `step 1 of 200`. */
function fact(workbench: Workbench, words: string): Locator {
  const [name = "", ...rest] = words.split(" ");
  return workbench.webview().locator(".facts div", { hasText: `${name}${rest.join(" ")}` });
}
