import { describe, expect, test } from "vitest";
import { slideWindow, type WindowAttributes } from "../../../../src/layers/window-rule.ts";
import type { Window } from "../../../../src/tensor/window.ts";
import {
  describeGroups,
  describeKernel,
  describePadding,
  describePlace,
  describeUnused,
} from "../../../../webview/words/window.ts";

function windowFor(size: number, changes: Partial<WindowAttributes>): Window {
  const result = slideWindow([size, size, 1], {
    kernel: [3, 3],
    strides: [1, 1],
    dilation: [1, 1],
    padding: "valid",
    ceilMode: false,
    kernelName: "kernelSize",
    ...changes,
  });
  if ("issue" in result) throw new Error(result.issue.message);
  return result.window;
}

test("groups say which channels are connected", () => {
  expect(describeGroups({ groups: 2, inputs: 3, outputs: 2 }, 3)).toBe(
    "2 groups: output channels 2–3 read input channels 3–5 alone.",
  );
  expect(describeGroups({ groups: 32, inputs: 1, outputs: 1 }, 5)).toBe(
    "32 groups: output channel 5 reads input channel 5 alone.",
  );
});

describe("a place", () => {
  test("says which rows and columns it reads", () => {
    const window = windowFor(10, { padding: "same" });
    expect(describePlace(window, { row: 6, column: 8 })).toBe("output (6, 8) reads rows 5–7, columns 7–9");
  });

  test("says what of it is padding", () => {
    const window = windowFor(10, { padding: "same" });
    expect(describePlace(window, { row: 0, column: 9 })).toBe(
      "output (0, 9) reads rows −1 to 1 (−1 padding), columns 8–10 (10 padding)",
    );
  });

  test("lists the cells of a dilated window", () => {
    const window = windowFor(10, { dilation: [2, 1] });
    expect(describePlace(window, { row: 1, column: 0 })).toBe("output (1, 0) reads rows 1, 3, 5, columns 0–2");
  });

  test("may see nothing but padding", () => {
    const window = windowFor(4, { kernel: [1, 1], padding: { top: 2, right: 0, bottom: 0, left: 0 } });
    expect(describePlace(window, { row: 0, column: 0 })).toBe("output (0, 0) reads row −2 (all padding), column 0");
  });
});

describe("unused cells", () => {
  test("are named, rows and columns", () => {
    expect(describeUnused(windowFor(28, { kernel: [3, 3], strides: [2, 1] }))).toEqual([
      "No window reads row 27 of the input.",
    ]);
    expect(describeUnused(windowFor(7, { kernel: [1, 1], strides: [3, 2] }))).toEqual([
      "No window reads rows 1, 2, 4, 5 and columns 1, 3, 5 of the input.",
    ]);
  });

  test("are not spoken of where there are none", () => {
    expect(describeUnused(windowFor(28, { padding: "same" }))).toEqual([]);
  });

  test("are not counted for sizes that nothing could hold", () => {
    expect(describeUnused({ ...windowFor(8, { strides: [3, 3] }), h: 1e9, oh: 3e8 })).toEqual([
      "No window reads columns 6–7 of the input.",
    ]);
  });
});

test("a window of ceilMode says that it reaches beyond the input", () => {
  const window = windowFor(5, { kernel: [2, 2], strides: [2, 2], ceilMode: true });
  expect(describeUnused(window)).toEqual([
    "The last window reaches 1 row beyond the bottom, where nothing is.",
    "The last window reaches 1 column beyond the right, where nothing is.",
  ]);
});

test("a reversed window writes, and its padding is cropped", () => {
  const window = windowFor(10, { kernel: [3, 3], strides: [2, 2], padding: "same" });
  expect(describePlace(window, { row: 1, column: 4 }, "writes")).toBe(
    "input (1, 4) writes rows 2–4, columns 8–10 (10 cropped)",
  );
  expect(describePadding(window, "writes")).toBe("Cropped: top 0, right 1, bottom 1, left 0.");
  expect(describeUnused(windowFor(5, { kernel: [2, 2], strides: [3, 3] }), "writes")).toEqual([
    "No window writes row 2 and column 2 of the output.",
  ]);
});

test("padding names all four sides", () => {
  expect(describePadding(windowFor(28, { kernel: [2, 2], padding: "same" }))).toBe(
    "Padding: top 0, right 1, bottom 1, left 0.",
  );
  expect(describePadding(windowFor(28, {}))).toBe("No padding.");
});

test("a kernel names stride and dilation only where they are not 1", () => {
  expect(describeKernel(windowFor(28, {}))).toBe("3 × 3 window");
  expect(describeKernel(windowFor(28, { strides: [2, 1], dilation: [2, 2] }))).toBe(
    "3 × 3 window, stride 2 × 1, dilation 2",
  );
});
