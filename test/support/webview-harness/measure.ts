// Measures how the inspector feels, in Chromium, by its own clock: first paint, selecting layers, hovering, many maps. It
// prints numbers and judges none: what they are depends on the machine.
//
//     node test/support/webview-harness/measure.ts

import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../../vscode/browser.ts";
import { serveHarness } from "./serve.ts";

const FRAMES = 120;

/** For models that the digits do not fit: a drawing of which is said what it is, so that there are gradients too. */
const drawing = {
  own: { source: "drawing", strokes: [[0.2, 0.35, 0.5, 0.65, 0.8].map((x) => ({ x, y: 0.2 + x / 2 }))], label: 3 },
};

async function open(browser: Browser, url: string, kept: object = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  await page.addInitScript((text) => sessionStorage.setItem("convlens.webview.state", text), JSON.stringify(kept));
  page.on("pageerror", (error) => console.error(error.stack));
  await page.goto(url);
  await page.locator(".atlas-scroll canvas").first().waitFor();
  await page.waitForTimeout(500);
  return page;
}

/** Milliseconds from the page's beginning until something is drawn, until the layers are, and until the first maps are. */
async function firstPaint(browser: Browser, url: string): Promise<Record<string, number>> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  await page.addInitScript(() => {
    const seen: Record<string, number> = {};
    Object.assign(window, { seen });
    const look = (): void => {
      if (document.querySelector('[role="option"]')) seen.layers ??= performance.now();
      if (document.querySelector(".atlas-scroll canvas")) seen.maps ??= performance.now();
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(url);
  await page.locator(".atlas-scroll canvas").first().waitFor();
  await page.waitForTimeout(300);
  const found = await page.evaluate(() => ({
    script: performance.getEntriesByType("resource").find(({ name }) => name.endsWith("webview.js"))?.startTime ?? 0,
    first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
    ...(window as unknown as { seen: Record<string, number> }).seen,
  }));
  await page.close();
  return found;
}

/** For each layer: until its title is painted, until its maps are, and until all of its sections that are seen are. */
function selecting(page: Page): Promise<{ title: number[]; maps: number[]; all: number[] }> {
  return page.evaluate(async () => {
    const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    // Of a large layer what is out of sight is not asked for.
    const isBusy = (): boolean =>
      [...document.querySelectorAll('.pane [aria-busy="true"]')]
        .map((part) => part.getBoundingClientRect())
        .some(({ top, bottom }) => top < innerHeight && bottom > 0);
    const result: { title: number[]; maps: number[]; all: number[] } = { title: [], maps: [], all: [] };
    for (const option of document.querySelectorAll<HTMLElement>('.layer-rows [role="option"]')) {
      const name = option.querySelector(".layer-name")?.textContent ?? "";
      const from = performance.now();
      option.click();
      await painted();
      result.title.push(performance.now() - from);
      const isThere = (): boolean =>
        document.querySelector(".layer-title h2")?.textContent?.toLowerCase() === name.toLowerCase() &&
        document.querySelector('.pane [aria-busy="false"]') !== null;
      while (!isThere()) await painted();
      result.maps.push(performance.now() - from);
      while (isBusy()) await painted();
      result.all.push(performance.now() - from);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return result;
  });
}

/** Moves a pointer over an element, a step each frame: the time of each frame, and of the work in it. */
function hovering(page: Page, selector: string): Promise<{ frame: number[]; work: number[] }> {
  return page.evaluate(
    async ({ selector, frames }) => {
      const element = [...document.querySelectorAll<HTMLElement>(selector)].at(-1);
      if (!element) throw new Error(`There is no ${selector}.`);
      element.scrollIntoView({ block: "center" });
      await new Promise((resolve) => setTimeout(resolve, 300));
      const box = element.getBoundingClientRect();
      const result: { frame: number[]; work: number[] } = { frame: [], work: [] };
      let last = await new Promise<number>(requestAnimationFrame);
      for (let at = 0; at < frames; at++) {
        const clientX = box.x + 25 + ((box.width - 30) * (at % 40)) / 40;
        const clientY = box.y + 20 + ((box.height - 30) * at) / frames;
        const from = performance.now();
        element.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX, clientY }));
        await Promise.resolve();
        void document.body.offsetHeight;
        result.work.push(performance.now() - from);
        const now = await new Promise<number>(requestAnimationFrame);
        result.frame.push(now - last);
        last = now;
      }
      return result;
    },
    { selector, frames: FRAMES },
  );
}

/** Draws all maps anew by changing their scale: the script's work, layout included. */
function redrawing(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const box = [...document.querySelectorAll("label")]
      .find(({ textContent }) => textContent?.includes("One scale"))
      ?.querySelector("input");
    if (!box) throw new Error("There is no box for the scale.");
    const times: number[] = [];
    for (let at = 0; at < 12; at++) {
      await new Promise(requestAnimationFrame);
      const from = performance.now();
      box.click();
      await Promise.resolve();
      await Promise.resolve();
      void document.body.offsetHeight;
      times.push(performance.now() - from);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return times;
  });
}

function told(name: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN).toFixed(1);
  console.log(`${name.padEnd(44)} median ${at(0.5)}  p90 ${at(0.9)}  most ${at(1)} ms  (${times.length})`);
}

const harness = await serveHarness(0, true);
const browser = await launchBrowser();
const url = (model: string, layer = 0): string => `${harness.origin}/?theme=dark&model=${model}&layer=${layer}`;

for (const model of ["article", "lenet", "article", "lenet"]) console.log(model, await firstPaint(browser, url(model)));
for (const [model, kept] of [
  ["lenet", {}],
  ["article", {}],
  ["resnet-small", {}],
  ["512-maps", {}],
  ["resnet18", drawing],
] as const) {
  const page = await open(browser, url(model), kept);
  const { title, maps, all } = await selecting(page);
  told(`${model}: select, until the title`, title);
  told(`${model}: select, until the values`, maps);
  told(`${model}: select, until all`, all);
  await page.close();
}
for (const [model, layer] of [
  ["article", 1],
  ["large", 2],
  ["512-maps", 0],
] as const) {
  const page = await open(browser, url(model, layer));
  for (const selector of [".grid", ".atlas-scroll .heat-map"]) {
    const { frame, work } = await hovering(page, selector);
    told(`${model}: hover over ${selector}, frames`, frame);
    told(`${model}: hover over ${selector}, work`, work);
  }
  if (model === "512-maps") told("512 maps of 28 x 28, drawn anew", await redrawing(page));
  await page.close();
}
await browser.close();
harness.stop();
