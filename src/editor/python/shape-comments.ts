/** "Insert Shape Comments": every line of a model that computes something says its output's shape. */
import * as vscode from "vscode";
import { applyEdits } from "../apply-edits.ts";
import type { PythonTarget } from "./register-python-commands.ts";

export async function insertShapeComments({ document, read, service }: PythonTarget): Promise<void> {
  const edits = service.shapeCommentEdits(read);
  if (edits.length === 0) {
    void vscode.window.showInformationMessage("Every line with a known shape has a comment already.");
    return;
  }
  await applyEdits(document, read.text, edits);
}
