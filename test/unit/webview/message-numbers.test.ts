import { expect, test } from "vitest";
import { reviveNumbers } from "../../../webview/message-numbers.ts";

test("a null that arrives is a number that was none", () => {
  const sent = { loss: Number.NaN, points: [{ step: 1, loss: Number.POSITIVE_INFINITY }], name: "a" };
  expect(reviveNumbers(JSON.parse(JSON.stringify(sent)))).toEqual({
    loss: Number.NaN,
    points: [{ step: 1, loss: Number.NaN }],
    name: "a",
  });
});

test("typed arrays pass as they are", () => {
  const data = Float32Array.of(1, Number.NaN);
  expect((reviveNumbers({ data }) as { data: unknown }).data).toBe(data);
});
