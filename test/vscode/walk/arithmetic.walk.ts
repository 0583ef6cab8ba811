import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { until } from "../until.ts";
import { walk } from "./walk.ts";
import type { Workbench } from "./workbench.ts";

walk("arithmetic", {
  "the sum of the channels and the bias is the layer's output": async (workbench) => {
    await workbench.setSize(1500, 1100);
    await workbench.openFile("article.cnn.json");
    await workbench.runCommand("ConvLens: Open Inspector");
    const page = workbench.webview();
    await page.locator('[role="option"]', { hasText: "conv2d_2" }).click();
    await page.locator("h2", { hasText: "conv2d_2" }).waitFor();
    // From the corner of 13 x 13 places.
    await outputGrid(workbench).focus();
    const moves = [...Array(9).fill("ArrowDown"), ...Array(8).fill("ArrowRight")];
    for (const key of ["Home", "PageUp", "PageUp", ...moves]) await workbench.page.keyboard.press(key);
    await arithmetic(workbench).getByText("Output (9, 8)", { exact: false }).first().waitFor();
    const lines = await numbersOf(arithmetic(workbench).locator(".sum-lines").last());
    const parts = lines.slice(0, -2).reduce((sum, { value }) => sum + value, 0);
    const [before, output] = lines.slice(-2).map(({ value }) => value);
    assert.ok(lines.length >= 8, `only ${lines.length} lines`);
    assert.ok(Math.abs(parts - (before ?? Number.NaN)) < 1e-3, `${parts} is not ${before}`);
    assert.ok(Math.abs(Math.max(0, before ?? Number.NaN) - (output ?? Number.NaN)) < 1e-4, "relu");
    assert.equal(await shownValue(workbench), output);
    await workbench.screenshot("arithmetic");
  },

  "a click pins the place, the pointer leaves it alone, Escape lets it go": async (workbench) => {
    const grid = outputGrid(workbench);
    const { x, y, width } = await boxOf(grid);
    await grid.click({ position: { x: width / 2, y: width / 2 } });
    await workbench.webview().getByRole("button", { name: "Unpin" }).waitFor();
    const pinned = await place(workbench).innerText();
    await workbench.page.mouse.move(x + width - 12, y + width - 12);
    assert.equal(await place(workbench).innerText(), pinned);
    await workbench.page.keyboard.press("Escape");
    await workbench.webview().getByRole("button", { name: "Unpin" }).waitFor({ state: "hidden" });
    await workbench.page.mouse.move(x + width - 14, y + width - 14);
    await changed(place(workbench), pinned);
  },

  "Enter pins the place and lets it go, End and Home lead along its row": async (workbench) => {
    const unpin = workbench.webview().getByRole("button", { name: "Unpin" });
    await outputGrid(workbench).press("Enter");
    await unpin.waitFor();
    await outputGrid(workbench).press("End");
    await until("the end of the row", async () => /^Output \(\d+, 12\)/.test(await place(workbench).innerText()));
    await outputGrid(workbench).press("Home");
    await until("its beginning", async () => /^Output \(\d+, 0\)/.test(await place(workbench).innerText()));
    await outputGrid(workbench).press("Enter");
    await unpin.waitFor({ state: "hidden" });
  },

  "Play slides the window, by keyboard too": async (workbench) => {
    await workbench.page.mouse.move(5, 5);
    const before = await place(workbench).innerText();
    await workbench.webview().getByRole("button", { name: "Play: slide the window" }).press("Enter");
    await changed(place(workbench), before);
    await workbench.webview().getByRole("button", { name: "Pause sliding" }).press("Space");
    await workbench.webview().getByRole("button", { name: "Play: slide the window" }).waitFor();
  },

  "a weight's and an input's gradient agree with their central differences": async (workbench) => {
    const section = backward(workbench);
    await section.getByRole("spinbutton", { name: "Kernel row" }).fill("1");
    await section.getByRole("spinbutton", { name: "Kernel row" }).press("Tab");
    await agrees(section);
    await section.getByRole("combobox", { name: "Derive the gradient of" }).selectOption("input");
    // On the digit: the sums of blank cells lie on ReLU's kink, where no difference agrees.
    await section.getByRole("spinbutton", { name: "Input row" }).fill("16");
    await section.getByRole("spinbutton", { name: "Input row" }).press("Tab");
    await section.getByRole("spinbutton", { name: "Input column" }).fill("18");
    await section.getByRole("spinbutton", { name: "Input column" }).press("Tab");
    await section.getByText("dL/dx(16, 18)").first().waitFor();
    await agrees(section);
    await workbench.screenshot("backward");
  },
});

async function agrees(section: Locator): Promise<void> {
  await section.getByRole("button", { name: "Check numerically" }).press("Enter");
  const check = section.locator(".check .sum-lines");
  await check.waitFor();
  const [engine, difference] = (await numbersOf(check)).map(({ value }) => value);
  assert.ok(engine !== undefined && difference !== undefined && engine !== 0, `${engine} and ${difference}`);
  assert.ok(Math.abs(engine - difference) <= 1e-3 * Math.abs(engine), `${engine} is not ${difference}`);
}

function arithmetic(workbench: Workbench): Locator {
  return workbench.webview().locator("#arithmetic-body");
}

function backward(workbench: Workbench): Locator {
  return workbench.webview().locator("#backward-body");
}

function outputGrid(workbench: Workbench): Locator {
  return workbench.webview().getByRole("application", { name: /^Output\./ });
}

function place(workbench: Workbench): Locator {
  return workbench.webview().locator("#window-body .readout strong");
}

async function shownValue(workbench: Workbench): Promise<number> {
  const text = await workbench.webview().locator("#window-body .readout").innerText();
  return numberIn(/its value is (\S+)/.exec(text)?.[1] ?? "");
}

async function numbersOf(table: Locator): Promise<{ label: string; value: number }[]> {
  const rows = await table.locator("tr").allInnerTexts();
  return rows.map((row) => {
    const [label = "", value = ""] = row.split("\t");
    return { label, value: numberIn(value) };
  });
}

function numberIn(text: string): number {
  return Number(text.trim().replaceAll("−", "-"));
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number }> {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  if (box === null) throw new Error("It is not drawn.");
  return box;
}

async function changed(locator: Locator, from: string): Promise<void> {
  await until(`another text than ${from}`, async () => (await locator.innerText()) !== from);
}
