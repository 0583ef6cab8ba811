// A test runner small enough to run inside VS Code's extension host: suites register claims, `run` tries them in order
// and prints a line for each. VS Code calls `run` and reports failure when it rejects.

import { type Check, Tally } from "../tally.ts";

const CLAIM_MS = 60_000;

const suites: { readonly name: string; readonly claims: Readonly<Record<string, Check>> }[] = [];

/** Registers claims about the extension, each with the code that throws when it does not hold. */
export function suite(name: string, claims: Readonly<Record<string, Check>>): void {
  suites.push({ name, claims });
}

/** Tries every claim, with CONVLENS_SUITES only those of suites whose name contains that. Rejects unless all hold. */
export async function run(): Promise<void> {
  const only = process.env.CONVLENS_SUITES ?? "";
  const tally = new Tally();
  for (const { name, claims } of suites.filter((suite) => suite.name.includes(only))) {
    for (const [claim, check] of Object.entries(claims)) await tally.holds(`${name}: ${claim}`, check, CLAIM_MS);
  }
  if (!tally.conclude()) throw new Error("Not every claim holds");
}

const WAIT_MS = 10_000;

/** Asks again and again until the answer is not undefined and not false. Rejects after ten seconds, naming `what`. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const end = Date.now() + WAIT_MS;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${WAIT_MS / 1000} s for ${what}`);
}
