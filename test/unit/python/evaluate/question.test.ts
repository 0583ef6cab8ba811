import { expect, test } from "vitest";
import { Unknown } from "../../../../src/python/value.ts";
import { openWorkspace } from "../../../support/python.ts";

const TEXT = `from elsewhere import rate

class Part:
    scale = 3

def make(width, depth):
    inner = width * 2
    return max(inner, 1)

make(4, 5)
make(depth=7, width=rate)
if rate:
    make(8, 9)
`;

test("what other texts are worth in an argument's place is told each time that Python surely comes there", async () => {
  const start = TEXT.indexOf("inner, 1");
  const texts = ["depth", "width * Part.scale", "missing", "inner = 2"];
  const question = { path: "a.py", range: { start, end: start + "inner".length }, texts, answers: [] };
  const evaluation = (await openWorkspace({})).evaluate({ questions: [question] });
  const { value } = evaluation.load({ path: "a.py", text: TEXT });
  expect(value).not.toBeInstanceOf(Unknown);
  const unknown = expect.any(Unknown);
  expect(question.answers).toEqual([
    { own: 8, others: [5, 12, undefined, unknown] },
    { own: unknown, others: [7, unknown, undefined, unknown] },
  ]);
});
