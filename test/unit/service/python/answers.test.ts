import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { inRoot } from "../../../../scripts/root.ts";
import { applyEdits } from "../../../../src/graph/apply-edits.ts";
import { layerAt } from "../../../../src/service/place.ts";
import { pythonCodeLenses } from "../../../../src/service/python/code-lenses.ts";
import { comparisonReport } from "../../../../src/service/python/comparison.ts";
import { pythonHoverAt } from "../../../../src/service/python/hover.ts";
import { pythonInlayHints } from "../../../../src/service/python/inlay-hints.ts";
import {
  inputShapeEdit,
  inputShapePrompt,
  inputShapeRefusal,
  sampleShapeText,
} from "../../../../src/service/python/input-shape.ts";
import { mayHaveModels } from "../../../../src/service/python/may-have-models.ts";
import { modelDocumentOf } from "../../../../src/service/python/model-document.ts";
import { checkShapeComments, shapeCommentEdits } from "../../../../src/service/python/shape-comments.ts";
import { summaryReport } from "../../../../src/service/python/summary.ts";
import { openReader, readText } from "../../formats/python/read-text.ts";

const lenet = readFileSync(inRoot("examples", "lenet.py"), "utf8");
const document = readText(lenet);
const at = (text: string, source = lenet): number => source.indexOf(text) + 1;
const hoverOver = (text: string): string => pythonHoverAt(document, at(text))?.markdown ?? "";

describe("a hover", () => {
  test("over a call says shapes, calculation, padding, parameters and costs", () => {
    const hover = hoverOver("self.conv1(x)");
    for (const said of [
      "**conv1** · Conv2d",
      "[1, 1, 28, 28\\] → \\[1, 6, 28, 28",
      "= 28",
      "Padding: top 2, right 2, bottom 2, left 2.",
      "weight 6 × 1 × 5 × 5 + bias 6 = 156",
      "Multiply-accumulates: 117,600.",
      "Receptive field: 5 × 5 input cells",
    ]) {
      expect(hover).toContain(said);
    }
  });

  test("over a construction says what its call does", () => {
    expect(hoverOver("nn.Conv2d(6, 16")).toContain("[1, 6, 14, 14\\] → \\[1, 16, 10, 10");
  });

  test("over a flattening says which line gave each factor", () => {
    expect(hoverOver("x.view(")).toMatch(
      /400 = 16 × 5 × 5\n {2}channels 16 from conv2, line 19\n {2}height {3}5 from max_pool2d, line 19/,
    );
  });

  test("over a pool of all places or a whole model tells no such story", () => {
    const keras = `import keras
from keras import layers
model = keras.Sequential([keras.Input((4, 4, 8)), layers.GlobalAveragePooling2D(), layers.Dense(2)])
`;
    const pool = pythonHoverAt(readText(keras), at("layers.Global", keras))?.markdown;
    expect(pool).toContain("(None, 4, 4, 8) → (None, 8)");
    expect(pool).not.toContain("128");
    const called = pythonHoverAt(readText(CALLED), at("net(torch", CALLED))?.markdown;
    expect(called).toContain("[2, 3, 32, 32\\] → \\[2, 10");
    expect(called).not.toContain("3,072");
  });

  test("over the construction of another file's block speaks of the block, not of its parts", async () => {
    const block = `import torch.nn as nn
class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, padding=1)
        self.relu = nn.ReLU()
    def forward(self, x):
        return self.relu(self.conv(x))
`;
    const text = `import torch
import torch.nn as nn
from block import Block
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.Sequential(*[Block(8) for _ in range(3)])
    def forward(self, x):
        return self.blocks(x)
net = Net()(torch.randn(1, 8, 6, 6))
`;
    const read = (await openReader({ "/w/block.py": block })).read({ path: "/w/net.py", text });
    const hover = pythonHoverAt(read, at("Block(8)", text))?.markdown;
    expect(hover).toContain("**blocks.0** · Block");
    expect(hover).toContain("Executed 2 more times");
  });

  test("over the class says what the model costs and what it is fed with", () => {
    const hover = pythonHoverAt(document, at("LeNet(nn"))?.markdown;
    expect(hover).toContain("61,706 parameters · 416,520 MACs");
    expect(hover).toContain("MNIST's images");
  });

  test("speaks of the innermost call", () => {
    expect(hoverOver("F.relu(self.conv1")).toContain("**relu**");
    expect(hoverOver("F.max_pool2d(F.relu(self.conv1")).toContain("**max\\_pool2d**".replace("\\", ""));
  });

  test("says nothing where nothing is computed", () => {
    expect(pythonHoverAt(document, at("import torch"))).toBeUndefined();
  });
});

