import assert from "node:assert/strict";
import * as vscode from "vscode";
import { until } from "../until.ts";
import { suite } from "./runner.ts";
import { exampleUri, openExample } from "./workspace.ts";

async function writeModel(name: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(exampleUri(name), new TextEncoder().encode(text));
}

const MODEL =
  '{ "input": [8, 8, 1], /* small */ "layers": [{ "type": "flatten" }, { "type": "dense", "units": 2, }], }\n';

suite("language", {
  "a model file is JSON with comments": async () => {
    const document = await openExample("article.cnn.json");
    assert.equal(document.languageId, "jsonc");
  },

  "comments and trailing commas draw no complaint, other mistakes do": async () => {
    await writeModel("commas.cnn.json", MODEL);
    await writeModel("broken.cnn.json", `${MODEL}x`);
    const sound = await openExample("commas.cnn.json");
    const broken = await openExample("broken.cnn.json");
    await until("a complaint about the broken file", () => vscode.languages.getDiagnostics(broken.uri).length > 0);
    assert.deepEqual(vscode.languages.getDiagnostics(sound.uri), []);
  },
});
