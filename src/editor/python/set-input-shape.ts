/** "Set Input Shape": writes the comment that says what a model is fed with, above its class. */
import * as vscode from "vscode";
import { applyEdits } from "../apply-edits.ts";
import type { PythonTarget } from "./register-python-commands.ts";

export async function setInputShape({ document, read, model, service }: PythonTarget): Promise<void> {
  if (model === undefined) throw new Error("There is no model in this file that can be built without arguments.");
  const value = service.sampleShapeText(model);
  const text = await vscode.window.showInputBox({
    title: `Input of ${model.name}`,
    prompt: service.inputShapePrompt(model),
    value,
    valueSelection: [0, value.length],
    validateInput: (typed) => service.inputShapeRefusal(model, typed),
  });
  const change = text === undefined ? undefined : service.inputShapeEdit(read, model, text);
  if (change !== undefined) await applyEdits(document, read.text, [change]);
}
