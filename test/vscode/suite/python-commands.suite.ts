// Commands for PyTorch and Keras source, and what a person meets while writing it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as vscode from "vscode";
import { readSafetensors, writeSafetensors } from "../../../src/formats/safetensors.ts";
import type { Tensor } from "../../../src/tensor/named-tensor.ts";
import { until } from "../until.ts";
import { hearMessages } from "./messages.ts";
import { replace } from "./models.ts";
import { hintsOf, hintsSoon, hoverAt, lensesOf, mistakeSoon, openPython, takeFix } from "./python-text.ts";
import { suite } from "./runner.ts";
import { closeUnsaved, exampleUri, openExample } from "./workspace.ts";

const NET = `import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.pool = nn.MaxPool2d(2)

    def forward(self, x):
        x = self.conv(x)
        return self.pool(x)
`;

const STRIDED = `import keras
from keras import layers

model = keras.Sequential([keras.Input(shape=(28, 28, 1)), layers.Conv2D(8, 3, strides=2, padding="same")])
`;

const TRANSFER = `import torch
import torch.nn as nn
from torchvision import models

net = models.resnet18(weights=None)
net.fc = nn.Linear(net.fc.in_features, 10)
scores = net(torch.randn(1, 3, 224, 224))
`;

const CELLS = [
  "import torch\nimport torch.nn as nn",
  "class Head(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(100, 10)\n\n    def forward(self, x):\n        return self.fc(x)",
  "scores = Head()(torch.randn(1, 128))",
];

/** Names and shapes as `state_dict()` of examples/lenet.py has them. */
const LENET_WEIGHTS: readonly (readonly [string, readonly number[]])[] = [
  ["conv1.weight", [6, 1, 5, 5]],
  ["conv1.bias", [6]],
  ["conv2.weight", [16, 6, 5, 5]],
  ["conv2.bias", [16]],
  ["fc1.weight", [120, 400]],
  ["fc1.bias", [120]],
  ["fc2.weight", [84, 120]],
  ["fc2.bias", [84]],
  ["fc3.weight", [10, 84]],
  ["fc3.bias", [10]],
];

