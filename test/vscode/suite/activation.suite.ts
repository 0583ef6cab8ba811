import assert from "node:assert/strict";
import * as vscode from "vscode";
import { suite } from "./runner.ts";
import { openExample } from "./workspace.ts";

const ID = "convlens.convlens";

suite("activation", {
  "opening a model file activates the extension": async () => {
    await openExample("article.cnn.json");
    const extension = vscode.extensions.getExtension(ID);
    assert.ok(extension, `${ID} is not installed`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  },

  "every contributed command is registered": async () => {
    const contributed: { command: string }[] = vscode.extensions.getExtension(ID)?.packageJSON.contributes.commands;
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributed.map(({ command }) => command).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  },
});
