import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { inRoot } from "../../../../scripts/root.ts";
import type { PythonModel } from "../../../../src/formats/python/python-document.ts";
import { applyEdits } from "../../../../src/graph/apply-edits.ts";
import type { Range } from "../../../../src/graph/graph.ts";
import { readPython } from "../../../../src/python/syntax/read.ts";
import { pythonInlayHints } from "../../../../src/service/python/inlay-hints.ts";
import { notebookText } from "../../../../src/service/python/notebook-text.ts";
import { shapeCommentEdits } from "../../../../src/service/python/shape-comments.ts";
import { countIn } from "../../../../src/service/python/sizes.ts";
import { pythonParser } from "../../../support/python.ts";
import { openReader } from "../../formats/python/read-text.ts";

const parser = await pythonParser();
const lenet = readFileSync(inRoot("examples", "lenet.py"), "utf8");
const hintsBehind = (document: Parameters<typeof pythonInlayHints>[0]) =>
  pythonInlayHints(document).map(({ offset, label }) => {
    const line = document.text.slice(document.text.lastIndexOf("\n", offset - 1) + 1, offset).trim();
    return `${line} ${label}`;
  });

describe("a text that is broken in the middle of typing", () => {
  test("keeps the answers for everything that is not being edited", async () => {
    const reader = await openReader();
    const whole = hintsBehind(reader.read({ path: "/w/lenet.py", text: lenet }));
    const broken = lenet.replace("x = F.relu(self.fc1(x))", "x = F.relu(self.fc1(x");
    const kept = hintsBehind(reader.read({ path: "/w/lenet.py", text: broken }));
    expect(kept).toEqual(whole.filter((line) => !line.includes("self.fc1(x)")));
  });

  test("moves what stands behind the edit", async () => {
    const reader = await openReader();
    reader.read({ path: "/w/lenet.py", text: lenet });
    const broken = lenet.replace("    def __init__(self, num", "    y = (\n    def __init__(self, num");
    const kept = hintsBehind(reader.read({ path: "/w/lenet.py", text: broken }));
    expect(kept).toContain("self.conv2 = nn.Conv2d(6, 16, kernel_size=5) → [1, 16, 10, 10]");
    expect(kept).toContain("x = x.view(x.size(0), -1) → [1, 400]");
  });
});

test("a Sequential keeps its hint while a text behind it is broken", async () => {
  const reader = await openReader();
  const text = "from keras import layers, Sequential\nnet = Sequential([layers.Dense(3, input_shape=(2,))])\nx = 1\n";
  const whole = hintsBehind(reader.read({ path: "/w/sequential.py", text }));
  expect(whole.some((line) => line.startsWith("net = Sequential("))).toBe(true);
  expect(hintsBehind(reader.read({ path: "/w/sequential.py", text: text.replace("x = 1", "x = (1") }))).toEqual(whole);
});

test("a layer that is in no model is counted by itself", async () => {
  const reader = await openReader();
  const text = "import keras\nimport tools\nx = keras.Input((4,))\ny = tools.norm(keras.layers.Dense(3)(x))\n";
  const document = reader.read({
    path: "/w/loose.py",
    text: `${text}model = keras.Model(x, keras.layers.Dense(2)(y))\n`,
  });
  const [main] = document.models as [PythonModel];
  const counts = document.loose.map((operation) => [operation.type, countIn(main, operation)?.value]);
  expect(counts).toContainEqual(["Dense", 15]);
});