suite("python commands", {
  "Set Input Shape writes the comment, refuses what is no shape, and the sizes follow": async () => {
    const document = await openPython(NET);
    assert.ok((await hintsSoon(document)).some((hint) => /x = self\.conv\(x\) → \[1, 8, H - 2, W - 2\]/.test(hint)));
    const refused = await typeInto("convlens.setInputShape", document, "3xlarge", "3x32x32");
    assert.match(refused, /3x224x224/);
    assert.match(document.getText(), /^# convlens: input=3x32x32\nclass Net/m);
    await until("the sizes", async () => (await hintsOf(document)).includes("x = self.conv(x) → [1, 8, 30, 30]"));
    assert.deepEqual(await lensesOf(document), [
      "224 parameters · 194,400 MACs",
      "input [1, 3, 32, 32], from the comment",
      "Open Inspector",
    ]);
    await closeUnsaved(document);
  },

  "a shape comment that is wrong is marked, and its fix writes the right one": async () => {
    const text = NET.replace("class", "# convlens: input=3x32x32\nclass").replace(
      "conv(x)",
      "conv(x)  # [1, 8, 28, 28]",
    );
    await vscode.workspace.fs.writeFile(exampleUri("commented.py"), new TextEncoder().encode(text));
    const document = await openExample("commented.py");
    const mark = await mistakeSoon(document);
    assert.equal(mark.message, "The comment says [1, 8, 28, 28], the line gives [1, 8, 30, 30].");
    assert.equal(mark.severity, vscode.DiagnosticSeverity.Information);
    await takeFix(document, mark.range, "Write [1, 8, 30, 30]");
    await until("no mark", () => vscode.languages.getDiagnostics(document.uri).length === 0);
    await document.save();
  },

  "a text that is broken in one place keeps its answers in all others": async () => {
    const document = await openPython((await openExample("lenet.py")).getText());
    await hintsSoon(document);
    await replace(document, "x = F.relu(self.fc1(x))", "x = F.relu(self.fc1(x");
    const hints = await hintsOf(document);
    assert.ok(hints.includes("x = x.view(x.size(0), -1) → [1, 400]"), hints.join("\n"));
    assert.ok(hints.includes("return self.fc3(x) → [1, 10]"), hints.join("\n"));
    assert.match(await hoverAt(document, "self.conv2(x)"), /\[1, 6, 14, 14\\\] → \\\[1, 16, 10, 10\\\]/);
    await closeUnsaved(document);
  },

  "the hover over a Keras layer says where PyTorch would pad otherwise": async () => {
    const document = await openPython(STRIDED);
    await hintsSoon(document);
    const text = await hoverAt(document, "layers.Conv2D(");
    assert.match(text, /Padding: top 0, right 1, bottom 1, left 0\./);
    assert.match(text, /PyTorch/);
    await closeUnsaved(document);
  },

  "a model of torchvision with another head has its shapes, and the inspector shows it": async () => {
    const document = await openPython(TRANSFER);
    const hints = await hintsSoon(document);
    assert.ok(hints.includes("net.fc = nn.Linear(net.fc.in_features, 10) → [1, 10]"), hints.join("\n"));
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    const messages = hearMessages();
    await vscode.commands.executeCommand("convlens.openInspector", document.uri);
    messages.restore();
    assert.deepEqual(messages.texts, []);
    await until("the inspector", () =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.startsWith("Inspector: "))),
    );
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  },

  "Show Model Summary has a row for each block, which leads to its line in the source": async () => {
    const document = await openExample("lenet.py");
    await vscode.commands.executeCommand("convlens.showModelSummary", document.uri);
    const summary = await until("the summary", () =>
      vscode.workspace.textDocuments.find(({ languageId }) => languageId === "convlens-report"),
    );
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      "vscode.executeLinkProvider",
      summary.uri,
    );
    const link = links.find(({ range }) => / conv2 /.test(summary.lineAt(range.start).text));
    assert.ok(link);
    await vscode.commands.executeCommand("convlens.goToSource", summary.uri.toString(), link.range.start.line);
    const { activeTextEditor } = vscode.window;
    assert.equal(activeTextEditor?.document.uri.toString(), document.uri.toString());
    assert.match(document.lineAt(activeTextEditor.selection.active).text, /self\.conv2\(x\)/);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  },

  "Compare with HEAD shows what an edit changed since the last commit": async () => {
    await vscode.workspace.fs.createDirectory(exampleUri("committed"));
    const uri = exampleUri("committed/net.py");
    const text = NET.replace("class", "# convlens: input=3x32x32\nclass");
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    commit(exampleUri("committed").fsPath);
    await openRepository(exampleUri("committed"));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await replace(document, "nn.Conv2d(3, 8, 3)", "nn.Conv2d(3, 16, 5)");
    await vscode.commands.executeCommand("convlens.compareWithHead", uri);
    const comparison = await until("the comparison", () =>
      vscode.workspace.textDocuments.find(({ uri: { scheme, path } }) => scheme === "convlens" && /HEAD/.test(path)),
    );
    assert.match(comparison.getText(), /\[1, 8, 30, 30\].*\[1, 16, 28, 28\]/);
    assert.match(comparison.getText(), /224.*1,216/);
    await document.save();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  },

  "Compare with HEAD compares a notebook's cells": async () => {
    await vscode.workspace.fs.createDirectory(exampleUri("lessons"));
    const uri = exampleUri("lessons/lesson.ipynb");
    const cells = ["%matplotlib inline", NET.replace("class", "# convlens: input=3x32x32\nclass")];
    const file = {
      cells: cells.map((source) => ({ cell_type: "code", metadata: {}, source, outputs: [], execution_count: null })),
      metadata: { language_info: { name: "python" } },
      nbformat: 4,
      nbformat_minor: 5,
    };
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(JSON.stringify(file)));
    commit(exampleUri("lessons").fsPath);
    await openRepository(exampleUri("lessons"));
    const notebook = await vscode.workspace.openNotebookDocument(uri);
    await vscode.window.showNotebookDocument(notebook);
    const { document } = notebook.cellAt(1);
    await replace(document, "nn.Conv2d(3, 8, 3)", "nn.Conv2d(3, 16, 5)");
    await vscode.commands.executeCommand("convlens.compareWithHead", document.uri);
    const comparison = await until("the comparison", () =>
      vscode.workspace.textDocuments.find(({ uri: { scheme, path } }) => scheme === "convlens" && /ipynb/.test(path)),
    );
    assert.match(comparison.getText(), /\[1, 8, 30, 30\].*\[1, 16, 28, 28\]/);
    await notebook.save();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  },

  "a weights file with PyTorch's own names and orders is loaded": async () => {
    const { uri } = await openExample("lenet.py");
    const file = exampleUri("from-pytorch.safetensors");
    await vscode.workspace.fs.writeFile(file, writeSafetensors(new Map(LENET_WEIGHTS.map(countUp))));
    const report = await vscode.commands.executeCommand("convlens.loadWeights", uri, file);
    assert.match(String(report), /10 weights were loaded from from-pytorch\.safetensors\./);
    const saved = await vscode.commands.executeCommand<vscode.Uri>("convlens.saveWeights", uri);
    const weights = readSafetensors(await vscode.workspace.fs.readFile(saved));
    // PyTorch has out x in, the engine in x out.
    const fc3 = [...weights.values()].find(({ shape }) => shape.join() === "84,10");
    assert.deepEqual([...(fc3?.data.slice(0, 3) ?? [])], [0, 84, 168]);
  },

  "a fix in a notebook writes into the cell that is wrong": async () => {
    const cells = CELLS.map((text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, "python"));
    const notebook = await vscode.workspace.openNotebookDocument("jupyter-notebook", new vscode.NotebookData(cells));
    await vscode.window.showNotebookDocument(notebook);
    const { document } = notebook.cellAt(1);
    const mistake = await mistakeSoon(document);
    assert.equal(document.getText(mistake.range), "self.fc(x)");
    await takeFix(document, mistake.range, "Set in_features to 128");
    assert.match(document.getText(), /nn\.Linear\(128, 10\)/);
    await until("no mistakes", () => vscode.languages.getDiagnostics(document.uri).length === 0);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  },
});

