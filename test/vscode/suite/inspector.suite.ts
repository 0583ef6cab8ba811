// The inspector's panel in the real extension host: where it opens and whom it follows. What it draws is seen by a walk.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { until } from "../until.ts";
import { openShort } from "./models.ts";
import { suite } from "./runner.ts";
import { exampleUri } from "./workspace.ts";

suite("inspector", {
  "Open Inspector opens one panel beside the model, which keeps the focus": async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    const { uri } = await openShort("one.cnn.json");
    await vscode.commands.executeCommand("convlens.openInspector");
    await vscode.commands.executeCommand("convlens.openInspector");
    const tab = await until("the inspector", inspectorTab);
    assert.equal(tab.label, "Inspector: one.cnn.json");
    assert.equal(inspectorTabs().length, 1);
    assert.equal(tab.group.viewColumn, vscode.ViewColumn.Two);
    await until(
      "the model to be active",
      () => vscode.window.activeTextEditor?.document.uri.toString() === uri.toString(),
    );
  },

  "it follows the active model": async () => {
    await openShort("two.cnn.json");
    await until("the second model", () => inspectorTab()?.label === "Inspector: two.cnn.json");
  },

  "it stays with its model when another kind of file is active": async () => {
    const text = await vscode.workspace.openTextDocument({ content: "hello", language: "plaintext" });
    await vscode.window.showTextDocument(text, { viewColumn: vscode.ViewColumn.One });
    assert.equal(inspectorTab()?.label, "Inspector: two.cnn.json");
  },

  "it follows its model's file to another name, and the trained weights come along": async () => {
    const { uri } = await openShort("three.cnn.json");
    await vscode.commands.executeCommand("convlens.trainCnn", uri);
    const trained = await weightsOf(uri);
    const edit = new vscode.WorkspaceEdit();
    const renamed = exampleUri("renamed.cnn.json");
    edit.renameFile(uri, renamed);
    await vscode.workspace.applyEdit(edit);
    await until("the new name", () => inspectorTab()?.label === "Inspector: renamed.cnn.json");
    assert.ok(trained.equals(await weightsOf(renamed)), "other weights than before the rename");
  },

  "Train CNN opens it, and closing it does not end the training": async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    const { uri } = await openShort("closing.cnn.json", { epochs: 2, samples: 200 });
    const training = vscode.commands.executeCommand<{ step: number }>("convlens.trainCnn", uri);
    const tab = await until("the inspector", inspectorTab);
    await vscode.window.tabGroups.close(tab);
    assert.equal((await training).step, 400);
    assert.equal(inspectorTab(), undefined);
  },
});

/** The file that “Save Weights” writes. */
async function weightsOf(uri: vscode.Uri): Promise<Buffer> {
  const file = await vscode.commands.executeCommand<vscode.Uri | undefined>("convlens.saveWeights", uri);
  assert.ok(file, "the weights were not saved");
  return Buffer.from(await vscode.workspace.fs.readFile(file));
}

function inspectorTabs(): vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(
    ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith("convlens.inspector"),
  );
}

function inspectorTab(): vscode.Tab | undefined {
  return inspectorTabs()[0];
}
