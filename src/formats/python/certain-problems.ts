/** Which problems of a run are sure to be the file's own, however it is started. */
import type { Site } from "../../python/site.ts";
import { codes } from "../../python/tensors/codes.ts";
import type { Problem } from "../../python/trace.ts";
import type { ModelInput } from "./model-input.ts";

/** Words of a text that may set a model's mode: its own, and those of tools that do so themselves. */
const SETS_MODE = /\b(?:eval|train|training|onnx|torchinfo|ptflops|thop)\b/;

/** A text that never speaks of training leaves its models in the mode of training, in which they are made. */
export function isTrained({ code, call, site }: Problem, text: string): boolean {
  // What a file asserts for itself may speak of the machine.
  if (code === codes.assertion) return false;
  if (code !== codes.oneValue || call !== undefined) return true;
  return ![text, ...textsAround(site)].some((each) => SETS_MODE.test(each));
}

/** Of the files through which a call is reached. */
function textsAround(site: Site): Set<string> {
  const texts = new Set<string>();
  for (let at: Site | undefined = site; at !== undefined; at = at.caller) texts.add(at.file.text);
  return texts;
}

/** What a model that we built ourselves refuses, lacks or takes for a size may be what nobody handed to it: `width=None`. */
export function isOfFile({ code }: Problem): boolean {
  return code !== codes.construction && code !== codes.attribute && code !== codes.unset;
}

/** Numbers of channels and features, which hold whatever the letters stand for; the input's axes are a guess there. */
const WITH_LETTERS: readonly string[] = [
  codes.broadcast,
  codes.concatenate,
  codes.groups,
  codes.inChannels,
  codes.inFeatures,
  codes.normalizedShape,
  codes.numFeatures,
];

/** Whether a mistake of a class that was built with letters for its sizes is one for every size. */
export function isSureWithLetters({ code, severity }: Problem): boolean {
  return severity === "error" && WITH_LETTERS.includes(code);
}

/** How many axes an input has is as much a guess as its sizes where only the layers tell it. */
export function isTold({ code, call }: Problem, { origin }: ModelInput): boolean {
  // Only a call of the text itself is sure to be of one sample, and trained.
  if (code === codes.oneValue && call === undefined) return false;
  if (code === codes.assertion) return origin === "option" || origin === "file" || origin === "pragma";
  const isOfAxes = code === codes.unpack || code === codes.pattern || code === codes.outOfRange;
  return !isOfAxes || (origin !== "symbolic" && origin !== "solved");
}
