// How much of a model is run beyond what must be.
import { expect, test } from "vitest";
import { openProgram } from "../../../../src/formats/python/program.ts";
import { readProgram } from "../../../../src/formats/python/read-python.ts";
import { frameworks } from "../../../../src/python/frameworks.ts";
import type { EndsAt } from "../../../../src/python/trace.ts";
import { openWorkspace } from "../../../support/python.ts";
import { readText } from "./read-text.ts";

/** A model of many layers whose input is solved; `width`: what the layer behind the stem takes. */
function chain(width: number): string {
  return `import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 3, padding=1)
        self.second = nn.Conv2d(${width}, 16, 3, padding=1)
        self.blocks = nn.ModuleList(nn.Conv2d(16, 16, 3, padding=1) for _ in range(40))

    def forward(self, x):
        x = self.second(self.stem(x))
        for block in self.blocks:
            x = block(x)
        return x

net = Net()
`;
}

test("whether two samples mend what is wrong with one is known at the first mistake", () => {
  const [right, wrong] = [readText(chain(16)), readText(chain(8))];
  expect(wrong.issues).toHaveLength(1);
  expect(wrong.models[0]?.operations).toHaveLength(right.models[0]?.operations.length ?? 0);
  expect(wrong.work).toBeLessThan(1.2 * right.work);
});

test("a trial ends at the first mistake that decides it", async () => {
  const python = await openWorkspace({}, frameworks);
  const text = `${chain(8)}import torch\nnet(torch.zeros(1, 3, 32, 32))\n`;
  const read = (endsAt?: EndsAt) =>
    readProgram(openProgram(python, { path: "net.py", text }, frameworks, endsAt && { endsAt }));
  const whole = read();
  expect(whole?.issues).toHaveLength(1);
  expect(read(() => false)).toMatchObject({ issues: whole?.issues, work: whole?.work });
  const cut = read(() => true);
  expect(cut).toMatchObject({ issues: whole?.issues, hasEnded: true });
  expect(cut?.work).toBeLessThan((whole?.work ?? 0) / 2);
});
