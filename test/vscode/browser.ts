// The browser of the tests: headless, drawing in software, and saying nothing to the network on its own.

import { type Browser, chromium } from "playwright-core";
import { ensureHeadlessChromium } from "../../scripts/chromium.ts";

const ARGUMENTS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureHeadlessChromium(), args: ARGUMENTS });
}
