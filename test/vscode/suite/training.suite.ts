// Training in the real extension host: from the command to the end, through edits, lost workers and refused files.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { readSafetensors } from "../../../src/formats/safetensors.ts";
import { storageFolder } from "../../../src/panel/folder.ts";
import type { TrainingStatus } from "../../../src/protocol/training.ts";
import type { NamedTensors } from "../../../src/tensor/named-tensor.ts";
import { until } from "../until.ts";
import { hearMessages } from "./messages.ts";
import { openShort, replace } from "./models.ts";
import { mountReadOnly } from "./read-only-files.ts";
import { suite } from "./runner.ts";
import { watchWorkers } from "./worker-threads.ts";
import { exampleUri } from "./workspace.ts";

/** Epochs that no test waits for. */
const ENDLESS = 100_000;

suite("training", {
  "Train CNN trains to the end": async () => {
    const { uri } = await openShort("end.cnn.json", { epochs: 2 });
    const status = await train(uri);
    assert.deepEqual([status.state, status.epoch, status.step, status.ended], ["idle", 2, 80, undefined]);
    assert.ok((status.loss ?? 9) < 2.3, `loss ${status.loss}`);
  },

  "it means the active model when none is named": async () => {
    await openShort("active.cnn.json", { epochs: 1 });
    const status = await vscode.commands.executeCommand<TrainingStatus>("convlens.trainCnn");
    assert.equal(status.step, 40);
  },

  "a training is paused, resumed and stopped by its commands": async () => {
    const { uri } = await openShort("pause.cnn.json", { epochs: ENDLESS });
    const training = train(uri);
    await command("pauseTraining", uri);
    const one = await weights(uri);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.ok(same(await weights(uri), one), "a paused training has moved the weights");
    await command("resumeTraining", uri);
    await until("the weights to move", async () => !same(await weights(uri), one));
    await command("stopTraining", uri);
    assert.match((await training).ended ?? "", /^Stopped at epoch/);
  },

  "weights survive an edit where they match, and come back when it is undone": async () => {
    const document = await openShort("edit.cnn.json");
    await train(document.uri);
    const trained = await weights(document.uri);
    await replace(document, '"units": 10', '"units": 12');
    const edited = await weights(document.uri);
    assert.ok(sameTensor(edited, trained, "conv2d_1.kernel"));
    assert.deepEqual(edited.get("dense_1.bias")?.shape, [12]);
    await replace(document, '"units": 12', '"units": 10');
    assert.ok(same(await weights(document.uri), trained));
    await document.save();
  },

  "weights survive the inspector, and the editor of their model": async () => {
    const { uri } = await openShort("close.cnn.json");
    await train(uri);
    const trained = await weights(uri);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    assert.ok(same(await weights(uri), trained));
  },

  "a killed worker ends the training, which says so, and the next action starts another with what is kept":
    async () => {
      const threads = watchWorkers();
      const { uri } = await openShort("killed.cnn.json", { epochs: ENDLESS });
      const initial = await weights(uri);
      const training = train(uri);
      const paused = await until("a step that is kept", async () => {
        await command("pauseTraining", uri);
        const kept = await weights(uri);
        await command("resumeTraining", uri);
        return !same(kept, initial) && kept;
      });
      await threads.workers[0]?.terminate();
      const { state, ended } = await training;
      assert.equal(state, "idle");
      assert.match(
        ended ?? "",
        /^The training's worker was lost .* at epoch \d+, step \d+\. The weights of epoch \d+, step \d+ are kept\.$/,
      );
      const kept = await weights(uri);
      assert.equal(threads.workers.length, 2);
      threads.restore();
      assert.equal(same(kept, initial), false, "the trained weights are gone");
      assert.deepEqual([...kept.keys()], [...paused.keys()]);
    },

  "with the wide kernels a model trains in a process of its own, or is told why there are none": async () => {
    const settings = vscode.workspace.getConfiguration("convlens");
    await settings.update("engine.kernels", "wide", vscode.ConfigurationTarget.Global);
    const messages = hearMessages();
    const threads = watchWorkers();
    const { uri } = await openShort("wide.cnn.json", { epochs: 2 });
    const status = await vscode.commands.executeCommand<TrainingStatus | undefined>("convlens.trainCnn", uri);
    threads.restore();
    messages.restore();
    await settings.update("engine.kernels", undefined, vscode.ConfigurationTarget.Global);
    if (status === undefined) {
      // Electron's Node may refuse V8's flags, and V8 widens for x64 alone.
      assert.ok(process.versions.electron !== undefined || process.arch !== "x64", messages.texts.join("\n"));
      assert.match(messages.texts.join("\n"), /The wide kernels need /);
      return;
    }
    assert.deepEqual([status.engine?.kernels, status.step, threads.workers.length], ["wide", 80, 0]);
    assert.ok((status.loss ?? 9) < 2.3, `loss ${status.loss}`);
  },

  "a model with a mistake is not trained, and the message leads to it": async () => {
    const messages = hearMessages();
    const edit = (text: string): string => text.replace('"filters": 8', '"filters": 0');
    const { uri } = await openShort("mistake.cnn.json", { edit });
    messages.press("Show");
    assert.equal(await vscode.commands.executeCommand("convlens.trainCnn", uri), undefined);
    messages.restore();
    assert.match(messages.texts.join("\n"), /filters/);
    const editor = await until("the mistake to be selected", () => {
      const active = vscode.window.activeTextEditor;
      return active?.selection.isEmpty === false && active;
    });
    assert.equal(editor.document.uri.toString(), uri.toString());
    assert.equal(editor.selection.start.line, 3);
  },

  "a model that takes other images says what it needs": async () => {
    const messages = hearMessages();
    const { uri } = await openShort("size.cnn.json", { edit: (text) => text.replace("28, 28, 1", "30, 30, 1") });
    await vscode.commands.executeCommand("convlens.trainCnn", uri);
    messages.restore();
    assert.match(messages.texts.join("\n"), /\[30, 30, 1\].*\[28, 28, 1\]/);
  },

  "a data set that is not there is named, with the folder where it was looked for": async () => {
    const messages = hearMessages();
    const { uri } = await openShort("nowhere.cnn.json", { edit: (text) => text.replace('"mnist"', '"digits"') });
    await vscode.commands.executeCommand("convlens.trainCnn", uri);
    messages.restore();
    assert.match(messages.texts.join("\n"), /"digits" has no file \S+ \(or \S+\.gz\) in \S+digits\./);
  },

  "a data set may be IDX files in a folder beside the model": async () => {
    const bundled = vscode.Uri.joinPath(extensionUri(), "media", "mnist");
    await vscode.workspace.fs.copy(bundled, exampleUri("own-digits"), { overwrite: true });
    const { uri } = await openShort("own.cnn.json", {
      epochs: 1,
      edit: (text) => text.replace('"mnist"', '"own-digits"'),
    });
    assert.equal((await train(uri)).step, 40);
  },
});

