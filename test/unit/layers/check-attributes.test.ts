import { describe, expect, test } from "vitest";
import { checkAttributes } from "../../../src/layers/check-attributes.ts";
import { conv2d } from "../../../src/layers/conv2d.ts";

describe("attributes of another format", () => {
  test("get their defaults and their one form", () => {
    const checked = checkAttributes(conv2d, { filters: 8, kernelSize: 3, padding: "SAME" });
    expect(checked).toMatchObject({ filters: 8, kernelSize: [3, 3], padding: "same", strides: [1, 1], groups: 1 });
  });

  test("are refused as a whole if one has no sense", () => {
    expect(checkAttributes(conv2d, { filters: 0, kernelSize: 3 })).toBeUndefined();
  });

  test("are refused if one is missing that has no default", () => {
    expect(checkAttributes(conv2d, { filters: 4 })).toBeUndefined();
  });
});
