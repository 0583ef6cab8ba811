// How much of a model is run beyond what must be.
import { expect, test } from "vitest";
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
