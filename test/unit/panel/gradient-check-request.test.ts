import { expect, test } from "vitest";
import { readGradientCheckRequest } from "../../../src/panel/view-requests.ts";

const sample = { set: "test", index: 3 };
const request = { layer: 1, sample, revision: 4, target: { kind: "weight", name: "kernel", index: 7 } };

test.each([
  ["a weight", request],
  ["an input", { ...request, target: { kind: "input", input: 0, index: 9 } }],
])("a check of %s is let through as it is", (_, value) => {
  expect(readGradientCheckRequest(value)).toEqual(value);
});

test.each([
  ["without a target", { ...request, target: undefined }],
  ["of another kind", { ...request, target: { kind: "bias", index: 0 } }],
  ["of the model's input", { ...request, layer: -1 }],
  ["of a negative place", { ...request, target: { kind: "input", input: 0, index: -1 } }],
  ["of a fraction", { ...request, target: { kind: "weight", name: "kernel", index: 0.5 } }],
])("a check %s is refused", (_, value) => {
  expect(() => readGradientCheckRequest(value)).toThrow();
});