const CALLED = `import torch
from torchvision import models
net = models.resnet18()
net.fc = torch.nn.Linear(net.fc.in_features, 10)
scores = net(torch.randn(2, 3, 32, 32))
`;

const STAGED = `import torch
from torch import nn

class Block(nn.Module):
    def __init__(self, inside, outside):
        super().__init__()
        self.conv = nn.Conv2d(inside, outside, 3, stride=2)

    def forward(self, x):
        return self.conv(x)

class Staged(nn.Module):
    def __init__(self):
        super().__init__()
        self.build_head(16)
        self.stage1 = self._make_stage(3, 8)
        self.stage2: nn.Module = self._make_stage(8, 16)

    def build_head(self, width):
        self.head = nn.Conv2d(width, 10, 1)

    def _make_stage(self, inside, outside):
        blocks = [Block(inside, outside)]
        return nn.Sequential(*blocks)

    def forward(self, x):
        return self.head(self.stage2(self.stage1(x)))

y = Staged()(torch.randn(1, 3, 31, 31))
`;

describe("hints at a function that makes a part of the model", () => {
  const read = readText(STAGED);
  const lines = STAGED.split("\n");
  const hintAt = (text: string): string | undefined => {
    const end = STAGED.indexOf(text) + (lines.find((line) => line.includes(text))?.trim().length ?? 0);
    return pythonInlayHints(read).find(({ offset }) => offset === end)?.label;
  };

  test("say what comes out of that part", () => {
    expect(hintAt("self.stage1 = self._make_stage(3, 8)")).toBe("→ [1, 8, 15, 15]");
    expect(hintAt("self.stage2: nn.Module = self._make_stage(8, 16)")).toBe("→ [1, 16, 7, 7]");
  });

  test("are none where it puts the part into the model by itself", () => {
    expect(hintAt("self.build_head(16)")).toBeUndefined();
    expect(hintAt("self.head = nn.Conv2d(width, 10, 1)")).toBe("→ [1, 10, 7, 7]");
  });

  test("are asked for at the same hover", () => {
    expect(pythonHoverAt(read, at("_make_stage(8, 16)", STAGED))?.markdown).toContain("**stage2** · Sequential");
  });

  test("are asked for with the costs of all that the part does", () => {
    const hover = pythonHoverAt(read, at("_make_stage(8, 16)", STAGED))?.markdown;
    expect(hover).toContain("Multiply-accumulates: 56,448.");
    expect(hover).toContain("Receptive field: 7 × 7 input cells, moving by 4.");
    expect(hover).toContain("Parameters: 1,168.");
  });
});

