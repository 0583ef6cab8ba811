/** A recurrent layer that gives its last step only where all of them are needed. */
import type { SourceFix } from "../../trace.ts";
import { Instance } from "../../value.ts";
import { appendArgument, replaceArgument } from "../fixes.ts";
import type { KerasTensor } from "../keras-tensor.ts";
import { stateIn } from "../layer-state.ts";

const recurrent = new Set(["LSTM", "GRU", "SimpleRNN"]);

/** A fix that lets the layer behind which the sequence is gone give every step; `undefined`: there is none. */
export function giveAllSteps(tensor: KerasTensor | undefined): SourceFix | undefined {
  for (let at = tensor; at?.shape?.length === 2; at = at.node?.inputs[0]) {
    const layer = at.node?.layer;
    const inner = layer && (stateIn(layer)?.options.present("layer") ?? layer);
    if (!(inner instanceof Instance) || !recurrent.has(stateIn(inner)?.kind?.names[0] ?? "")) continue;
    const written = stateIn(inner)?.options.argument("return_sequences");
    const title = "Set return_sequences to True";
    return written
      ? replaceArgument(written, "True", title)
      : appendArgument(inner.site, "return_sequences=True", "Add return_sequences=True");
  }
  return undefined;
}