/** A tensor of 0, 1, 2, ... */
function countUp([name, shape]: readonly [string, readonly number[]]): [string, Tensor] {
  const size = shape.reduce((product, length) => product * length, 1);
  return [name, { shape, data: Float32Array.from({ length: size }, (_, index) => index) }];
}

/** Runs a command that asks for a text: types one that must be refused, then another. Gives the refusal. */
async function typeInto(command: string, { uri }: vscode.TextDocument, wrong: string, right: string): Promise<string> {
  const window = vscode.window as unknown as { showInputBox: (options: vscode.InputBoxOptions) => Promise<string> };
  const before = window.showInputBox;
  let refusal = "";
  window.showInputBox = async ({ validateInput }) => {
    refusal = String(await validateInput?.(wrong));
    assert.equal(await validateInput?.(right), undefined);
    return right;
  };
  await vscode.commands.executeCommand(command, uri);
  window.showInputBox = before;
  return refusal;
}

/** Makes the folder a Git repository with all its files in one commit. */
function commit(folder: string): void {
  const git = (...words: string[]) => execFileSync("git", words, { cwd: folder, stdio: "ignore" });
  git("init");
  git("add", ".");
  const author = ["-c", "user.name=Test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"];
  git(...author, "commit", "--no-verify", "-m", "Net");
}

/** Waits until VS Code's own Git extension has opened the repository. */
async function openRepository(folder: vscode.Uri): Promise<void> {
  interface Git {
    getAPI(version: 1): { openRepository(root: vscode.Uri): Promise<unknown> };
  }
  const extension = vscode.extensions.getExtension<Git>("vscode.git");
  assert.ok(extension, "VS Code has no Git extension");
  const git = (await extension.activate()).getAPI(1);
  await until("the repository", async () => (await git.openRepository(folder)) ?? undefined);
}