describe("a class that nothing in the file builds", () => {
  const source = `import torch
from torch import nn

class ConvBlock(nn.Module):
    def __init__(self, in_ch, out_ch: int, kernel, act: nn.Module, stride=2):
        super().__init__()
        self.conv = nn.Conv2d(in_ch, out_ch * 2, 3, stride=stride, padding=1)
        self.deep = nn.Conv2d(out_ch, out_ch, kernel)
        self.act = act

    def forward(self, x):
        x = self.conv(x)
        a, b = x.chunk(2, dim=1)
        y = self.act(a)
        return self.deep(b)
`;
  const read = readText(source);
  const hintAfter = (line: string, text = source, from = read): string | undefined =>
    pythonInlayHints(from).find(({ offset }) => offset === text.indexOf(line) + line.length)?.label;

  test("shows its shapes with its parameters' names as letters", () => {
    expect(hintAfter("x = self.conv(x)")).toBe("→ [1, 2*out_ch, (H + 1)//2, (W + 1)//2]");
    expect(hintAfter("a, b = x.chunk(2, dim=1)")).toBe("→ [1, out_ch, (H + 1)//2, (W + 1)//2]");
  });

  test("leaves unknown what is no size, and what follows from it", () => {
    expect(hintAfter("y = self.act(a)")).toBeUndefined();
    expect(hintAfter("return self.deep(b)")).toMatch(/^→ \[1, out_ch, \?, \?\]$/);
  });

  test("is fed with letters, too, until a comment says with what", () => {
    expect(pythonCodeLenses(read).map(({ title }) => title)).toEqual([
      "input [1, in_ch, H, W], its size is not known: set it",
    ]);
    const [sketch] = read.sketches;
    const edit = sketch && inputShapeEdit(read, sketch, "8x32x32");
    const fed = applyEdits(source, edit ? [edit] : []);
    expect(fed).toContain("# convlens: input=8x32x32\nclass ConvBlock");
    expect(hintAfter("x = self.conv(x)", fed, readText(fed))).toBe("→ [1, 2*out_ch, 16, 16]");
  });

  test("has a hover that says what the letters are, as plain text", () => {
    const hover = pythonHoverAt(read, at("self.conv(x)", source))?.markdown ?? "";
    expect(hover).toContain("out_ch is an argument: nothing in the file gives it a number.");
    expect(hover).toContain("Capital letters are sizes of the input.");
    expect(hover).toContain("= 18\\*in_ch\\*out_ch + 2\\*out_ch.");
    expect(hover).toContain("accumulates: 18\\*((H + 1)//2)");
  });

  test("has the mistakes that it has with any numbers, and no others", () => {
    const doubtful = source.replace("nn.Conv2d(out_ch, out_ch, kernel)", "nn.Conv2d(in_ch, out_ch, kernel)");
    expect(readText(doubtful).issues).toEqual([]);
    const wrong = source.replace("return self.deep(b)", "return self.deep(x)");
    expect(readText(wrong).issues.map(({ message }) => message)).toEqual([
      "deep (Conv2d): expects out_ch input channels and gets 2*out_ch from [1, 2*out_ch, (H + 1)//2, (W + 1)//2]. Set in_channels to 2*out_ch.",
    ]);
  });

  test("needs no letters where the file builds it with numbers", () => {
    const built = `${source}\nnet = ConvBlock(3, 8, 3, nn.ReLU())\n`;
    const now = readText(built);
    expect(now.sketches).toEqual([]);
    expect(hintAfter("x = self.conv(x)", built, now)).toBe("→ [1, 16, (H + 1)//2, (W + 1)//2]");
  });

  test("is no model to train, nor one whose costs are compared", () => {
    expect(modelDocumentOf(read)).toBeUndefined();
    expect(comparisonReport(read, read).text.trim()).toBe("Neither version has a model.");
  });
});

describe("a model of torchvision that a function makes", () => {
  const made = `import argparse
import torch
import torch.nn as nn
from torchvision import datasets, models, transforms

def build_model(num_classes):
    model = models.resnet18(weights="DEFAULT")
    model.fc = nn.Linear(model.fc.in_features, num_classes)
    return model
`;
  const script = `${made}
def train(model, loader):
    for images, labels in loader:
        outputs = model(images)

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--classes", type=int, default=5)
    args = parser.parse_args()
    transform = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor()])
    data = datasets.ImageFolder("data", transform)
    model = build_model(args.classes).to("cpu")
    train(model, torch.utils.data.DataLoader(data))

if __name__ == "__main__":
    main()
`;
  const hintAt = (text: string, line: string): string | undefined =>
    pythonInlayHints(readText(text)).find(({ offset }) => offset === text.indexOf(line) + line.length)?.label;
  const head = "model.fc = nn.Linear(model.fc.in_features, num_classes)";

  test("is the model of a script that calls it", () => {
    expect(hintAt(script, head)).toBe("→ [1, 5]");
    expect(pythonCodeLenses(readText(script)).map(({ title }) => title)).toContain(
      "input [1, 3, 224, 224], the images' transformation",
    );
  });

  test("has letters where nothing calls it", () => {
    expect(hintAt(made, head)).toBe("→ [1, num_classes]");
    expect(readText(made).models).toEqual([]);
  });
});

test("a hint of several shapes ends before VS Code would cut it", () => {
  const several = `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(8, 8, 3, stride=2)

    def forward(self, x):
        for _ in range(4):
            x = self.conv(x)
        return x

y = Net()(torch.randn(1, 8, 255, 255))
`;
  const labels = pythonInlayHints(readText(several)).map(({ label }) => label);
  expect(labels).toContain("→ [1, 8, 127, 127], … (4 shapes)");
});

