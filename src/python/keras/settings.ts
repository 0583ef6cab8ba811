/** How a layer was set up, for whoever wants to change a number where it is written. */
import type { Settings } from "../trace.ts";
import type { Instance } from "../value.ts";
import { stateIn } from "./layer-state.ts";

export function settingsOf(layer: Instance): Settings {
  return (name) => {
    const state = stateIn(layer);
    const known = state?.kind?.parameters.includes(name) === true || state?.options.argument(name) !== undefined;
    if (state === undefined || !known) return undefined;
    return state.options.argument(name) ?? { value: layer.attributes.get(name) ?? null, written: undefined };
  };
}
