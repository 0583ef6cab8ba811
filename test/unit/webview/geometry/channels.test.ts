import { expect, test } from "vitest";
import { inputChannelOf } from "../../../../webview/geometry/channels.ts";

test("a pool's output channel reads the same input channel", () => {
  expect(inputChannelOf({ inputs: 8, outputs: 8, kernel: undefined }, 5)).toBe(5);
});

test("a depthwise convolution's output channel reads the one that its multiplier belongs to", () => {
  expect(inputChannelOf({ inputs: 4, outputs: 8, kernel: [3, 3, 4, 2] }, 5)).toBe(2);
  expect(inputChannelOf({ inputs: 4, outputs: 4, kernel: [3, 3, 4, 1] }, 3)).toBe(3);
});

test("a convolution's output channel reads several, or the only one that there is", () => {
  expect(inputChannelOf({ inputs: 4, outputs: 4, kernel: [3, 3, 4, 4] }, 3)).toBeUndefined();
  expect(inputChannelOf({ inputs: 1, outputs: 8, kernel: [3, 3, 1, 8] }, 3)).toBeUndefined();
});
