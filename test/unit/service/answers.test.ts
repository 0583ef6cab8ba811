import { describe, expect, test } from "vitest";
import { codeLenses } from "../../../src/service/code-lenses.ts";
import { DocumentCache } from "../../../src/service/document-cache.ts";
import { issuesAt } from "../../../src/service/fixes.ts";
import { layerAt } from "../../../src/service/place.ts";
import { article, articleAt, model, stack } from "./model.ts";

describe("code lenses", () => {
  test("above the layers stand two commands and the model's cost", () => {
    const { document, text } = model(article);
    const lenses = codeLenses(document);
    expect(lenses.map(({ title, command }) => [title, command])).toEqual([
      ["▶ Train CNN", "convlens.trainCnn"],
      ["Open Inspector", "convlens.openInspector"],
      ["28,298 parameters · 278,176 MACs", "convlens.openInspector"],
    ]);
    expect(lenses.map(({ range }) => text.slice(range.start, range.start + 8))).toEqual(Array(3).fill('"layers"'));
  });

  test("the cost says how many layers it leaves out", () => {
    const { document } = model(
      stack("[4]", '{ "type": "dense", "units": 2 }', '{ "type": "conv9" }', '{ "type": "flatten" }'),
    );
    expect(codeLenses(document).at(-1)?.title).toBe("10 parameters · 8 MACs, without 2 unknown layers");
  });

  test.each(["", "{}", '{ "input": [4] }'])("a text without layers has none: %j", (text) => {
    expect(codeLenses(model(text).document)).toEqual([]);
  });
});

describe("the layer at a place", () => {
  test.each([
    ["a layer's brace", articleAt('{ "type": "flatten"'), 2],
    ["inside an attribute's value", articleAt("3]"), 1],
    ["behind the last brace", article.replace('"softmax" }', '"softmax" }‸'), 3],
    ["the input", articleAt("28, 1]"), -1],
    ["the key of the layers", articleAt('"layers"'), undefined],
    [
      "the indentation between two layers",
      article.replace('\n  { "type": "flatten"', '\n ‸ { "type": "flatten"'),
      undefined,
    ],
  ])("%s", (_claim, marked, layer) => {
    const { document, at } = model(marked);
    expect(layerAt(document, at)).toBe(layer);
  });
});

describe("fixes", () => {
  const wrong = stack("[8, 8, 1]", '{ "type": "conv2d", "filters": 4, ‸"kernelSiz": 3 }');

  test("a mistake under the cursor brings its remedies", () => {
    const { document, text, at } = model(wrong);
    const [found] = issuesAt(document.issues, { start: at + 1, end: at + 1 });
    const [edit] = found?.fixes[0]?.edits ?? [];
    if (edit === undefined) throw new Error("no fix");
    const mended = text.slice(0, edit.range.start) + edit.text + text.slice(edit.range.end);
    expect(mended).toContain('"kernelSize": 3');
    expect(model(mended).document.issues).toEqual([]);
  });

  test("elsewhere there is nothing to mend", () => {
    const { document } = model(wrong);
    expect(issuesAt(document.issues, { start: 0, end: 1 })).toEqual([]);
  });
});

describe("the document cache", () => {
  const text = (version: number, content: string) => ({
    uri: "file:///a%20b.cnn.json",
    version,
    getText: () => content,
  });

  test("one version is read once", () => {
    const cache = new DocumentCache();
    expect(cache.read(text(1, article))).toBe(cache.read(text(1, "not asked for")));
  });

  test("another version is read anew", () => {
    const cache = new DocumentCache();
    cache.read(text(1, article));
    expect(cache.read(text(2, "{}")).graph.nodes).toEqual([]);
  });

  test("what is forgotten is read anew, even under an old version", () => {
    const cache = new DocumentCache();
    cache.read(text(1, article));
    cache.forget("file:///a%20b.cnn.json");
    expect(cache.read(text(1, "{}")).graph.nodes).toEqual([]);
  });

  test.each([
    ["file:///models/a%20b.cnn.json", "a b"],
    ["git:/models/net.cnn.json?%7B%22ref%22%3A%22/x/HEAD%22%7D", "net"],
    ["untitled:100%.cnn.json", "100%"],
  ])("a model without a name is called by its file: %s", (uri, name) => {
    const { graph } = new DocumentCache().read({ uri, version: 1, getText: () => article });
    expect(graph.name.startsWith(name)).toBe(true);
  });
});