describe("a size that is open", () => {
  const source = `import torch
from torch import nn
from elsewhere import WIDTH

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, WIDTH, 3)
        self.pool = nn.MaxPool2d(2)

    def forward(self, x):
        return self.pool(self.conv(x))
`;
  const hover = pythonHoverAt(readText(source), at("self.pool(self", source))?.markdown ?? "";

  test("is told with its reason", () => {
    expect(hover).toMatch(/\? is a size that is not known: .*elsewhere.* is not among the files of the workspace\./);
  });

  test("is told with what sets it, where it is the input's", () => {
    expect(hover).toContain("“ConvLens: Set Input Shape” gives them numbers");
    expect(hoverOver("self.conv1(x)")).not.toContain("gives them numbers");
  });
});

test("what a wrong linear layer costs is counted as it was surely meant", () => {
  const source = `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.fc = nn.Linear(100, 10)

    def forward(self, x):
        return self.fc(self.conv(x))

y = Net()(torch.randn(1, 1, 28, 28))
`;
  expect(pythonHoverAt(readText(source), at("self.fc(self", source))?.markdown).toContain("accumulates: 27,040.");
});

describe("hints", () => {
  test("are not repeated behind a comment that says the same", () => {
    const lines = lenet.replace("x.view(x.size(0), -1)", "x.view(x.size(0), -1)  # [1, 400]");
    const ends = pythonInlayHints(readText(lines)).map(({ offset }) => lines.slice(0, offset).split("\n").at(-1));
    expect(ends.some((line) => line?.includes("x.view"))).toBe(false);
    expect(ends.some((line) => line?.includes("self.fc1(x)"))).toBe(true);
  });

  test("stand at what the file does around its models, and not twice within them", () => {
    const around = `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(12, 10)

    def forward(self, x):
        return self.fc(x)

# convlens: input=7x12
net = Net()
x = torch.randn(4, 3, 12)
y = net(x)
z = y.view(4, 5, 6).mean(dim=1)
for batch in unknown_loader:
    w = net(batch)
`;
    const labels = pythonInlayHints(readText(around)).map(({ offset, label }) => [
      around.slice(0, offset).split("\n").at(-1)?.trim(),
      label,
    ]);
    expect(labels).toContainEqual(["x = torch.randn(4, 3, 12)", "→ [4, 3, 12]"]);
    expect(labels).toContainEqual(["y = net(x)", "→ [4, 3, 10]"]);
    expect(labels).toContainEqual(["z = y.view(4, 5, 6).mean(dim=1)", "→ [4, 6]"]);
    expect(labels).toContainEqual(["return self.fc(x)", "→ [1, 7, 10]"]);
    expect(labels.map(([line]) => line)).not.toContain("w = net(batch)");
  });

  test("stand at the file's own call of a model, too", () => {
    const labels = pythonInlayHints(readText(CALLED)).map(({ offset, label }) => [
      CALLED.slice(0, offset).split("\n").at(-1),
      label,
    ]);
    expect(labels).toContainEqual(["scores = net(torch.randn(2, 3, 32, 32))", "→ [2, 10]"]);
  });

  const lines = lenet.split("\n");
  const hintOf = (line: string) => {
    const end = lenet.indexOf(line) + line.length;
    return pythonInlayHints(document).find(({ offset }) => offset === end)?.label;
  };

  test.each([
    ["x = F.max_pool2d(F.relu(self.conv1(x)), 2)", "→ [1, 6, 14, 14]"],
    ["x = x.view(x.size(0), -1)", "→ [1, 400]"],
    ["self.fc1 = nn.Linear(16 * 5 * 5, 120)", "→ [1, 120]"],
    ["return self.fc3(x)", "→ [1, 10]"],
  ])("%s %s", (line, label) => {
    expect(hintOf(line)).toBe(label);
  });

  test("stand only where a range asks for them", () => {
    const [first] = pythonInlayHints(document);
    expect(pythonInlayHints(document, { start: 0, end: first?.offset ?? 0 })).toHaveLength(1);
    expect(lines.length).toBeGreaterThan(pythonInlayHints(document).length);
  });

  test("a block that is used with several sizes names them", () => {
    const block = readText(`
import torch, torch.nn as nn
class Down(nn.Module):
    def __init__(self):
        super().__init__()
        self.pool = nn.MaxPool2d(2)
    def forward(self, x):
        return self.pool(x)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = Down(), Down()
    def forward(self, x):
        return self.b(self.a(x))
Net()(torch.randn(1, 3, 32, 32))
`);
    expect(pythonInlayHints(block).map(({ label }) => label)).toContain("→ [1, 3, 16, 16], [1, 3, 8, 8]");
  });
});

