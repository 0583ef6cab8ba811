// What an editor shows at the call of a function that a person has written.
import { expect, test } from "vitest";
import { applyEdits } from "../../../../src/graph/apply-edits.ts";
import { pythonHoverAt } from "../../../../src/service/python/hover.ts";
import { pythonInlayHints } from "../../../../src/service/python/inlay-hints.ts";
import { moveDocument } from "../../../../src/service/python/move-document.ts";
import { checkShapeComments, shapeCommentEdits } from "../../../../src/service/python/shape-comments.ts";
import { readText } from "../../formats/python/read-text.ts";

const TORCH = `import torch
from torch import nn

def twice(x):
    return torch.cat([x, x], dim=1)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(6, 8, 3),
            nn.ReLU(),
        )

    def features(self, x):
        x = twice(x)
        return self.body(x), x.shape[1]

    def forward(self, x):
        maps, count = self.features(x)
        return maps.mean((2, 3))

y = twice(Net()(torch.randn(1, 3, 9, 9)))
`;

const KERAS = `import keras
from keras import layers

def block(x, width):
    return layers.Conv2D(width, 3)(x)

inputs = keras.Input((9, 9, 3))
x = block(inputs, 8)
x = block(x, 16)
model = keras.Model(inputs, x)
`;

const BLOCK = `from torch import nn

class Down(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(width, 2 * width, 2, stride=2)

    def step(self, x):
        return self.conv(x)

    def forward(self, x):
        x = self.step(x)
        return x
`;

function hintsIn(text: string, document = readText(text)): string[] {
  return pythonInlayHints(document).map(
    ({ offset, label }) => `${text.slice(0, offset).split("\n").at(-1)?.trim()} ${label}`,
  );
}

test.each([
  ["PyTorch's", TORCH, ["x = twice(x) → [1, 6, 9, 9]", "maps, count = self.features(x) → [1, 8, 7, 7]"]],
  ["a script's", TORCH, ["y = twice(Net()(torch.randn(1, 3, 9, 9))) → [1, 16]"]],
  ["Keras's", KERAS, ["x = block(inputs, 8) → (None, 7, 7, 8)", "x = block(x, 16) → (None, 5, 5, 16)"]],
  ["a block's", BLOCK, ["x = self.step(x) → [1, 2*width, H//2, W//2]"]],
])("%s own functions have hints at their calls", (_, text, hints) => {
  expect(hintsIn(text)).toEqual(expect.arrayContaining(hints));
});

test("such a call has a hover, and is no operation of the model", () => {
  const read = readText(TORCH);
  expect(pythonHoverAt(read, TORCH.indexOf("self.features(x)"))?.markdown).toContain("**features**");
  expect(read.models[0]?.operations.map(({ type }) => type)).not.toContain("features");
});

test("its hint stays in place while another line is typed", () => {
  const text = TORCH.replace("nn.ReLU(),", "nn.ReLU(),\n            nn.Conv2d(");
  expect(hintsIn(text, moveDocument(readText(TORCH), text))).toContain("x = twice(x) → [1, 6, 9, 9]");
});

test("comments behind a comma or an open bracket are those of their line", () => {
  const commented = applyEdits(TORCH, shapeCommentEdits(readText(TORCH)));
  expect(commented).toContain("self.body = nn.Sequential(  # [1, 8, 7, 7]\n");
  expect(commented).toContain("nn.ReLU(),  # [1, 8, 7, 7]\n");
  expect(shapeCommentEdits(readText(commented))).toEqual([]);
  expect(hintsIn(commented).filter((hint) => hint.includes("#"))).toEqual([]);
  const stale = commented.replace("nn.ReLU(),  # [1, 8, 7, 7]", "nn.ReLU(),  # [1, 8, 5, 5]");
  expect(checkShapeComments(readText(stale)).map(({ message }) => message)).toEqual([
    "The comment says [1, 8, 5, 5], the line gives [1, 8, 7, 7].",
  ]);
});
