// Runs a folder of annotated Python sources: each must give its own annotations again, and each fix must mend its mistake.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inRoot } from "../../../scripts/root.ts";
import { applyEdits } from "../../../src/graph/apply-edits.ts";
import type { Problem, Trace } from "../../../src/python/trace.ts";

interface Case {
  readonly name: string;
  readonly text: string;
}

/** How a framework's sources are run. */
export interface CorpusRunner {
  run(source: string): Promise<{ readonly trace: Trace }>;
  /** The source with what a run of it did written into it. */
  annotate(source: string): Promise<string>;
  /** The source within an annotated text. */
  strip(text: string): string;
}

/** Registers the tests of every `*.txt` in `test/corpus/FOLDER`. A case begins with a line `=== name`. */
export function checkCorpus(folder: string, runner: CorpusRunner): void {
  const path = inRoot("test", "corpus", folder);
  for (const file of readdirSync(path).filter((name) => name.endsWith(".txt"))) {
    describe(file, () => {
      const cases = readCases(join(path, file));

      test.each(cases)("$name", async ({ text }) => {
        expect(await runner.annotate(runner.strip(text))).toBe(text);
      });

      test.each(cases)("each fix mends its mistake: $name", ({ text }) => checkFixes(runner, runner.strip(text)));
    });
  }
}

function readCases(path: string): Case[] {
  const [, ...sections] = `\n${readFileSync(path, "utf8")}`.split(/\n=== /);
  return sections.map((section) => {
    const [name = "", ...lines] = section.trimEnd().split("\n");
    return { name, text: lines.join("\n") };
  });
}

async function checkFixes({ run }: CorpusRunner, source: string): Promise<void> {
  const before = (await run(source)).trace.problems;
  for (const problem of before) {
    if (problem.fix === undefined) continue;
    const mended = applyEdits(source, problem.fix.edits);
    const after = (await run(mended)).trace.problems.map(keyOf);
    // In a loop the next round may still fail for the same reason.
    expect(after.length, mended).toBeLessThanOrEqual(before.length);
    expect(after, mended).not.toContain(keyOf(problem));
  }
}

function keyOf({ code, message }: Problem): string {
  return `${code}: ${message}`;
}