suite("weights files", {
  "saved weights are loaded again after a reset": async () => {
    const { uri } = await openShort("round.cnn.json");
    await train(uri);
    const trained = await weights(uri);
    await vscode.workspace.fs.copy(exampleUri("round.safetensors"), exampleUri("kept.safetensors"));
    await command("resetWeights", uri);
    assert.equal(same(await weights(uri), trained), false);
    const report = await vscode.commands.executeCommand("convlens.loadWeights", uri, exampleUri("kept.safetensors"));
    assert.match(String(report), /6 weights were loaded from kept\.safetensors\./);
    assert.ok(same(await weights(uri), trained));
  },

  "a damaged file is refused with its name, and the weights stay": async () => {
    const { uri } = await openShort("damaged.cnn.json");
    await train(uri);
    const trained = await weights(uri);
    const file = exampleUri("cut.safetensors");
    const whole = await vscode.workspace.fs.readFile(exampleUri("damaged.safetensors"));
    await vscode.workspace.fs.writeFile(file, whole.subarray(0, whole.length - 100));
    const messages = hearMessages();
    await vscode.commands.executeCommand("convlens.loadWeights", uri, file);
    messages.restore();
    assert.match(messages.texts.join("\n"), /cut\.safetensors was not loaded, the weights are as they were\./);
    assert.ok(same(await weights(uri), trained));
  },

  "a file of another model is refused with the layer, and the weights stay": async () => {
    const other = await openShort("other.cnn.json", { edit: (text) => text.replace('"filters": 16', '"filters": 4') });
    await weights(other.uri);
    const { uri } = await openShort("mine.cnn.json");
    const before = await weights(uri);
    const messages = hearMessages();
    await vscode.commands.executeCommand("convlens.loadWeights", uri, exampleUri("other.safetensors"));
    messages.restore();
    assert.match(
      messages.texts.join("\n"),
      /conv2d_2\.kernel of the model is \[3, 3, 8, 16\], but the file has \[3, 3, 8, 4\]/,
    );
    assert.ok(same(await weights(uri), before));
  },

  "a file that ConvLens did not write is not replaced without a word": async () => {
    const { uri } = await openShort("foreign.cnn.json");
    const file = exampleUri("foreign.safetensors");
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode("precious"));
    const messages = hearMessages();
    assert.equal(await vscode.commands.executeCommand("convlens.saveWeights", uri), undefined);
    assert.match(messages.texts.join("\n"), /foreign\.safetensors exists already/);
    assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)), "precious");
    messages.press("Replace");
    assert.ok(await vscode.commands.executeCommand("convlens.saveWeights", uri));
    messages.restore();
    assert.equal(readSafetensors(await vscode.workspace.fs.readFile(file)).size, 6);
  },

  "what a closing window had written but not renamed is read from beside": async () => {
    const folder = storageFolder(exampleUri("kept-here"));
    await folder.write("model.kept", new Uint8Array([1]));
    await vscode.workspace.fs.rename(exampleUri("kept-here/model.kept"), exampleUri("kept-here/model.kept.part"));
    assert.deepEqual([...((await folder.read("model.kept")) ?? [])], [1]);
    await folder.write("model.kept", new Uint8Array([2]));
    assert.deepEqual([...((await folder.read("model.kept")) ?? [])], [2]);
    await vscode.workspace.fs.rename(exampleUri("kept-here/model.kept"), exampleUri("kept-here/model.kept.part"));
    await folder.remove("model.kept");
    assert.equal(await folder.read("model.kept"), undefined);
  },

  "a read-only folder is told, the training goes on, and the weights are still there": async () => {
    const { uri: article } = await openShort("source.cnn.json");
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(article));
    const mounted = mountReadOnly("readonly", { "model.cnn.json": text });
    const uri = vscode.Uri.parse("readonly:/model.cnn.json");
    assert.equal((await train(uri)).ended, undefined);
    const messages = hearMessages();
    assert.equal(await vscode.commands.executeCommand("convlens.saveWeights", uri), undefined);
    messages.restore();
    assert.match(messages.texts.join("\n"), /could not be written to .*model\.safetensors.*They are still there/);
    assert.equal((await train(uri)).ended, undefined);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    mounted.dispose();
  },
});

