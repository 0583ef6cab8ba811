// Models of several inputs of which the file says no shape: what their first layers say of each.
import { expect, test } from "vitest";
import { formatDim } from "../../../../src/tensor/dim/text.ts";
import type { Dim } from "../../../../src/tensor/dim.ts";
import { readText } from "./read-text.ts";

const indented = (lines: readonly string[]) => lines.map((line) => `        ${line}\n`).join("");

const model = (layers: readonly string[], forward: readonly string[]) => `
import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
${indented(layers)}
    def forward(self, left, right):
${indented(forward)}`;

const written = (shapes: readonly (readonly Dim[] | undefined)[]) =>
  shapes.map((shape) => shape?.map(formatDim).join(" "));

function read(layers: readonly string[], forward: readonly string[]) {
  const { models, issues } = readText(model(layers, forward));
  const [first] = models;
  return {
    inputs: written(first?.input.shapes ?? []),
    output: written(first?.outputs.map(({ shape }) => shape) ?? [])[0],
    issues: issues.map(({ code }) => code),
  };
}

test("each input has letters of its own", () => {
  const layers = ["self.a = nn.Conv2d(3, 8, 5)", "self.b = nn.Conv2d(1, 4, 3, padding=1)"];
  const forward = ["a, b = self.a(left), self.b(right)", "return torch.cat([a.mean((2, 3)), b.mean((2, 3))], 1)"];
  expect(read(layers, forward)).toEqual({ inputs: ["1 3 H1 W1", "1 1 H2 W2"], output: "1 12", issues: [] });
});

test("inputs of other kinds are what their layers read, one that no layer reads stays unknown", () => {
  const layers = ["self.a = nn.Conv1d(2, 8, 5)", "self.b = nn.Linear(16, 4)"];
  expect(read(layers, ["return self.b(right), self.a(left)"]).inputs).toEqual(["1 2 L1", "1 16"]);
  expect(read(layers, ["return self.a(left) * right.sum()"]).inputs).toEqual(["1 2 L1", undefined]);
});

test("images that go the same way have the size that its layers demand", () => {
  const layers = ["self.conv = nn.Conv2d(1, 8, 5)", "self.fc = nn.Linear(8 * 24 * 24, 10)"];
  const forward = ["a, b = [self.fc(self.conv(x).flatten(1)) for x in (left, right)]", "return (a - b).abs()"];
  expect(read(layers, forward)).toEqual({ inputs: ["1 1 28 28", "1 1 28 28"], output: "1 10", issues: [] });
});

test("what no size can mend is told", () => {
  const layers = ["self.a = nn.Conv2d(3, 8, 5)", "self.b = nn.Conv2d(16, 4, 3)"];
  const { issues } = read(layers, ["return self.b(self.a(left) + self.a(right))"]);
  expect(issues).toEqual(["shape/in-channels"]);
});
