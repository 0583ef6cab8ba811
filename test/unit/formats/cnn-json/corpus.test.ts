import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCnnJson } from "../../../../src/formats/cnn-json/read.ts";
import { applyEdits } from "../../../../src/graph/apply-edits.ts";
import type { TextIssue } from "../../../../src/graph/issue.ts";
import { annotate, stripAnnotations } from "./annotate.ts";

const FOLDER = join(import.meta.dirname, "../../../corpus/cnn-json");

interface Case {
  readonly name: string;
  readonly text: string;
}

/** A case begins with a line `# name`. */
function readCases(file: string): Case[] {
  const [, ...sections] = `\n${readFileSync(join(FOLDER, file), "utf8")}`.split(/\n# /);
  return sections.map((section) => {
    const [name = "", ...lines] = section.trimEnd().split("\n");
    return { name, text: lines.join("\n") };
  });
}

function messagesOf(source: string): string[] {
  return readCnnJson(source, "case.cnn.json").issues.map(({ code, message }: TextIssue) => `${code}: ${message}`);
}

function count(messages: readonly string[], wanted: string): number {
  return messages.filter((message) => message === wanted).length;
}

function isSyntax(message: string): boolean {
  return message.startsWith("json/");
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".txt"))) {
  describe(file, () => {
    const cases = readCases(file);

    test.each(cases)("$name", ({ text }) => {
      expect(annotate(stripAnnotations(text))).toBe(text);
    });

    test.each(cases)("each fix mends its mistake and keeps the JSON whole: $name", ({ text }) => {
      const source = stripAnnotations(text);
      const before = messagesOf(source);
      for (const { code, message, fixes } of readCnnJson(source, "case.cnn.json").issues) {
        for (const fix of fixes) {
          const mended = applyEdits(source, fix.edits);
          const after = messagesOf(mended);
          expect(count(after, `${code}: ${message}`), mended).toBe(count(before, `${code}: ${message}`) - 1);
          expect(after.filter(isSyntax).length, mended).toBeLessThanOrEqual(before.filter(isSyntax).length);
        }
      }
    });
  });
}
