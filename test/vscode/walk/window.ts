// A window of VS Code that walks share, one after the other, because opening one takes longer than most walks. Each finds it
// as it was opened, with a folder of examples in it that no other walk has seen.

import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { type VscodeServer, workbenchUrl, writeSettings } from "../../../scripts/vscode-server.ts";
import { until } from "../until.ts";
import { copyExamples, makeTemporaryFolder } from "../workspace-copy.ts";
import { Workbench } from "./workbench.ts";

const OPEN_MS = 90_000;
const ACTION_MS = 60_000;
/** After this VS Code is taken not to have noticed, and is told once more. */
const NOTICE_MS = 2000;
const WINDOW_PX = { width: 1400, height: 900 };
const SETTINGS = {
  "editor.hover.delay": 100,
  "editor.cursorBlinking": "solid",
  "window.dialogStyle": "custom",
  // VS Code's own animations are drawn in software here, at the cost of what is walked through.
  "workbench.reduceMotion": "on",
  // Looks every few seconds for programs that listen on ports, by starting processes.
  "remote.autoForwardPorts": false,
};

/** Parts of the workbench that a walk may have opened or closed: whether they are there at first, and what changes that. */
const PARTS = [
  { part: ".part.sidebar", shown: true, command: "View: Show Explorer" },
  { part: ".part.panel", shown: false, command: "View: Hide Panel" },
  { part: ".notifications-center", shown: false, command: "Notifications: Hide Notifications" },
];

export class WalkWindow {
  readonly #page: Page;
  readonly #dataDir: string;
  /** The opened folder, in which each walk has its own. */
  readonly #root: string;
  readonly #theme: string;

  private constructor(page: Page, dataDir: string, root: string, theme: string) {
    this.#page = page;
    this.#dataDir = dataDir;
    this.#root = root;
    this.#theme = theme;
  }

  /** Opens a window for a first walk and waits until it can be used. The data of the server are in `dataDir`. */
  static async open(server: VscodeServer, dataDir: string, browser: Browser): Promise<WalkWindow> {
    writeSettings(dataDir, SETTINGS);
    const permissions = ["clipboard-read", "clipboard-write"];
    const context = await browser.newContext({ viewport: WINDOW_PX, permissions });
    context.setDefaultTimeout(ACTION_MS);
    const page = await context.newPage();
    // A VS Code under the smoke test driver calls these; what it logs is of no interest here.
    for (const name of ["codeAutomationLog", "codeAutomationExit"]) await page.exposeFunction(name, () => undefined);
    const root = makeTemporaryFolder("walks");
    await page.goto(workbenchUrl(server.origin, { folder: root }), { timeout: OPEN_MS });
    await page.locator(".explorer-folders-view").waitFor({ timeout: OPEN_MS });
    return new WalkWindow(page, dataDir, root, await themeOf(page));
  }

  /** A workbench for one walk, with a folder of that name. */
  async begin(name: string): Promise<Workbench> {
    const folder = join(this.#root, name.replaceAll(" ", "-"));
    copyExamples(folder);
    const storage = join(this.#dataDir, "data", "User", "globalStorage", "convlens.convlens");
    const workbench = new Workbench(this.#page, { folder, storage });
    await this.#seeFolder(workbench, "visible");
    return workbench;
  }

  /** Undoes what the walk did to the window and deletes its folder. Rejects if the window does not become as it was. */
  async end(workbench: Workbench): Promise<void> {
    const page = this.#page;
    for (const other of page.context().pages()) if (other !== page) await other.close();
    await workbench.setSize(WINDOW_PX.width, WINDOW_PX.height);
    await this.#closeEditors(workbench);
    for (const { part, shown, command } of PARTS) {
      const locator = page.locator(part);
      if ((await locator.isVisible()) === shown) continue;
      await workbench.runCommand(command);
      await locator.waitFor({ state: shown ? "visible" : "hidden" });
    }
    await this.#resetSettings();
    rmSync(workbench.folder, { recursive: true });
    await this.#seeFolder(workbench, "detached");
    workbench.leave();
  }

  async #closeEditors(workbench: Workbench): Promise<void> {
    const tabs = this.#page.locator(".part.editor .tab");
    const forget = this.#page.getByRole("button", { name: "Don't Save" });
    await workbench.runCommand("View: Close All Editor Groups");
    await until("all editors to be closed", async () => {
      if (await forget.isVisible()) await forget.click();
      return (await tabs.count()) === 0;
    });
  }

  /** VS Code may have been about to write the theme that the walk chose last. */
  async #resetSettings(): Promise<void> {
    const workbench = this.#page.locator(`.monaco-workbench.${this.#theme}`);
    await until("the theme of before", async () => {
      writeSettings(this.#dataDir, SETTINGS);
      return noticed(workbench, "visible");
    });
  }

  /** The explorer may have missed that a folder came or went. */
  async #seeFolder(workbench: Workbench, state: "visible" | "detached"): Promise<void> {
    const rows = this.#page.locator(".explorer-folders-view .monaco-list-row");
    const row = rows.filter({ hasText: new RegExp(`^\\s*${basename(workbench.folder)}\\s*$`) });
    await until(`the folder to be ${state} in the explorer`, async () => {
      if (await noticed(row, state)) return true;
      await workbench.runCommand("Refresh Explorer");
      return false;
    });
  }

  async close(): Promise<void> {
    await this.#page.context().close();
  }
}

async function noticed(locator: Locator, state: "visible" | "detached"): Promise<boolean> {
  return locator.waitFor({ state, timeout: NOTICE_MS }).then(
    () => true,
    () => false,
  );
}

/** The class by which the workbench names its colour theme. */
async function themeOf(page: Page): Promise<string> {
  const classes = (await page.locator(".monaco-workbench").getAttribute("class")) ?? "";
  return classes.split(" ").find((name) => name.startsWith("vscode-theme-")) ?? "monaco-workbench";
}