test("the lens above a class tells costs, input and its origin, and opens the inspector", () => {
  expect(pythonCodeLenses(document).map(({ title, model }) => [title, model])).toEqual([
    ["61,706 parameters · 416,520 MACs", "LeNet"],
    ["input [1, 1, 28, 28], MNIST's images", "LeNet"],
    ["Open Inspector", "LeNet"],
  ]);
});

describe("a mistake", () => {
  const wrong = lenet.replace("16 * 5 * 5", "16 * 4 * 4");
  const { issues } = readText(wrong);

  test("stands at the call where PyTorch raises, once", () => {
    expect(issues.map(({ code, range }) => [code, wrong.slice(range.start, range.end)])).toEqual([
      ["shape/in-features", "self.fc1(x)"],
    ]);
  });

  test("is mended by its fix", () => {
    const text = applyEdits(wrong, issues[0]?.fixes[0]?.edits ?? []);
    expect(text).toContain("nn.Linear(400, 120)");
    expect(readText(text).issues).toEqual([]);
  });

  test("names the construction that it is about", () => {
    expect(issues[0]?.related?.map(({ range }) => wrong.slice(range.start, range.end))).toEqual([
      "nn.Linear(16 * 4 * 4, 120)",
    ]);
  });
});

describe("shape comments", () => {
  const commented = applyEdits(lenet, shapeCommentEdits(document));

  test("say each line's shape, and agree with what they say", () => {
    expect(commented).toContain("x = x.view(x.size(0), -1)  # [1, 400]\n");
    expect(checkShapeComments(readText(commented))).toEqual([]);
  });

  test("are not written twice", () => {
    expect(shapeCommentEdits(readText(commented))).toEqual([]);
  });

  test("that are wrong are told with the right one", () => {
    const stale = lenet.replace("x = x.view(x.size(0), -1)", "x = x.view(x.size(0), -1)  # [N, 256]");
    const [issue] = checkShapeComments(readText(stale));
    expect([issue?.severity, issue?.message]).toEqual([
      "information",
      "The comment says [N, 256], the line gives [1, 400].",
    ]);
    expect(applyEdits(stale, issue?.fixes[0]?.edits ?? [])).toContain("# [1, 400]");
  });

  test("with letters, with another batch or without one agree", () => {
    for (const comment of ["# [B, 400]", "# (64, 400)", "# [N, F]", "# [400]"]) {
      const text = lenet.replace("x = x.view(x.size(0), -1)", `x = x.view(x.size(0), -1)  ${comment}`);
      expect(checkShapeComments(readText(text)), comment).toEqual([]);
    }
  });
});

describe("the input's comment", () => {
  const [model] = document.models;

  test("is written above the class and then decides", () => {
    if (model === undefined) throw new Error("no model");
    const edit = inputShapeEdit(document, model, "1 x 32 x 32");
    const text = applyEdits(lenet, edit ? [edit] : []);
    expect(text).toContain("# convlens: input=1x32x32\nclass LeNet");
    const again = readText(text).models[0];
    expect(again?.input.shapes).toEqual([[1, 1, 32, 32]]);
    expect(again && sampleShapeText(again)).toBe("1x32x32");
  });

  test("is changed where it is there", () => {
    const text = `# convlens: input=1x32x32\n${lenet}`;
    const read = readText(text);
    const [own] = read.models;
    const edit = own && inputShapeEdit(read, own, "1x28x28");
    expect(applyEdits(text, edit ? [edit] : []).startsWith("# convlens: input=1x28x28\n")).toBe(true);
  });

  test("is no shape if something else was typed", () => {
    for (const typed of ["", "big", "0x3", "1x-2", "3x224xa"]) {
      expect(model && inputShapeEdit(document, model, typed), typed).toBeUndefined();
    }
  });
});

