/** What a hover over Python source says: an operation, a module's construction, or a model's input. */
import type { PythonDocument, PythonModel } from "../../formats/python/python-document.ts";
import type { Hover } from "../hover.ts";
import { countOf, escapeMarkdown } from "../words.ts";
import { costInWords, inputInWords } from "./model-words.ts";
import { operationMarkdown, othersInWords } from "./operation-words.ts";
import { executedAt } from "./operations-at.ts";

/** `undefined` where nothing is executed and no model is named. */
export function pythonHoverAt(document: PythonDocument, offset: number): Hover | undefined {
  const at = executedAt(document, offset);
  const model = document.models.find(({ at: named }) => named && named.start <= offset && offset <= named.end);
  if (model?.at) return { markdown: modelMarkdown(model), range: model.at };
  const [first, ...others] = at?.executed ?? [];
  if (at === undefined || first === undefined) return undefined;
  const parts = operationMarkdown(document, first);
  if (others.length > 0) parts.push(othersInWords(others));
  return { markdown: parts.join("\n\n"), range: at.range };
}

function modelMarkdown(model: PythonModel): string {
  const parts = [
    `**${escapeMarkdown(model.name)}** · ${countOf(model.operations.length, "operation")}`,
    costInWords(model),
    `Input: ${escapeMarkdown(inputInWords(model))}.`,
    ...model.unknown.slice(0, 3).map((reason) => escapeMarkdown(`Not known: ${reason}.`)),
  ];
  return parts.join("\n\n");
}
