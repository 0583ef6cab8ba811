// A person at VS Code's workbench, for walks: opens files, runs commands, points at text, looks into webviews. Every
// method waits until what it does has visibly happened; what is not here can be done with `page`.

import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { ConsoleMessage, FrameLocator, Locator, Page } from "playwright-core";
import { inRoot } from "../../../scripts/root.ts";
import { until } from "../until.ts";

const PICK_MS = 12_000;
/** A list that says the same after this time is not being filtered any more. */
const SETTLED_MS = 100;
const HOVER_MS = 2500;
const ARTIFACTS = inRoot("test-artifacts");

export class Workbench {
  readonly page: Page;
  /** The walk's folder, in the opened one: a temporary copy of examples/. */
  readonly folder: string;
  /** Where VS Code lets the extension keep files. */
  readonly storage: string;
  /** Errors of the extension's own webview code so far, uncaught ones and those written to the console. */
  readonly webviewErrors: string[] = [];

  constructor(page: Page, { folder, storage }: { folder: string; storage: string }) {
    this.page = page;
    this.folder = folder;
    this.storage = storage;
    page.on("pageerror", this.#noteUncaught);
    page.on("console", this.#noteMessage);
  }

  /** Ends the walk's part in the page, which another walk takes over. */
  leave(): void {
    this.page.off("pageerror", this.#noteUncaught);
    this.page.off("console", this.#noteMessage);
  }

  readonly #noteUncaught = (error: Error): void => this.#noteError(error.stack ?? error.message, error.stack ?? "");

  readonly #noteMessage = (message: ConsoleMessage): void => {
    if (message.type() === "error") this.#noteError(message.text(), message.location().url);
  };

  #noteError(text: string, source: string): void {
    if (source.includes("/dist/webview.")) this.webviewErrors.push(text);
  }

  /**
   * Opens a file of the walk's folder through quick open, by its whole path: letters of others' paths would match a part.
   * The files that were open before are listed until VS Code has looked, so the row must name the folder too.
   */
  async openFile(name: string): Promise<void> {
    const path = join(this.folder, name);
    const folder = basename(this.folder);
    const text = `.editor-group-container.active .monaco-editor[data-uri$="/${folder}/${name}"] .view-line`;
    await this.#pick("Control+P", path, this.#row(name, folder), this.page.locator(text).first());
  }

  /** The tab of the active editor, if that shows the file `name`. */
  activeTab(name: string): Locator {
    return this.page.locator(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`);
  }

  /** Runs a command from the palette by its full title, for example "ConvLens: Train CNN". */
  async runCommand(title: string): Promise<void> {
    await this.#pick("F1", title, this.#row(title));
  }

  /** Whether the palette finds a command of this full title now. */
  async hasCommand(title: string): Promise<boolean> {
    await this.#openQuickInput("F1", title);
    // The palette lists what it knows at once, and says so when nothing matches.
    const rows = this.page.locator(".quick-input-list .monaco-list-row");
    await rows.first().waitFor();
    const found = await this.#row(title).isVisible();
    await this.page.keyboard.press("Escape");
    return found;
  }

  /** Chooses a colour theme, for example "Dark Modern", "Light Modern", "Dark High Contrast". */
  async setTheme(name: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[placeholder*="Color Theme"]');
    await this.#pick("F1", "Preferences: Color Theme", this.#row("Preferences: Color Theme"), input);
    await input.fill(name);
    await this.#choose(this.#row(name));
    await input.waitFor({ state: "hidden" });
  }

  async setSize(widthPx: number, heightPx: number): Promise<void> {
    await this.page.setViewportSize({ width: widthPx, height: heightPx });
  }

  /** Answers an open input box or picker of VS Code, for example a file name. */
  async answer(text: string): Promise<void> {
    await this.page.locator(".quick-input-widget input").first().fill(text);
    await this.page.keyboard.press("Enter");
  }

  /** The lines the active editor shows, from its top, inlay hints included. */
  async visibleLines(): Promise<string[]> {
    const lines = await this.page
      .locator(".editor-group-container.active .view-line")
      .evaluateAll((elements) =>
        elements
          .map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent ?? "" }))
          .sort((a, b) => a.top - b.top),
      );
    return lines.map(({ text }) => text.replaceAll("\u00a0", " "));
  }

  /** Moves the mouse onto text as soon as the active editor shows it: its `occurrence`-th place, from 0. */
  async pointAt(text: string, occurrence = 0): Promise<void> {
    const place = await until(`the editor to show ${JSON.stringify(text)} ${occurrence + 1} times`, () =>
      this.page.evaluate(placeOfText, { text, occurrence }),
    );
    await this.page.mouse.move(0, 0);
    await this.page.mouse.move(place.x, place.y, { steps: 3 });
  }

  /** Points at text until the hover contains `expected`, and gives all that the hover says. */
  async hover(text: string, expected: string, occurrence = 0): Promise<string> {
    const hover = this.page.locator(".monaco-hover:visible", { hasText: expected }).first();
    // A hover that was asked for before the extension was ready stays empty until the mouse comes back.
    for (let tries = 0; tries < 20 && !(await hover.isVisible()); tries++) {
      await this.pointAt(text, occurrence);
      await hover.waitFor({ timeout: HOVER_MS }).catch(() => undefined);
    }
    if (await hover.isVisible()) return hover.innerText();
    const seen = await this.page.locator(".monaco-hover:visible").allInnerTexts();
    throw new Error(`The hover over ${text} does not say ${JSON.stringify(expected)} but ${JSON.stringify(seen)}`);
  }

  /** Clicks into the editor behind the given text, which it must show. */
  async clickAt(text: string, occurrence = 0): Promise<void> {
    await this.pointAt(text, occurrence);
    await this.page.mouse.down();
    await this.page.mouse.up();
  }

  /** Finds a text of the active editor and types another in its place. */
  async replaceText(text: string, by: string): Promise<void> {
    await this.runCommand("View: Focus Active Editor Group");
    await this.page.keyboard.press("Control+F");
    const widget = this.page.locator(".find-widget.visible");
    await widget.locator(".find-part textarea").first().fill(text);
    await widget.locator(".matchesCount", { hasText: /^1 of/ }).waitFor();
    await this.page.keyboard.press("Escape");
    await widget.waitFor({ state: "hidden" });
    await this.page.keyboard.type(by);
  }

  /** The document inside the newest visible webview: VS Code nests it in two frames. */
  webview(): FrameLocator {
    return this.page.locator("iframe.webview.ready").last().contentFrame().locator("#active-frame").contentFrame();
  }

  /** Texts of the notifications that are shown now. */
  notifications(): Promise<string[]> {
    return this.page.locator(".notification-list-item-message").allInnerTexts();
  }

  /** Writes test-artifacts/NAME.png: the window, or only the part of it that a selector names. */
  async screenshot(name: string, part?: string): Promise<void> {
    mkdirSync(ARTIFACTS, { recursive: true });
    const shown = part === undefined ? this.page : this.page.locator(part);
    await shown.screenshot({ path: join(ARTIFACTS, `${name}.png`) });
  }

  /**
   * Takes a row from the picker that a key opens; `outcome` must then be seen. A webview that takes the focus a moment late
   * closes the picker that was opened before: then it is opened again.
   */
  async #pick(key: string, text: string, row: Locator, outcome?: Locator): Promise<void> {
    for (let tries = 1; ; tries++) {
      const failure = await this.#pickOnce(key, text, row, outcome).catch((error: unknown) => error);
      if (failure === undefined) return;
      if (tries === 4) throw failure;
    }
  }

  async #pickOnce(key: string, text: string, row: Locator, outcome?: Locator): Promise<void> {
    await this.#openQuickInput(key, text);
    await this.#choose(row);
    await outcome?.waitFor({ timeout: PICK_MS });
  }

  /** Clicks a row when the list is as it will be: VS Code shows other entries in the same rows while it filters. */
  async #choose(row: Locator): Promise<void> {
    await row.waitFor({ timeout: PICK_MS });
    const list = this.page.locator(".quick-input-list");
    let before: string | undefined;
    await until("the list to be settled", async () => {
      const text = await list.innerText();
      if (text === before) return true;
      before = text;
      await this.page.waitForTimeout(SETTLED_MS);
      return false;
    });
    // Not by the mouse, which would wait long for the row of a picker that has closed.
    const element = await row.elementHandle({ timeout: PICK_MS });
    if (!(await element?.evaluate(clickSeen))) throw new Error("The picker closed before its row was clicked");
  }

  async #openQuickInput(key: string, text: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input").first();
    await this.page.keyboard.press("Escape");
    await this.page.keyboard.press(key);
    await input.waitFor({ timeout: PICK_MS });
    await input.press("End");
    // At once: VS Code searches anew with every letter.
    await this.page.keyboard.insertText(text);
  }

  /** The row of the open picker whose label is exactly `label`, with exactly that description if one is given. */
  #row(label: string, description?: string): Locator {
    const part = (kind: string, text: string) =>
      this.page.locator(`.quick-input-list-row .label-${kind}`, { hasText: exactly(text) });
    const rows = this.page.locator(".quick-input-list .monaco-list-row", { has: part("name", label) });
    return (description === undefined ? rows : rows.filter({ has: part("description", description) })).first();
  }
}

/** Runs in the page: a click on an element, if it is drawn. */
function clickSeen(element: Node): boolean {
  if (!(element instanceof HTMLElement) || element.offsetParent === null) return false;
  element.click();
  return true;
}

function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);
}

/** Runs in the page: where the middle of a text is, in pixels of the window, as the active editor draws it. */
function placeOfText({ text, occurrence }: { text: string; occurrence: number }): { x: number; y: number } | undefined {
  let left = occurrence;
  const lines = [...document.querySelectorAll(".editor-group-container.active .view-line")].sort(
    (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
  );
  for (const line of lines) {
    const content = (line.textContent ?? "").replaceAll("\u00a0", " ");
    let at = content.indexOf(text);
    while (at !== -1 && left > 0) {
      left--;
      at = content.indexOf(text, at + 1);
    }
    if (at === -1) continue;
    const range = document.createRange();
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const middle = at + Math.floor(text.length / 2);
    let before = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = node.textContent?.length ?? 0;
      if (middle < before + length) {
        range.setStart(node, middle - before);
        range.setEnd(node, middle - before + 1);
        const box = range.getBoundingClientRect();
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      }
      before += length;
    }
  }
  return undefined;
}
