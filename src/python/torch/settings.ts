/** How modules and functions were set up, for whoever wants to change a number where it is written. */
import type { Bound } from "../tensors/signature.ts";
import type { Settings } from "../trace.ts";
import type { Instance } from "../value.ts";
import { stateOf } from "./state.ts";

/** Of a function's call. */
export function settingsIn(bound: Bound): Settings {
  return (name) => (bound.takes(name) ? { value: bound.get(name), written: bound.argument(name)?.written } : undefined);
}

/** Of a module as it is now; what the framework's own code made is written nowhere. */
export function settingsOf(module: Instance): Settings {
  return (name) => {
    const state = stateOf(module);
    if (state === undefined || !state.bound.takes(name)) return undefined;
    const written = state.madeInside ? undefined : state.bound.argument(name)?.written;
    return { value: module.attributes.get(name) ?? state.bound.get(name), written };
  };
}
