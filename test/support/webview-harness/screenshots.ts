// Takes pictures of the inspector in every theme and at several widths, into test-artifacts/webview:
//
//     node test/support/webview-harness/screenshots.ts [name ...]

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { inRoot } from "../../../scripts/root.ts";
import { launchBrowser } from "../../vscode/browser.ts";
import { serveHarness } from "./serve.ts";

interface Shot {
  readonly name: string;
  readonly query: string;
  readonly width: number;
  readonly height?: number;
  /** What is done before the picture is taken. */
  readonly act?: (page: Page) => Promise<void>;
}

const FOLDER = inRoot("test-artifacts", "webview");

async function trainFor(page: Page, ms: number): Promise<void> {
  await page.getByRole("button", { name: "Train", exact: true }).first().click();
  await page.waitForTimeout(ms);
  // It may have ended, or end just now.
  const pause = page.getByRole("button", { name: "Pause" });
  if (await pause.isVisible()) await pause.click({ timeout: 2_000 }).catch(() => undefined);
  await page.waitForTimeout(600);
}

/** Trains for a while and puts the window on the digit. */
async function trained(page: Page): Promise<void> {
  await trainFor(page, 5_000);
  const grid = page.getByRole("application", { name: /^Padded input/ });
  if ((await grid.count()) > 0) await grid.click();
  await page.mouse.move(0, 0);
}

async function onTraining(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Training" }).click();
  await trainFor(page, 2_000);
}

/** Trains for a while, and looks at the images of the first wrong cell. */
async function tested(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Training" }).click();
  await trainFor(page, 2_500);
  const wrong = page.locator("td.count:not(.right):not(.none)").first();
  if ((await wrong.count()) > 0) await wrong.click();
  await page.waitForTimeout(600);
}

async function onModel(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Model" }).click();
  await page.waitForTimeout(300);
}

/** The flow through the model, after a step of training, with its table. */
async function onFlow(page: Page): Promise<void> {
  await onModel(page);
  await page.getByRole("button", { name: "Graph", exact: true }).click();
  const step = page.getByRole("button", { name: "Step one batch" }).last();
  await step.click();
  await page.waitForTimeout(1_500);
  await page.getByLabel("All figures as a table").check();
  await page.mouse.move(0, 0);
}

/** The saliency of the digit, with the pointer on one of its pixels. */
async function onSaliency(page: Page): Promise<void> {
  await trainFor(page, 4_000);
  await page.getByRole("tab", { name: "Saliency" }).click();
  const maps = page.getByRole("application", { name: /over the image/ });
  await maps.first().waitFor();
  await maps.first().hover({ position: { x: 120, y: 100 } });
  await page.waitForTimeout(400);
}

/** Only the feature maps, sorted, with a value pointed at. */
async function onMaps(page: Page): Promise<void> {
  await trainFor(page, 3_000);
  for (const folded of ["How the size comes about", "Window", "One output value, calculated"]) {
    await page.getByRole("button", { name: folded, exact: true }).click();
  }
  await page.getByRole("combobox", { name: "Order" }).first().selectOption("variance");
  await page.getByRole("application", { name: /feature map/ }).hover({ position: { x: 40, y: 30 } });
  await page.waitForTimeout(300);
}

/** The same beside another image's, larger, each on its own scale. */
async function onComparedMaps(page: Page): Promise<void> {
  await onMaps(page);
  await page.getByLabel("Compare with another image").check();
  await page.getByLabel("One scale for all maps").uncheck();
  await page.waitForTimeout(600);
  await page.getByRole("application", { name: /feature map/ }).hover({ position: { x: 60, y: 50 } });
  await page.waitForTimeout(300);
}

/** The weights of a dense layer by the gradients of its units, after some training. */
async function onMatrix(page: Page): Promise<void> {
  await trainFor(page, 800);
  const order = page.getByRole("combobox", { name: "Order" }).first();
  await order.scrollIntoViewIfNeeded();
  await order.selectOption("gradient");
  const matrix = page.getByRole("application", { name: /weights, gradients/ }).first();
  await matrix.hover({ position: { x: 60, y: 20 } });
  await page.waitForTimeout(300);
}

/** A vector's values beside another image's. */
async function onComparedValues(page: Page): Promise<void> {
  await trainFor(page, 2_000);
  await page.getByLabel("Compare with another image").check();
  await page.waitForTimeout(600);
  await page.getByRole("heading", { name: "Values" }).scrollIntoViewIfNeeded();
  const strip = page.getByRole("application", { name: /test image .* values in lines/ });
  if ((await strip.count()) > 0) await strip.first().hover({ position: { x: 60, y: 10 } });
  await page.waitForTimeout(300);
}

/** Only the weights, after some training, in the order of their updates, with a weight pointed at. */
async function onKernels(page: Page): Promise<void> {
  await trainFor(page, 800);
  for (const folded of ["How the size comes about", "Window", "One output value, calculated", "Feature maps"]) {
    await page.getByRole("button", { name: folded, exact: true }).click();
  }
  await page.getByRole("combobox", { name: "Order" }).first().selectOption("updateRatio");
  await page
    .getByRole("application", { name: /weights, gradients/ })
    .first()
    .hover({ position: { x: 60, y: 20 } });
  await page.waitForTimeout(300);
}

