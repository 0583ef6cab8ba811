/** Hovers over whatever a model file has answers for. */
import * as vscode from "vscode";
import type { Answers } from "./answers.ts";
import { toRange } from "./ranges.ts";

export function registerHovers(answers: Answers): vscode.Disposable {
  return vscode.languages.registerHoverProvider(answers.selector, {
    provideHover(document, position) {
      const hover = answers.hover(document, document.offsetAt(position));
      return hover && new vscode.Hover(new vscode.MarkdownString(hover.markdown), toRange(document, hover.range));
    },
  });
}
