/** Whether a changed text is still the same program, and what is wrong in it. */
import type { TextIssue } from "../../../graph/issue.ts";
import type { PythonDocument, PythonModel } from "../python-document.ts";

export function wrongs({ issues }: PythonDocument): TextIssue[] {
  return issues.filter(({ severity }) => severity === "error");
}

/** Every model is there still, and nothing in one is unknown that was known before. */
export function isIntact(before: PythonDocument, after: PythonDocument): boolean {
  return before.models.every((model) => {
    const unknown = sameModel(after, model)?.unknown;
    return unknown?.every((reason) => model.unknown.includes(reason)) === true;
  });
}

/** The shapes that come out, where they were known, are others now. */
export function outputsDiffer(before: PythonDocument, after: PythonDocument): boolean {
  return before.models.some((model) => {
    const now = sameModel(after, model);
    return model.outputs.some(({ shape }, place) =>
      shape?.some((size, axis) => typeof size === "number" && size !== now?.outputs[place]?.shape?.[axis]),
    );
  });
}

function sameModel({ models }: PythonDocument, { name }: PythonModel): PythonModel | undefined {
  return models.find((each) => each.name === name);
}
