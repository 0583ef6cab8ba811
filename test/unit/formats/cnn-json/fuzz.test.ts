import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCnnJson } from "../../../../src/formats/cnn-json/read.ts";

const EXAMPLES = join(import.meta.dirname, "../../../../examples");
const examples = readdirSync(EXAMPLES)
  .filter((name) => name.endsWith(".cnn.json"))
  .map((name) => readFileSync(join(EXAMPLES, name), "utf8"));

/** Pieces that a person types, or a hostile file holds. */
const pieces = fc.oneof(
  fc.string({ unit: "binary", maxLength: 5 }),
  fc.constantFrom(
    ..."{}[],:\"\\/'\n",
    "null",
    "1e999",
    "-1",
    '"__proto__": ',
    '"constructor"',
    '"inputs": ["conv2d_1", "dense_1"],',
    '"name": "conv2d_1",',
    '"type": "add",',
    "// x",
    "/*",
    "999999999999999999",
    "\u0000",
    "\ud800",
  ),
);

const edits = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(30), pieces), { maxLength: 6 });

/** The text with some stretches replaced. */
function edit(text: string, changes: readonly (readonly [number, number, string])[]): string {
  return changes.reduce((edited, [place, length, piece]) => {
    const start = Math.floor(place * edited.length);
    return edited.slice(0, start) + piece + edited.slice(start + length);
  }, text);
}

/** Reads, and holds the answer against what must be true of every answer. */
function checkReading(text: string): void {
  const { graph, analysis, issues } = readCnnJson(text, "fuzz.cnn.json");
  expect(analysis.nodes).toHaveLength(graph.nodes.length);
  expect(graph.inputs.length).toBeGreaterThan(0);
  for (const { range, message, fixes } of issues) {
    expect(message).not.toMatch(/undefined|\[object|NaN|\{name\}/);
    for (const { start, end } of [range, ...fixes.flatMap((fix) => fix.edits.map((change) => change.range))]) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThanOrEqual(start);
      expect(end).toBeLessThanOrEqual(text.length);
    }
  }
  const broken = graph.nodes.length === 0 || analysis.nodes.some(({ known }) => !known);
  if (broken) expect(issues.length).toBeGreaterThan(0);
}

describe("whatever the text, the reader answers", () => {
  test("examples cut off anywhere", () => {
    for (const text of examples) for (let end = 0; end < text.length; end += 7) checkReading(text.slice(0, end));
  });

  test("examples with random edits", () => {
    fc.assert(
      fc.property(fc.constantFrom(...examples), edits, (text, changes) => {
        checkReading(edit(text, changes));
      }),
      { numRuns: 300 },
    );
  });

  test("examples that end in a comment just opened", () => {
    for (const text of examples) for (let cut = 1; cut < 12; cut++) checkReading(`${text.slice(0, -cut)}/*`);
  });

  test("random JSON", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        checkReading(text);
        checkReading(
          `{ "input": ${text}, "layers": [${text}, { "type": "dense", "units": ${text} }], "training": ${text} }`,
        );
      }),
    );
  });

  test("random texts", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), checkReading), { numRuns: 300 });
  });
});