async function unfolded(page: Page): Promise<void> {
  await onModel(page);
  await page.getByRole("button", { name: "Unfold repeated blocks" }).click();
  await page.getByRole("searchbox").fill("conv 14x14");
  await page.waitForTimeout(300);
}

/** Draws a seven with the pointer. */
async function drawn(page: Page): Promise<void> {
  await page.getByLabel("What to look at").selectOption("drawing");
  const box = await page.locator(".drawing-pad canvas").boundingBox();
  if (box === null) throw new Error("There is no pad.");
  const path = [
    [0.25, 0.22],
    [0.72, 0.2],
    [0.6, 0.45],
    [0.45, 0.85],
  ] as const;
  for (const [at, [x, y]] of path.entries()) {
    await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 6 });
    if (at === 0) await page.mouse.down();
  }
  await page.mouse.up();
  await page.waitForTimeout(400);
}

/** Opens a picture of an eight on paper, made in the page. */
async function opened(page: Page): Promise<void> {
  await page.getByLabel("What to look at").selectOption("file");
  const bytes = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(320, 240);
    const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
    context.fillStyle = "#efe8d8";
    context.fillRect(0, 0, 320, 240);
    context.strokeStyle = "#20306a";
    context.lineWidth = 20;
    context.beginPath();
    context.arc(160, 80, 36, 0, 7);
    context.arc(160, 158, 42, -1.57, 5);
    context.stroke();
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  const file = { name: "eight.png", mimeType: "image/png", buffer: Buffer.from(bytes) };
  await page.locator('input[type="file"]').setInputFiles(file);
  await page.waitForTimeout(600);
}