function train(uri: vscode.Uri): Thenable<TrainingStatus> {
  return vscode.commands.executeCommand<TrainingStatus>("convlens.trainCnn", uri);
}

async function command(name: string, uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand(`convlens.${name}`, uri);
}

/** The model's weights as “Save Weights” writes them. */
async function weights(uri: vscode.Uri): Promise<NamedTensors> {
  const file = await vscode.commands.executeCommand<vscode.Uri | undefined>("convlens.saveWeights", uri);
  assert.ok(file, "the weights were not saved");
  return readSafetensors(await vscode.workspace.fs.readFile(file));
}

/** By hand, because assert's report of a difference between thousands of numbers takes minutes. */
function same(a: NamedTensors, b: NamedTensors): boolean {
  return a.size === b.size && [...a.keys()].every((name) => sameTensor(a, b, name));
}

function sameTensor(a: NamedTensors, b: NamedTensors, name: string): boolean {
  const [one, other] = [a.get(name), b.get(name)];
  if (!one || !other || one.shape.join() !== other.shape.join()) return false;
  return one.data.every((value, index) => value === other.data[index]);
}

function extensionUri(): vscode.Uri {
  const extension = vscode.extensions.getExtension("convlens.convlens");
  assert.ok(extension, "the extension is not installed");
  return extension.extensionUri;
}
