import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { inRoot } from "../../../scripts/root.ts";
import { readCnnJson } from "../../../src/formats/cnn-json/read.ts";
import { toWorker } from "../../../src/panel/to-worker.ts";
import { unpackDataset } from "../../../src/worker/dataset.ts";
import { Inspector } from "../../../src/worker/inspector.ts";
import { nodePlatform } from "../../../src/worker/node-platform.ts";
import { buildForOneSample, openModel } from "../../../src/worker/open-model.ts";
import { formatValue } from "../../../webview/words/numbers.ts";
import { walk } from "./walk.ts";
import type { Workbench } from "./workbench.ts";

// What goes on inside the network: feature maps, kernels, the flow of values and gradients, saliency.

const MODEL = "article.cnn.json";
const sample = { set: "test", index: 0 } as const;
const CONV2 = 1;

walk("inside", {
  "the flow has the engine's figures, layer by layer": async (workbench) => {
    await workbench.setSize(1500, 1100);
    await workbench.openFile(MODEL);
    await workbench.runCommand("ConvLens: Open Inspector");
    const page = workbench.webview();
    await page.getByRole("tab", { name: "Model" }).click();
    await page.getByLabel("All figures as a table").check();
    const rows = page.getByRole("table", { name: "Values and gradients of each layer" }).locator("tbody tr");
    await rows.nth(3).waitFor();
    const { layers } = (await inspectorOf(workbench)).flow({ sample });
    for (const [index, { output, gradient }] of layers.entries()) {
      const [line, values, , gradients] = await rows.nth(index).locator("td").allInnerTexts();
      assert.equal(values, formatValue(output.mean));
      assert.equal(gradients, formatValue(gradient?.mean ?? Number.NaN));
      assert.equal(line, String(index + 4));
    }
  },

  "arrow keys move along the chart, and Enter selects the layer, also in the text": async (workbench) => {
    const chart = workbench.webview().getByRole("application", { name: /^Mean absolute values and gradients/ });
    await chart.focus();
    for (const key of ["Home", "ArrowRight", "Enter"]) await workbench.page.keyboard.press(key);
    await workbench.webview().locator(".flow .readout", { hasText: "conv2d_2 · mean |value|" }).waitFor();
    await workbench.page.locator(".line-numbers.active-line-number", { hasText: "5" }).waitFor();
    await workbench.screenshot("flow");
  },

  "sorted maps show what a value sees of the image, and stand beside another image's": async (workbench) => {
    const page = workbench.webview();
    await page.getByRole("tab", { name: "Layer" }).click();
    await page.locator("h2", { hasText: "conv2d_2" }).waitFor();
    await page.getByLabel("Order").first().selectOption("mean");
    const maps = page.getByRole("application", { name: /^16 feature maps/ });
    await maps.focus();
    for (const key of ["Home", "ArrowDown", "ArrowRight"]) await workbench.page.keyboard.press(key);
    await page.getByText("Receptive field: rows 1–5, columns 1–5 of the image.").waitFor();
    await page.getByLabel("Compare with another image").check();
    await page.getByText("test image 1", { exact: true }).waitFor();
    await page.getByRole("application", { name: /beside the other image's/ }).waitFor();
    await workbench.screenshot("maps-compared");
    await page.getByLabel("Compare with another image").uncheck();
  },

  "after a step the kernel shows its change, and Enter on a gradient leads to its derivation": async (workbench) => {
    const page = workbench.webview();
    await page.getByRole("button", { name: "Step one batch" }).first().press("Enter");
    const kernels = page.getByRole("application", { name: /^16 filters: weights, gradients and changes/ });
    await kernels.focus();
    for (const key of ["Home", "PageDown"]) await workbench.page.keyboard.press(key);
    await page.locator(".weight .readout", { hasText: /^filter 0, .* changed by / }).waitFor();
    await workbench.screenshot("kernels");
    await workbench.page.keyboard.press("Enter");
    await page.locator("#backward-title button:focus").waitFor();
  },

  "gradient times input is the engine's, pixel by pixel, for the class that is chosen": async (workbench) => {
    const page = workbench.webview();
    await page.getByRole("button", { name: "Stop" }).press("Enter");
    await page.getByRole("button", { name: "Reset weights" }).press("Enter");
    await page.getByRole("tab", { name: "Saliency" }).click();
    await page.locator("main").getByRole("combobox", { name: "Class" }).selectOption("3");
    await page.getByText("the gradient of the score of 3 by it").waitFor();
    const saliency = (await inspectorOf(workbench)).saliency({ sample, target: 3, layer: CONV2 });
    const { data, columns } = saliency.gradientTimesInput;
    const [row, column] = [7, 10];
    const map = page.getByRole("application", { name: /^Gradient × input/ });
    await map.focus();
    for (let i = 0; i < row; i++) await workbench.page.keyboard.press("ArrowDown");
    for (let i = 0; i < column; i++) await workbench.page.keyboard.press("ArrowRight");
    const expected = formatValue(data[row * columns + column] ?? Number.NaN);
    await readout(workbench, "Gradient × input", `Row ${row}, column ${column} has ${expected}, `).waitFor();
    await page.getByRole("region", { name: "Grad-CAM" }).locator("canvas").first().waitFor();
    await workbench.screenshot("saliency");
  },
});

function readout(workbench: Workbench, region: string, words: string): Locator {
  return workbench.webview().getByRole("region", { name: region }).locator(".readout", { hasText: words });
}

/** Of the model as its file says it, untrained, without an editor. */
async function inspectorOf({ folder }: Workbench): Promise<Inspector> {
  const packed = (name: string): Uint8Array => readFileSync(inRoot("media", "mnist", `${name}.gz`));
  const files = {
    trainImages: packed("train-images-idx3-ubyte"),
    trainLabels: packed("train-labels-idx1-ubyte"),
    testImages: packed("t10k-images-idx3-ubyte"),
    testLabels: packed("t10k-labels-idx1-ubyte"),
  };
  const text = readFileSync(join(folder, MODEL), "utf8");
  const read = toWorker(readCnnJson(text, MODEL));
  const model = openModel({ revision: 1, ...read, weights: undefined, maxMemoryMB: 1024 });
  return new Inspector(buildForOneSample(model), model, await unpackDataset(files, nodePlatform));
}
