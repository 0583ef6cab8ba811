/** Shows a place of a model's text in an editor. */
import * as vscode from "vscode";
import type { Range } from "../graph/graph.ts";
import type { ModelSession } from "./model-session.ts";

/** Puts the cursor onto the layer's name in the editors that show the model, without taking the focus. -1 is the input. */
export function revealLayer({ uri, read }: ModelSession, layer: number): void {
  const { graph } = read.document;
  const place = (layer === -1 ? graph.inputs[0] : graph.nodes[layer])?.origin;
  if (place === undefined) return;
  for (const editor of vscode.window.visibleTextEditors) {
    if (editor.document.uri.toString() !== uri || editor.document.getText() !== read.text) continue;
    const whole = toRange(editor.document, place.whole);
    const others = (read.document.places ?? []).filter(({ node }) => node === layer);
    const all = [whole, ...others.map(({ range }) => toRange(editor.document, range))];
    if (!all.some((range) => range.contains(editor.selection.active))) {
      const { start } = toRange(editor.document, place.name);
      editor.selection = new vscode.Selection(start, start);
    }
    editor.revealRange(whole, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

/** Opens the model's text with this range selected. */
export async function revealRange(document: vscode.TextDocument, range: Range): Promise<void> {
  const { start, end } = toRange(document, range);
  const selection = new vscode.Selection(start, end);
  await vscode.window.showTextDocument(document, { selection });
}

function toRange(document: vscode.TextDocument, { start, end }: Range): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
