/** What stands above a model's class or function: what it costs, what it is fed with, and the commands. */
import type { PythonDocument, PythonModel } from "../../formats/python/python-document.ts";
import type { CodeLens } from "../code-lenses.ts";
import { costInWords, inputInWords } from "./model-words.ts";

export interface PythonCodeLens extends CodeLens {
  /** The model that the command is about. */
  readonly model: string;
}

export function pythonCodeLenses({ models, sketches, givenUp }: PythonDocument): PythonCodeLens[] {
  const others = sketches.filter(({ at }) => models.every((model) => model.at?.start !== at?.start));
  const missing = models.length === 0 ? givenUp.map(lensOfGivenUp) : [];
  return [...models.flatMap(lensesOf), ...others.flatMap(lensesOfSketch), ...missing];
}

function lensesOf(model: PythonModel): PythonCodeLens[] {
  const { at: range, name } = model;
  if (range === undefined) return [];
  const lens = (title: string, command: string): PythonCodeLens => ({ range, title, command, model: name });
  return [
    lens(costInWords(model), "convlens.showModelSummary"),
    lens(inputTitle(model), "convlens.setInputShape"),
    lens("Open Inspector", "convlens.openInspector"),
  ];
}

/** What a class is fed with that is built with letters: there is nothing to count or to look at. */
function lensesOfSketch(model: PythonModel): PythonCodeLens[] {
  const { at: range, name } = model;
  return range ? [{ range, title: inputTitle(model), command: "convlens.setInputShape", model: name }] : [];
}

/** Why a file has no model although it may build one. */
function lensOfGivenUp({ range, reason }: PythonDocument["givenUp"][number]): PythonCodeLens {
  return { range, title: `Not followed: ${reason}`, command: "", model: "" };
}

/** Where nothing tells the size, what a click does about it. */
function inputTitle(model: PythonModel): string {
  const isOpen = model.input.shapes.some((shape) => shape?.every((size) => typeof size === "number") !== true);
  return `input ${inputInWords(model)}${isOpen && model.input.origin === "symbolic" ? ": set it" : ""}`;
}
