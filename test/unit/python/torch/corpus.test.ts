import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Problem, SourceFix } from "../../../../src/python/trace.ts";
import { stripAnnotations } from "../keras/annotate.ts";
import { annotate, runTorch } from "./annotate.ts";

const FOLDER = join(import.meta.dirname, "../../../corpus/torch");

interface Case {
  readonly name: string;
  readonly text: string;
}

/** A case begins with a line `=== name`. */
function readCases(file: string): Case[] {
  const [, ...sections] = `\n${readFileSync(join(FOLDER, file), "utf8")}`.split(/\n=== /);
  return sections.map((section) => {
    const [name = "", ...lines] = section.trimEnd().split("\n");
    return { name, text: lines.join("\n") };
  });
}

function applyFix(source: string, { edits }: SourceFix): string {
  const backwards = [...edits].sort((a, b) => b.range.start - a.range.start);
  return backwards.reduce(
    (text, { range, text: added }) => text.slice(0, range.start) + added + text.slice(range.end),
    source,
  );
}

function keyOf({ code, message }: Problem): string {
  return `${code}: ${message}`;
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".txt"))) {
  describe(file, () => {
    const cases = readCases(file);

    test.each(cases)("$name", async ({ text }) => {
      expect(await annotate(stripAnnotations(text))).toBe(text);
    });

    test.each(cases)("each fix mends its mistake: $name", async ({ text }) => {
      const source = stripAnnotations(text);
      const before = (await runTorch(source)).trace.problems;
      for (const problem of before) {
        if (problem.fix === undefined) continue;
        const mended = applyFix(source, problem.fix);
        const after = (await runTorch(mended)).trace.problems.map(keyOf);
        // In a loop the next round may still fail for the same reason.
        expect(after.length, mended).toBeLessThanOrEqual(before.length);
        expect(after, mended).not.toContain(keyOf(problem));
      }
    });
  });
}