test("several inputs are asked for by their names, each with its shape", () => {
  const [model] = readText(`import torch
from torch import nn

class Towers(nn.Module):
    def __init__(self):
        super().__init__()
        self.left = nn.Conv2d(1, 4, 3)
        self.right = nn.Linear(10, 4)

    def forward(self, image, features, scale=1.0):
        return self.left(image).mean((2, 3)) + self.right(features)
`).models;
  if (model === undefined) throw new Error("no model");
  expect(inputShapePrompt(model)).toContain("(image; features), such as 1x224x224; 10");
  expect(inputShapeRefusal(model, "1x28x28")).toMatch(/Towers takes 2 inputs \(image; features\): give each a shape/);
  expect(inputShapeRefusal(model, "1x28x28; 10")).toBeUndefined();
});

test("a summary has every operation with its line, and the totals", () => {
  const [model] = document.models;
  const text = model ? summaryReport(document, model).text : "";
  expect(text).toMatch(/^ +18 {2}conv1 +\[1, 6, 28, 28\] +156 +117,600 +5 × 5 {2}Conv2d$/m);
  expect(text).toMatch(/^ +20 {2}view /m);
  expect(text).toContain("Parameters: 61,706, trained: 61,706.\nMultiply-accumulates: 416,520.");
});

describe("totals of a model with a part that is not followed", () => {
  const text = `import torch
from torch import nn
from elsewhere import Backbone

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = Backbone(pretrained=True)
        self.head = nn.Sequential(nn.Linear(512, 10))

    def forward(self, x):
        return self.head(self.features(x))

y = Net()(torch.zeros(1, 3, 32, 32))
`;
  const partly = readText(text);

  test("are the least that they can be", () => {
    const [lens] = pythonCodeLenses(partly);
    const [model] = partly.models;
    expect(lens?.title).toBe("at least 5,130 parameters · MACs unknown");
    expect(pythonHoverAt(partly, at("Net(nn", text))?.markdown).toContain("at least 5,130 parameters");
    expect(model && summaryReport(partly, model).text).toContain(
      "Parameters: at least 5,130, trained: at least 5,130.\nMultiply-accumulates: unknown.",
    );
  });

  test("are whole for parts that are known", () => {
    const [model] = partly.models;
    expect(model && summaryReport(partly, model).text).toMatch(/head +unknown +5,130 .*Sequential$/m);
  });

  test("are whole where what is not known is no part of the computation", () => {
    const known = readText(text.replace("self.features(x)", "x.view(1, -1)[:, :512]"));
    expect(pythonCodeLenses(known)[0]?.title).toBe("5,130 parameters · 5,120 MACs");
  });
});

test("a comparison marks what changed, what is new and what is gone", () => {
  const after = readText(
    lenet
      .replace("6, kernel_size=5, padding=2", "6, kernel_size=3, padding=1")
      .replace("x = F.relu(self.fc2(x))", "x = self.fc2(x)"),
  );
  const { text } = comparisonReport(document, after);
  expect(text).toMatch(/^~ +18 {2}conv1 +\[1, 6, 28, 28\] +156 → 60 +117,600 → 42,336 +5 × 5 → 3 × 3 {2}Conv2d$/m);
  expect(text).toMatch(/^- +relu /m);
  expect(comparisonReport(document, document).text).toContain("Nothing changed.");
});

test("the cursor at a call or at a construction means the same layer", () => {
  const model = modelDocumentOf(document);
  if (model === undefined) throw new Error("no model");
  const names = ["self.conv2(x)", "nn.Conv2d(6, 16", "F.relu(self.fc1"].map((text) => {
    const layer = layerAt(model, at(text));
    return layer === undefined ? undefined : model.graph.nodes[layer]?.name;
  });
  expect(names).toEqual(["conv2", "conv2", "relu_3"]);
});

test("only files that import a framework are read", () => {
  for (const text of [
    "import torch\n",
    "from torch import nn",
    "  import keras",
    "from tensorflow.keras import layers",
  ]) {
    expect(mayHaveModels(text), text).toBe(true);
  }
  for (const text of ["import numpy", "# import torch", "import torchx", "x = 'import torch'"]) {
    expect(mayHaveModels(text), text).toBe(false);
  }
});
