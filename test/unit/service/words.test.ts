import { describe, expect, test } from "vitest";
import { capitalize, countOf, escapeMarkdown, formatNumber, listInWords } from "../../../src/service/words.ts";

describe("words", () => {
  test.each([
    [0, "0"],
    [999, "999"],
    [1000, "1,000"],
    [28298, "28,298"],
    [1234567890, "1,234,567,890"],
    [-4096, "-4,096"],
    [0.5, "0.5"],
    [1234.5678, "1,234.5678"],
    [1e21, "1e+21"],
  ])("a comma stands between thousands: %d is %s", (value, expected) => {
    expect(formatNumber(value)).toBe(expected);
  });

  test.each([
    [0, "0 rows"],
    [1, "1 row"],
    [2704, "2,704 rows"],
  ])("a count bends its noun: %d", (count, expected) => {
    expect(countOf(count, "row")).toBe(expected);
  });

  test.each([
    [[], ""],
    [["a"], "a"],
    [["a", "b"], "a and b"],
    [["a", "b", "c"], "a, b and c"],
  ])("a list ends with and: %j", (words, expected) => {
    expect(listInWords(words)).toBe(expected);
  });

  test("a sentence begins with a capital", () => {
    expect(capitalize("rows 3 and 4")).toBe("Rows 3 and 4");
  });

  test.each([
    ["conv2d_1", "conv2d_1"],
    ["_edges_", "\\_edges\\_"],
    ["**a**", "\\*\\*a\\*\\*"],
    ["![x](command:y)", "\\!\\[x\\](command:y)"],
    ["<img src=x>", "\\<img src=x\\>"],
    ["a`b", "a\\`b"],
    ["$(play)", "\\$(play)"],
    ["two\n\nparagraphs", "two paragraphs"],
  ])("a name in Markdown shows letter by letter: %j", (name, expected) => {
    expect(escapeMarkdown(name)).toBe(expected);
  });
});