const shots: readonly Shot[] = [
  { name: "dark-1200", query: "theme=dark&model=article", width: 1200, act: trained },
  { name: "dark-1920", query: "theme=dark&model=article&layer=1", width: 1920, act: trained },
  { name: "light-1200", query: "theme=light&model=article&layer=1", width: 1200, act: trained },
  { name: "contrast-1200", query: "theme=high-contrast&model=article&layer=1", width: 1200, act: trained },
  { name: "contrast-light-760", query: "theme=high-contrast-light&layer=1", width: 760 },
  { name: "dark-760", query: "theme=dark", width: 760, height: 1500 },
  { name: "light-530", query: "theme=light&model=article&layer=1", width: 530, height: 900 },
  { name: "dark-340", query: "theme=dark", width: 340, height: 2600 },
  { name: "light-340", query: "theme=light&layer=2", width: 340, height: 2600 },
  { name: "training-wide", query: "theme=dark&model=article", width: 1200, act: onTraining },
  { name: "training-340", query: "theme=light&model=article", width: 340, act: onTraining },
  { name: "training-dark-1200", query: "theme=dark&model=article", width: 1200, height: 1700, act: tested },
  { name: "training-light-1200", query: "theme=light&model=article", width: 1200, height: 1700, act: tested },
  { name: "training-light-340", query: "theme=light&model=article", width: 340, height: 3300, act: tested },
  { name: "training-contrast-760", query: "theme=high-contrast&model=article", width: 760, height: 1700, act: tested },
  {
    name: "training-empty",
    query: "theme=dark&model=article",
    width: 1000,
    act: (page) => page.getByRole("tab", { name: "Training" }).click(),
  },
  { name: "flow-dark-1200", query: "theme=dark&model=resnet-small&layer=9", width: 1200, act: onFlow },
  { name: "flow-deep-light-1200", query: "theme=light&model=deep&layer=3", width: 1200, height: 1500, act: onFlow },
  { name: "flow-contrast-760", query: "theme=high-contrast&model=article&layer=1", width: 760, act: onFlow },
  { name: "flow-light-320", query: "theme=light&model=article&layer=1", width: 320, height: 1400, act: onFlow },
  { name: "saliency-dark-1200", query: "theme=dark&model=article", width: 1200, act: onSaliency },
  { name: "saliency-light-320", query: "theme=light&model=article", width: 320, height: 2300, act: onSaliency },
  {
    name: "saliency-contrast-760",
    query: "theme=high-contrast&model=lenet",
    width: 760,
    height: 1200,
    act: onSaliency,
  },
  { name: "saliency-light-1200", query: "theme=light&model=resnet-small", width: 1200, act: onSaliency },
  { name: "maps-dark-1200", query: "theme=dark&model=article&layer=1", width: 1200, act: onMaps },
  { name: "maps-light-320", query: "theme=light&model=lenet&layer=2", width: 320, height: 2300, act: onMaps },
  { name: "maps-compared-light-1200", query: "theme=light&model=article&layer=0", width: 1200, act: onComparedMaps },
  {
    name: "maps-compared-contrast-760",
    query: "theme=high-contrast&model=article&layer=1",
    width: 760,
    height: 1500,
    act: onComparedMaps,
  },
  { name: "values-compared-light-1200", query: "theme=light&model=lenet&layer=7", width: 1200, act: onComparedValues },
  {
    name: "values-compared-dark-320",
    query: "theme=dark&model=lenet&layer=7",
    width: 320,
    height: 1400,
    act: onComparedValues,
  },
  {
    name: "values-compared-contrast-760",
    query: "theme=high-contrast&model=lenet&layer=5",
    width: 760,
    act: onComparedValues,
  },
  { name: "matrix-dark-1200", query: "theme=dark&model=lenet&layer=7", width: 1200, act: onMatrix },
  { name: "matrix-light-320", query: "theme=light&model=lenet&layer=6", width: 320, height: 1400, act: onMatrix },
  { name: "kernels-dark-1200", query: "theme=dark&model=article&layer=1", width: 1200, act: onKernels },
  { name: "kernels-light-320", query: "theme=light&model=lenet&layer=2", width: 320, height: 2300, act: onKernels },
  { name: "kernels-contrast-760", query: "theme=high-contrast&model=lenet", width: 760, height: 1300, act: onKernels },
  { name: "graph-resnet", query: "theme=dark&model=resnet-small&layer=9", width: 1500, act: onModel },
  { name: "graph-inception", query: "theme=light&model=inception-block&layer=4", width: 1400, act: onModel },
  { name: "graph-unet", query: "theme=high-contrast&model=unet-small&layer=5", width: 1200, act: onModel },
  { name: "graph-mobilenet", query: "theme=high-contrast-light&model=mobilenet-block", width: 760, act: onModel },
  { name: "graph-broken", query: "theme=dark&model=broken&layer=3", width: 760, act: onModel },
  { name: "graph-deep", query: "theme=dark&model=deep&layer=2", width: 1200, act: onModel },
  { name: "graph-unfolded", query: "theme=dark&model=deep&layer=2", width: 1200, act: unfolded },
  { name: "graph-inception-340", query: "theme=dark&model=inception-block&layer=4", width: 340, act: onModel },
  {
    name: "drawn-dark-1200",
    query: "theme=dark&model=article",
    width: 1200,
    act: async (page) => {
      await trainFor(page, 2_500);
      await drawn(page);
    },
  },
  { name: "drawn-light-340", query: "theme=light&model=article", width: 340, height: 1400, act: drawn },
  { name: "opened-light-1200", query: "theme=light&model=article", width: 1200, act: opened },
  { name: "opened-contrast-760", query: "theme=high-contrast&model=article", width: 760, act: opened },
  { name: "input", query: "theme=dark&layer=-1", width: 1200 },
  { name: "flatten", query: "theme=dark&layer=4", width: 1200 },
  { name: "dense", query: "theme=light&layer=5", width: 1200, height: 1300 },
  { name: "output", query: "theme=dark&model=article&layer=3", width: 1200, act: trained },
  { name: "broken", query: "theme=dark&model=broken&layer=2", width: 1000 },
  { name: "unknown", query: "theme=light&model=broken&layer=3", width: 1000 },
  { name: "failing", query: "theme=dark&failure=The+worker+was+lost.", width: 1000 },
  { name: "spoiled", query: "theme=dark&spoiled=400", width: 1000, height: 1500 },
  { name: "dilated", query: "theme=dark&model=windows", width: 1200 },
  { name: "strided", query: "theme=light&model=windows&layer=1", width: 1200 },
  { name: "gaps", query: "theme=dark&model=windows&layer=2", width: 1200 },
  { name: "ceiled", query: "theme=dark&model=windows&layer=3", width: 1200 },
  { name: "pointwise", query: "theme=dark&model=windows&layer=4", width: 1200, height: 1500 },
  { name: "transposed", query: "theme=light&model=transposed&layer=1", width: 1200, height: 1500 },
  { name: "depthwise", query: "theme=dark&model=transposed&layer=2", width: 1200, height: 1500 },
  { name: "normalized", query: "theme=dark&model=transposed&layer=3", width: 1200, height: 1900 },
  { name: "large", query: "theme=dark&model=large", width: 1200, height: 1800 },
  { name: "many", query: "theme=light&model=large&layer=2", width: 1200, height: 1800 },
];

async function take(browser: Browser, origin: string, shot: Shot): Promise<void> {
  const page = await browser.newPage({ viewport: { width: shot.width, height: shot.height ?? 1100 } });
  page.on("pageerror", (error) => console.error(`${shot.name}: ${error.stack}`));
  page.on("console", (message) => {
    if (message.type() === "error") console.error(`${shot.name}: ${message.text()}`);
  });
  await page.goto(`${origin}/?${shot.query}`);
  await page.waitForTimeout(1_500);
  await shot.act?.(page);
  await page.screenshot({ path: join(FOLDER, `${shot.name}.png`) });
  await page.close();
}

const wanted = process.argv.slice(2);
mkdirSync(FOLDER, { recursive: true });
const harness = await serveHarness();
const browser = await launchBrowser();
for (const shot of shots)
  if (wanted.length === 0 || wanted.includes(shot.name)) await take(browser, harness.origin, shot);
await browser.close();
harness.stop();
