// A test runner small enough to run inside VS Code's extension host: suites register claims, `run` tries them in order
// and prints a line for each. VS Code calls `run` and reports failure when it rejects.

import { type Check, Tally } from "../tally.ts";

const CLAIM_MS = 120_000;

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
