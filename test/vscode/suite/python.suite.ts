// What the text editor says about PyTorch and Keras source: over example files, over text that was never saved, in a notebook.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { until } from "../until.ts";
import { hintsOf, hintsSoon, mistakeSoon, openPython, takeFix } from "./python-text.ts";
import { suite } from "./runner.ts";
import { closeUnsaved, openExample } from "./workspace.ts";

const CELLS = [
  "%matplotlib inline\nimport torch\nimport torch.nn as nn",
  "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.conv = nn.Conv2d(3, 8, 3)\n\n    def forward(self, x):\n        return self.conv(x)",
  "Net()(torch.randn(1, 3, 8, 8))",
];

suite("python", {
  "every line of a PyTorch model that computes something says its shape": async () => {
    const document = await openExample("lenet.py");
    const hints = await hintsSoon(document);
    assert.ok(hints.includes("return self.fc3(x) → [1, 10]"), hints.join("\n"));
    assert.ok(
      hints.includes("self.conv1 = nn.Conv2d(1, 6, kernel_size=5, padding=2) → [1, 6, 28, 28]"),
      hints.join("\n"),
    );
  },

  "and of a Keras model": async () => {
    const document = await openExample("keras_mnist.py");
    const hints = await hintsSoon(document);
    assert.ok(hints.includes("layers.Flatten(), → (None, 2304)"), hints.join("\n"));
  },

  "a mistake in a text that was never saved is told, and its fix writes the number": async () => {
    const text = (await openExample("lenet.py")).getText().replace("16 * 5 * 5", "16 * 4 * 4");
    const document = await openPython(text);
    const mistake = await mistakeSoon(document);
    assert.match(mistake.message, /400/);
    assert.equal(document.getText(mistake.range), "self.fc1(x)");
    await takeFix(document, mistake.range, "Set in_features to 400");
    assert.match(document.getText(), /nn\.Linear\(400, 120\)/);
    await until("no mistakes", () => vscode.languages.getDiagnostics(document.uri).length === 0);
    await closeUnsaved(document);
  },

  "a mistake that only another factory's model has is told soon, and mended": async () => {
    const document = await openPython(`import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, width, head=False):
        super().__init__()
        self.conv = nn.Conv2d(3, width, 3)
        self.norm = nn.BatchNorm2d(8) if head else nn.Identity()

    def forward(self, x):
        return self.norm(self.conv(x))

def small():
    return Net(8)

def large():
    return Net(32, head=True)
`);
    const mistake = await mistakeSoon(document);
    assert.match(mistake.message, /expects 8 channels and gets 32/);
    await takeFix(document, mistake.range, "Set num_features to 32");
    await until("no mistakes", () => vscode.languages.getDiagnostics(document.uri).length === 0);
    await closeUnsaved(document);
  },

  "a text that is broken keeps its shapes, though another version of the file was closed": async () => {
    const document = await openExample("lenet.py");
    await hintsSoon(document);
    const wide = document.getText().replace("(6, 16, ", "(6, 8, ");
    const provider = vscode.workspace.registerTextDocumentContentProvider("commit", {
      provideTextDocumentContent: () => wide,
    });
    // Opened through the API a document stays for minutes.
    const uri = document.uri.with({ scheme: "commit", query: "HEAD" });
    await vscode.commands.executeCommand("vscode.open", uri, { preview: false });
    const version = await until("the other version", () =>
      vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString()),
    );
    assert.ok((await hintsSoon(version)).some((hint) => hint.endsWith("→ [1, 8, 10, 10]")));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(document.getText().indexOf("\n        self.fc1 =")), ")");
    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await until("the other version to be closed", () => version.isClosed);
    provider.dispose();
    const hints = await hintsOf(document);
    assert.ok(hints.includes("x = x.view(x.size(0), -1) → [1, 400]"), hints.join("\n"));
    await vscode.commands.executeCommand("workbench.action.files.revert");
  },

  "Insert Shape Comments writes what the lines give": async () => {
    const text = (await openExample("lenet.py")).getText();
    const document = await openPython(text);
    await vscode.commands.executeCommand("convlens.insertShapeComments", document.uri);
    assert.match(document.getText(), /x = x\.view\(x\.size\(0\), -1\) {2}# \[1, 400\]\n/);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    await closeUnsaved(document);
  },

  "Show Model Summary lists the operations with their lines": async () => {
    const document = await openExample("lenet.py");
    await vscode.commands.executeCommand("convlens.showModelSummary", document.uri, "LeNet");
    const summary = await until("the summary", () =>
      vscode.workspace.textDocuments.find(({ uri: { scheme, path } }) => scheme === "convlens" && /LeNet/.test(path)),
    );
    assert.match(summary.getText(), /^ +20 +view +\[1, 400\] .* view$/m);
    assert.match(summary.getText(), /Parameters: 61,706/);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  },

  "a notebook's cell sees the classes of the cells around it": async () => {
    const cells = CELLS.map((text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, "python"));
    const notebook = await vscode.workspace.openNotebookDocument("jupyter-notebook", new vscode.NotebookData(cells));
    await vscode.window.showNotebookDocument(notebook);
    const { document } = notebook.cellAt(1);
    const hints = await hintsSoon(document);
    assert.deepEqual(hints, ["self.conv = nn.Conv2d(3, 8, 3) → [1, 8, 6, 6]", "return self.conv(x) → [1, 8, 6, 6]"]);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  },

  "Python that imports no framework is left alone": async () => {
    const document = await vscode.workspace.openTextDocument({ language: "python", content: "import numpy\nx = 1\n" });
    assert.deepEqual(await hintsOf(document), []);
  },
});
