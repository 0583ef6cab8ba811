import { describe, expect, test } from "vitest";
import { inlayHints } from "../../../src/service/inlay-hints.ts";
import { article, model } from "./model.ts";

/** The text as an editor shows it, with every hint behind the place it belongs to. */
function show(source: string): string {
  const { document, text } = model(source);
  return inlayHints(document, text).reduceRight(
    (shown, { offset, label }) => `${shown.slice(0, offset)} ${label}${shown.slice(offset)}`,
    text,
  );
}

describe("inlay hints", () => {
  test("every layer's line ends in its output's shape", () => {
    const ends = show(article)
      .split("\n")
      .slice(1, -1)
      .map((line) => line.slice(line.lastIndexOf("}")));
    expect(ends).toEqual(["}, → 28 × 28 × 8", "}, → 13 × 13 × 16", "}, → 2704", "} → 10"]);
  });

  test("a layer of several lines has it where its type stands", () => {
    const shown = show(`{
  "input": [8, 8, 1],
  "layers": [
    {
      "type": "conv2d", // the first one
      "filters": 4,
      "kernelSize": 3
    },
    { "type": "flatten" }
  ]
}`);
    expect(shown).toContain('"type": "conv2d", // the first one → 6 × 6 × 4\n');
    expect(shown).toContain('{ "type": "flatten" } → 144\n');
  });

  test("a comment behind a layer stays behind its hint", () => {
    const shown = show('{ "input": [4], "layers": [\n{ "type": "dropout" }, // half\n{ "type": "dropout" } ] }');
    expect(shown).toContain('{ "type": "dropout" }, → 4 // half');
  });

  test("Windows line ends are no part of a line", () => {
    const shown = show('{ "input": [4], "layers": [ {\r\n"type": "dropout"\r\n} ] }');
    expect(shown).toContain('"type": "dropout" → 4\r\n');
  });

  test("layers on one line each have their own", () => {
    expect(show('{ "input": [4], "layers": [{ "type": "dropout" }, { "type": "dense", "units": 3 }] }')).toContain(
      '[{ "type": "dropout" }, → 4 { "type": "dense", "units": 3 } → 3]',
    );
  });

  test("a layer without a type has it behind its brace", () => {
    expect(show('{ "input": [4], "layers": [ {\n} ] }')).toContain("{ → unknown\n}");
  });

  test("only the lines that are asked for have one", () => {
    const { document, text } = model(article);
    const range = { start: text.indexOf('{ "type": "flatten"'), end: text.indexOf('{ "type": "dense"') };
    expect(inlayHints(document, text, range).map(({ label }) => label)).toEqual(["→ 2704"]);
  });

  test("what is unknown says why in its tooltip", () => {
    const { document, text } = model(
      '{ "input": [4], "layers": [ { "type": "conv2d", "filters": 1, "kernelSize": 1 } ] }',
    );
    const [hint] = inlayHints(document, text);
    expect(hint?.label).toBe("→ unknown");
    expect(hint?.tooltip).toContain("expects an image");
  });

  test("the tooltip holds the calculation", () => {
    const { document, text } = model(article);
    expect(inlayHints(document, text)[1]?.tooltip).toContain(
      "oh = ceil((h - kh + 1) / sh) = ceil((28 - 3 + 1) / 2) = 13",
    );
  });
});
