/** Recurrent cells, which make one step at a time, and `RNN`, which runs one over a sequence. */
import { scaleDim } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Parameter } from "../../trace.ts";
import { Instance } from "../../value.ts";
import type { LayerCall } from "../layer-call.ts";
import { gives, type LayerKind, type Result, trained } from "../layer-kind.ts";
import { stateIn } from "../layer-state.ts";
import type { Options } from "../options.ts";
import { gateBias, recurrentOptions, sequenceOutcome } from "./recurrent.ts";

interface Gates {
  /** Matrices by which each step multiplies. */
  readonly gates: number;
  readonly states: number;
}

const CELLS: ReadonlyMap<string, Gates> = new Map([
  ["SimpleRNNCell", { gates: 1, states: 1 }],
  ["GRUCell", { gates: 3, states: 1 }],
  ["LSTMCell", { gates: 4, states: 2 }],
]);

function cell(name: string, { gates, states }: Gates): LayerKind {
  return {
    names: [name],
    owns: true,
    parameters: recurrentOptions,
    apply(call) {
      const [batch, features] = call.shape;
      const units = call.options.size("units", 1);
      if (call.shape.length !== 2 || batch === undefined || features === undefined || units === "refused")
        return gives(undefined);
      const step: Result = { shape: [batch, units] };
      const weights = cellWeights(call.options, features, units, gates);
      return { results: [step, ...Array.from({ length: states }, () => step)], several: "output and states", weights };
    },
  };
}

function cellWeights(options: Options, features: Dim, units: Dim, gates: number): Parameter[] {
  const wide = scaleDim(units, gates);
  return [
    trained("kernel", [features, wide]),
    trained("recurrent_kernel", [units, wide]),
    ...gateBias(options, gates, wide),
  ];
}

/** Over a cell of the user's own, or several, nothing is known. */
const overCell: LayerKind = {
  names: ["RNN"],
  owns: true,
  parameters: [
    "cell",
    "return_sequences",
    "return_state",
    "go_backwards",
    "stateful",
    "unroll",
    "zero_output_for_mask",
  ],
  apply(call) {
    const [batch, steps, features] = call.shape;
    const { options, gates } = cellOf(call) ?? {};
    const units = options?.size("units", 1);
    if (call.shape.length !== 3 || batch === undefined || steps === undefined || features === undefined)
      return gives(undefined);
    if (options === undefined || gates === undefined || units === undefined || units === "refused")
      return gives(undefined);
    return {
      ...sequenceOutcome(call, { batch, steps, rest: [units], states: gates.states }),
      weights: cellWeights(options, features, units, gates.gates),
    };
  },
};

function cellOf(call: LayerCall): { readonly options: Options; readonly gates: Gates | undefined } | undefined {
  const value = call.options.present("cell");
  const state = value instanceof Instance ? stateIn(value) : undefined;
  return state?.kind && { options: state.options, gates: CELLS.get(state.kind.names[0]) };
}

export const cells: readonly LayerKind[] = [...[...CELLS].map(([name, gates]) => cell(name, gates)), overCell];
