/** What stands above a model's class or function: what it costs, what it is fed with, and the commands. */
import type { PythonDocument } from "../../formats/python/python-document.ts";
import type { CodeLens } from "../code-lenses.ts";
import { costInWords, inputInWords } from "./model-words.ts";

export interface PythonCodeLens extends CodeLens {
  /** The model that the command is about. */
  readonly model: string;
}

export function pythonCodeLenses(document: PythonDocument): PythonCodeLens[] {
  return document.models.flatMap((model) => {
    if (model.at === undefined) return [];
    const lens = (title: string, command: string) => ({
      range: model.at as NonNullable<typeof model.at>,
      title,
      command,
      model: model.name,
    });
    return [
      lens(costInWords(model), "convlens.showModelSummary"),
      lens(`input ${inputInWords(model)}`, "convlens.setInputShape"),
      lens("Open Inspector", "convlens.openInspector"),
    ];
  });
}