test("imports are followed in the files around, and an edit of one changes the answers", async () => {
  const files: Record<string, string> = {
    "/w/blocks.py": "import torch.nn as nn\ndef conv(i, o):\n    return nn.Conv2d(i, o, 3)\n",
  };
  const reader = await openReader(files);
  const file = {
    path: "/w/net.py",
    text: "import torch\nimport torch.nn as nn\nfrom blocks import conv\nnet = nn.Sequential(conv(3, 8))\nnet(torch.zeros(1, 3, 8, 8))\n",
  };
  const shapes = () => reader.read(file).models[0]?.operations.map(({ outputs }) => outputs[0]?.shape);
  expect(shapes()).toEqual([
    [1, 8, 6, 6],
    [1, 8, 6, 6],
  ]);
  files["/w/blocks.py"] = "import torch.nn as nn\ndef conv(i, o):\n    return nn.Conv2d(i, o, 5)\n";
  reader.invalidate();
  expect(shapes()?.[0]).toEqual([1, 8, 4, 4]);
});

describe("a notebook", () => {
  const cells = [
    "%matplotlib inline\nimport torch, torch.nn as nn",
    "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.c = nn.Conv2d(3, 8, 3)\n    def forward(self, x):\n        return self.c(x)",
    "!pip install something\nNet()(torch.zeros(1, 3, 8, 8))",
  ];

  test("is one text in which every cell stands where it is said to stand, line for line", () => {
    const { text, cells: places } = notebookText(cells);
    expect(places.map(({ start, end }) => text.slice(start, end).length)).toEqual(cells.map(({ length }) => length));
    expect(text).not.toContain("%matplotlib");
    expect(text.slice(places[1]?.start, places[1]?.end)).toBe(cells[1]);
  });

  test.each([
    ["a shell's output in a variable", "files = !ls -la"],
    ["a magic's answer in a variable", "taken = %timeit -o net(x)"],
    ["a question", "net.forward??"],
    ["a question in front", "?net"],
    ["a magic that is all of a block", "if True:\n    %matplotlib inline"],
    ["a shell's line that is all of a block", "if True:\n    !pip install torch"],
    ["a cell magic that only watches", "%%capture out\nimport os"],
    ["a cell of another language", "%%bash\nfor f in *; do echo $f; done"],
    ["an operator that a line begins with", "text = ('%d'\n    % 3)\nsame = (1\n    != 2)"],
  ])("%s breaks no other cell", async (_, cell) => {
    const model = "import torch\nfrom torch import nn\nnet = nn.Linear(4, 2)\ny = net(torch.randn(3, 4))";
    const { text, cells: places } = notebookText([cell, model]);
    expect(text).toHaveLength(cell.length + model.length + 2);
    const reader = await openReader();
    const { issues, models } = reader.readPart({ path: "/w/lesson.ipynb", text }, places[1] as Range);
    expect(issues).toEqual([]);
    expect(models).toHaveLength(1);
    const { syntax, tree } = readPython(parser, { path: "", text });
    tree?.delete();
    expect(syntax.broken).toBe(false);
  });

  test("a cell that stays broken keeps the others alive: those are answered as they are edited", async () => {
    const reader = await openReader();
    const hintsOf = (all: readonly string[], cell: number) => {
      const { text, cells: places } = notebookText(all);
      return hintsBehind(reader.readPart({ path: "/w/stays.ipynb", text }, places[cell] as Range, places));
    };
    const unclosed = 'print("""never closed\nx = (1,';
    const model = (width: number) => `net = nn.Conv2d(3, ${width}, 3)`;
    const call = "y = net(torch.zeros(1, 3, 8, 8))";
    const hints = (width: number) => [`${call} → [1, ${width}, 6, 6]`];
    const [first = ""] = cells;
    expect(hintsOf([first, unclosed, model(8), call], 3)).toEqual(hints(8));
    expect(hintsOf([first, unclosed, model(16), call], 3)).toEqual(hints(16));
    expect(hintsOf([first, unclosed, model(16), "", call], 4)).toEqual(hints(16));
    expect(hintsOf([first, "print(1)", model(24), call], 3)).toEqual(hints(24));
    // In the middle of typing the cell itself, what it said before still counts.
    expect(hintsOf([first, "print(1)", `${model(32)}\nbias = (`, call], 3)).toEqual(hints(24));
    expect(hintsOf([first, "print(1)", `${model(32)}\nbias = (1)`, call], 3)).toEqual(hints(32));
  });

  test("a cell sees the classes of the cells above it", async () => {
    const reader = await openReader();
    const { text, cells: places } = notebookText(cells);
    const part = places[1];
    if (part === undefined) throw new Error("no such cell");
    const hints = hintsBehind(reader.readPart({ path: "/w/book.ipynb", text }, part));
    expect(hints).toEqual(["self.c = nn.Conv2d(3, 8, 3) → [1, 8, 6, 6]", "return self.c(x) → [1, 8, 6, 6]"]);
  });

  test("a cell gets no comment for a call that stands in a cell below", async () => {
    const reader = await openReader();
    const [first = "", second = ""] = cells;
    const { text, cells: places } = notebookText([
      first,
      second,
      "head = nn.Linear(6, 2)",
      "y = head(torch.zeros(4, 6))",
    ]);
    const edits = shapeCommentEdits(reader.readPart({ path: "/w/below.ipynb", text }, places[1] as Range));
    expect(edits.map((edit) => edit.text)).toEqual(["  # [1, 8, H - 2, W - 2]", "  # [1, 8, H - 2, W - 2]"]);
  });

  test("a cell that is broken in the middle of typing takes no answer from the others", async () => {
    const reader = await openReader();
    const hintsOf = (all: readonly string[], cell: number) => {
      const { text, cells: places } = notebookText(all);
      const part = places[cell];
      if (part === undefined) throw new Error("no such cell");
      return hintsBehind(reader.readPart({ path: "/w/typing.ipynb", text }, part));
    };
    const whole = hintsOf(cells, 1);
    expect(hintsOf([...cells.slice(0, 2), "!pip install something\nNet()(torch.zeros(1, 3,"], 1)).toEqual(whole);
  });

  test("a fix changes the cell in which the slip is, and no cell is offered what another one needs", async () => {
    const reader = await openReader();
    const wrong = [
      "import torch, torch.nn as nn\n# a cell before",
      "conv = nn.Conv2d(3, 6, 3)\nfc = nn.Linear(8 * 6 * 6, 10)\nx = conv(torch.zeros(1, 3, 8, 8)).flatten(1)\ny = fc(x)",
      "z = nn.Linear(12, 4)(y)",
    ];
    const { text, cells: places } = notebookText(wrong);
    const fixesOf = (cell: number) => {
      const part = places[cell];
      if (part === undefined) throw new Error("no such cell");
      const document = reader.readPart({ path: "/w/slips.ipynb", text }, part);
      return document.issues.map((issue) => {
        const trials = reader.repairs(document, issue);
        for (;;) {
          const { done, value } = trials.next();
          if (done) return value;
        }
      });
    };
    const first = fixesOf(1)[0]?.map(({ edits }) => applyEdits(wrong[1] ?? "", edits));
    expect(first).toContain(wrong[1]?.replace("Conv2d(3, 6, 3)", "Conv2d(3, 8, 3)"));
    const second = fixesOf(2)[0]?.[0];
    expect(applyEdits(wrong[2] ?? "", second?.edits ?? [])).toBe("z = nn.Linear(10, 4)(y)");
    expect(fixesOf(0)).toEqual([]);
  });
});

test.each([
  ["    model.eval()\n", 0],
  ["", 1],
])("a norm of one value is a mistake unless the helper that calls it stops the training: %j", async (stop, count) => {
  const helper = `import torch\ndef look(model):\n${stop}    return model(torch.zeros(1, 3, 2, 2))\n`;
  const text = `import torch.nn as nn
from helper import look
from net import Net
def build():
    net = Net()
    look(net)
    return net
net = build()
`;
  const net = `import torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.bn = nn.BatchNorm2d(3)
    def forward(self, x):
        return self.bn(self.pool(x))
`;
  const reader = await openReader({ "/w/helper.py": helper, "/w/net.py": net });
  expect(reader.read({ path: "/w/main.py", text }).issues).toHaveLength(count);
});
