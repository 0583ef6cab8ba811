/** f-strings. A part that is not known makes the whole text unknown. */
import { formatConverted } from "../stdlib/formatting.ts";
import type { Interpolation } from "../syntax/tree.ts";
import { evaluate } from "./expressions.ts";
import type { Frame } from "./frame.ts";
import type { Interpreter } from "./interpreter.ts";

/** Of an f-string. */
export function formatText(
  run: Interpreter,
  frame: Frame,
  parts: readonly (string | Interpolation)[],
): string | undefined {
  let text = "";
  let known = true;
  for (const part of parts) {
    const piece = typeof part === "string" ? part : interpolate(run, frame, part);
    if (piece === undefined) known = false;
    else text += piece;
  }
  return known && text.length <= run.budget.length ? text : undefined;
}

function interpolate(run: Interpreter, frame: Frame, part: Interpolation): string | undefined {
  const value = evaluate(run, frame, part.value);
  const spec = formatText(run, frame, part.format);
  if (spec === undefined) return undefined;
  const debug = part.label !== "" && spec === "" && part.conversion === "";
  const piece = debug ? run.repr(value) : formatConverted(run, value, part.conversion, spec);
  return piece === undefined ? undefined : part.label + piece;
}
