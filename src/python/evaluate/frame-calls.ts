/** Calls without arguments that are about where they stand: what they give depends on the frame. */
import { Dict, type Value } from "../value.ts";
import type { Frame } from "./frame.ts";
import { LiveDict } from "./live-dict.ts";
import { superOf } from "./super.ts";

export const frameCalls: ReadonlyMap<string, (frame: Frame) => Value> = new Map([
  ["super", superOf],
  ["locals", localsOf],
  ["globals", globalsOf],
]);

/** The names as they are now; what is changed in the dict changes no name. */
function localsOf(frame: Frame): Value {
  if (frame.function === undefined) return globalsOf(frame);
  return new Dict(new Map([...frame.scope.names].map((entry) => [`s${entry[0]}`, entry] as const)));
}

function globalsOf({ scope }: Frame): Value {
  return new LiveDict(scope.module.names);
}
