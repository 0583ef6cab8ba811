/** What a person writes into the settings of a training, as numbers; and how the file's are told beside them. */
import type { SettingsChange } from "../../src/protocol/training.ts";
import { formatCount } from "./numbers.ts";

export type SettingName = "learningRate" | "batchSize";

export type ReadSetting =
  | { readonly change: SettingsChange }
  /** Why it cannot be, for people. */
  | { readonly refused: string };

/** The text of a field as a change of its setting. */
export function readSetting(name: SettingName, text: string): ReadSetting {
  const value = text.trim() === "" ? Number.NaN : Number(text.trim().replace(",", "."));
  if (name === "learningRate") {
    if (Number.isFinite(value) && value >= 0) return { change: { learningRate: value } };
    return { refused: `The learning rate is a number of at least 0, such as 0.01, and ${quoted(text)} is not.` };
  }
  if (Number.isSafeInteger(value) && value >= 1) return { change: { batchSize: value } };
  return { refused: `The batch size is a whole number of at least 1, and ${quoted(text)} is not.` };
}

/** `The file says 0.03.` where the run goes by another value; nothing where both are the same. */
export function describeFileSetting(run: number | string, file: number | string): string {
  if (run === file) return "";
  return `The file says ${typeof file === "number" && Number.isInteger(file) ? formatCount(file) : file}.`;
}

function quoted(text: string): string {
  return text.trim() === "" ? "nothing" : `“${text.trim()}”`;
}
