import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decode } from "fast-png";
import type { Locator } from "playwright-core";
import { formatValue } from "../../../webview/words/numbers.ts";
import { until } from "../until.ts";
import { firstLosses, runOn, shapesOf } from "./engine.ts";
import { walk } from "./walk.ts";
import type { Workbench } from "./workbench.ts";

const MODEL = "article.cnn.json";
const STEPS = 3;

walk("share", {
  "the curve is saved as CSV, with the engine's losses to the last digit": async (workbench) => {
    await workbench.setSize(1500, 1000);
    await workbench.openFile(MODEL);
    await workbench.runCommand("ConvLens: Open Inspector");
    await workbench.webview().getByRole("tab", { name: "Training" }).click();
    for (let step = 1; step <= STEPS; step++) {
      await workbench.webview().getByRole("button", { name: "Step one batch" }).first().press("Enter");
      await workbench
        .webview()
        .locator(".facts", { hasText: `step${step} of` })
        .waitFor();
    }
    const text = (await saved(workbench, "loss", "CSV", "loss.csv")).toString();
    const rows = text
      .trim()
      .split("\r\n")
      .map((line) => line.split(","));
    assert.deepEqual(rows[0]?.slice(0, 2), ["step", "loss"]);
    const losses = rows.slice(1).map(([, loss]) => Number(loss));
    assert.deepEqual(losses, await firstLosses(workbench, MODEL, STEPS));
  },

  "the output under the window is what the command line computes with the saved weights": async (workbench) => {
    await workbench.runCommand("ConvLens: Save Weights");
    // Renamed when it is whole.
    await until("the weights", () => existsSync(join(workbench.folder, "article.safetensors")));
    const { data = [], shape = [] } = runOn(workbench, MODEL, "article.safetensors", 0).get("conv2d_2.output") ?? {};
    const channels = shape.at(-1) ?? 0;
    const page = workbench.webview();
    await page.getByRole("tab", { name: "Layer" }).click();
    await page.locator('[role="option"]', { hasText: "conv2d_2" }).click();
    await page.locator("h2", { hasText: "conv2d_2" }).waitFor();
    await page.getByRole("application", { name: /^Output\./ }).focus();
    // From the corner of 13 x 13 places along the diagonal.
    for (const key of ["Home", "PageUp", "PageUp"]) await workbench.page.keyboard.press(key);
    for (let column = 1; column <= 10; column++) {
      await workbench.page.keyboard.press("ArrowRight");
      await workbench.page.keyboard.press("ArrowDown");
      const value = Number(data[(column * 13 + column) * channels]);
      const said = page.locator("#window-body .readout", { hasText: `Output (${column}, ${column})` });
      await said.getByText(`its value is ${formatValue(value)}`, { exact: true }).waitFor();
    }
  },

  "the layers are copied as Markdown by keyboard, with the command line's counts": async (workbench) => {
    await workbench.webview().getByRole("tab", { name: "Model" }).click();
    const share = workbench.webview().getByRole("button", { name: "Share layers" });
    await share.press("ArrowDown");
    await workbench.webview().getByRole("menuitem", { name: "Copy as PNG" }).press("ArrowDown");
    await workbench.page.keyboard.press("ArrowDown");
    await workbench.page.keyboard.press("Enter");
    const text = await until("a table on the clipboard", async () => {
      const copied = await workbench.page.evaluate(() => navigator.clipboard.readText());
      return copied.startsWith("|") && copied;
    });
    const lines = text.trim().split("\n");
    const cells = lines.map((line) => line.split("|").map((cell) => cell.trim()));
    const [names = [], , ...rows] = cells;
    const column = (name: string): number[] =>
      rows.map((row) => Number((row[names.indexOf(name)] ?? "").replaceAll(",", "")));
    const { layers } = shapesOf(workbench, MODEL);
    assert.deepEqual(
      column("parameters"),
      layers.map(({ params }) => params),
    );
    assert.deepEqual(
      column("MACs"),
      layers.map(({ macs }) => macs),
    );
  },

  "the drawing of the model, maps and kernels are saved as pictures": async (workbench) => {
    const page = workbench.webview();
    assert.ok(coloursIn(await saved(workbench, "layers", "PNG", "layers.png")) > 3, "the drawing is blank");
    await page.getByRole("tab", { name: "Layer" }).click();
    for (const what of ["conv2d_2 feature maps", "conv2d_2 kernel"]) {
      assert.ok(coloursIn(await saved(workbench, what, "PNG", `${what}.png`)) > 20, `${what}: the picture is blank`);
    }
  },

  "a picture goes to the clipboard": async (workbench) => {
    await menuOf(workbench, "conv2d_2 kernel");
    await workbench.webview().getByRole("menuitem", { name: "Copy as PNG" }).click();
    // The word for it is gone again after a moment.
    await until("a picture on the clipboard", async () => {
      const types = await workbench.page.evaluate(async () =>
        (await navigator.clipboard.read()).flatMap((item) => [...item.types]),
      );
      return types.join() === "image/png";
    });
  },

  "a dialog that is escaped saves nothing": async (workbench) => {
    const before = readdirSync(workbench.folder);
    await menuOf(workbench, "conv2d_2 kernel");
    await workbench.webview().getByRole("menuitem", { name: "Save as PNG…" }).click();
    const input = workbench.page.locator(".quick-input-widget input").first();
    await until("the dialog to be ready", async () => (await input.inputValue()).endsWith(".png"));
    await workbench.page.keyboard.press("Escape");
    await workbench.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
    assert.deepEqual(readdirSync(workbench.folder), before);
  },
});

async function menuOf(workbench: Workbench, name: string): Promise<void> {
  const button = workbench.webview().getByRole("button", { name: `Share ${name}`, exact: true });
  await button.scrollIntoViewIfNeeded();
  await button.press("Enter");
}

/** Saves where VS Code's dialog proposes it, which is beside the model, and gives the file. */
async function saved(workbench: Workbench, name: string, kind: string, fileName: string): Promise<Buffer> {
  await menuOf(workbench, name);
  await workbench
    .webview()
    .getByRole("menuitem", { name: `Save as ${kind}…` })
    .click();
  const input: Locator = workbench.page.locator(".quick-input-widget input").first();
  await input.waitFor();
  const proposed = join(workbench.folder, fileName);
  // The dialog writes the folder first, and the name when it has read it.
  await until(`the dialog to propose ${proposed}`, async () => (await input.inputValue()) === proposed);
  await workbench.page.keyboard.press("Enter");
  // Renamed when it is whole.
  await until(`the file ${fileName}`, () => existsSync(proposed));
  return readFileSync(proposed);
}

function coloursIn(png: Uint8Array): number {
  const { data, channels } = decode(png);
  const colours = new Set<string>();
  for (let at = 0; at < data.length; at += channels) colours.add(data.subarray(at, at + channels).join());
  return colours.size;
}
