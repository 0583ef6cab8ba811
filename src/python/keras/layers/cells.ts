/** Recurrent cells, which make one step at a time, and `RNN`, which runs one over a sequence. */
import { scaleDim } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { argumentsOf } from "../../arguments.ts";
import type { Parameter } from "../../trace.ts";
import { Instance, List, type Value } from "../../value.ts";
import { KerasTensor } from "../keras-tensor.ts";
import type { LayerCall } from "../layer-call.ts";
import { gives, type LayerKind, type Outcome, type Result, trained, unknownWeights } from "../layer-kind.ts";
import { stateIn } from "../layer-state.ts";
import { asTensor } from "../nested.ts";
import type { Options } from "../options.ts";
import { childrenOf } from "../parameters.ts";
import { sequenceOf, sizeFrom } from "../sizes.ts";
import { useLayer } from "../use-layer.ts";
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

/** Cells that stand on each other: what one gives is the next one's input. */
const stackedCells: LayerKind = {
  names: ["StackedRNNCells"],
  owns: true,
  parameters: ["cells"],
  apply: () => gives(undefined),
};

/** A cell of the user's own makes one step, which is as good as any. */
function overOwnCell(call: LayerCall, cell: Instance): Outcome {
  const [batch, steps, ...features] = call.shape;
  const states = stateShapes(call, cell.attributes.get("state_size"));
  if (batch === undefined || steps === undefined || features.length === 0 || states === undefined)
    return gives(undefined);
  const before = new List(states.map((shape) => new KerasTensor([batch, ...shape])));
  const args = argumentsOf(new KerasTensor([batch, ...features]), before);
  const value = useLayer(call.run, cell, args, { site: call.site, row: undefined });
  const output = asTensor(sequenceOf(value)?.[0])?.shape;
  const weights = ownWeights(call, cell);
  if (output === undefined) return gives(undefined, { weights });
  const sequence = sequenceOutcome(call, { batch, steps, rest: output.slice(1), states: 0 });
  const kept = sequence.several === undefined ? [] : states.map((shape): Result => ({ shape: [batch, ...shape] }));
  return { ...sequence, results: [...sequence.results, ...kept], weights };
}

/** Layers in a cell are built when a sequence is run, which a model's construction does not do. */
function ownWeights({ run }: LayerCall, cell: Instance): readonly Parameter[] {
  const inner = childrenOf(cell).length === 0 ? [] : [unknownWeights(run, "layers in a cell are built when it runs")];
  return [...(stateIn(cell)?.weights ?? []), ...inner];
}

/** Of each state without the batch: a number of units, or sizes. */
function stateShapes({ run }: LayerCall, value: Value | undefined): readonly Dim[][] | undefined {
  const shapes = (sequenceOf(value ?? null) ?? [value ?? null]).map((state) => {
    const sizes = (sequenceOf(state) ?? [state]).map((size) => sizeFrom(run, size));
    return sizes.every((size) => size !== undefined) ? sizes : undefined;
  });
  return shapes.every((shape) => shape !== undefined) ? shapes : undefined;
}

const overCells: LayerKind = {
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
    const cell = call.options.present("cell");
    if (cell instanceof Instance && isOwn(cell)) return overOwnCell(call, cell);
    const stack = cellsIn(cell);
    if (call.shape.length !== 3 || batch === undefined || steps === undefined || features === undefined)
      return gives(undefined);
    const [last] = stack?.slice(-1) ?? [];
    // The states of several cells come out as lists of their own.
    const isNested = stack !== undefined && stack.length > 1 && call.options.flag("return_state", false) !== false;
    if (stack === undefined || last === undefined || isNested) return gives(undefined);
    const weights = stack.flatMap(({ options, units, gates }, index) =>
      cellWeights(options, stack[index - 1]?.units ?? features, units, gates.gates),
    );
    return { ...sequenceOutcome(call, { batch, steps, rest: [last.units], states: last.gates.states }), weights };
  },
};

interface Cell {
  readonly options: Options;
  readonly units: Dim;
  readonly gates: Gates;
}

function isOwn(cell: Instance): boolean {
  const state = stateIn(cell);
  return state !== undefined && state.kind === undefined;
}

/** One cell, a list of cells, or the layer that stacks them; `undefined`: one of them is not known. */
function cellsIn(value: Value | undefined): readonly Cell[] | undefined {
  const items = sequenceOf(value ?? null);
  if (items !== undefined) {
    const cells = items.map(cellsIn);
    return cells.every((cell) => cell !== undefined) ? cells.flat() : undefined;
  }
  const state = value instanceof Instance ? stateIn(value) : undefined;
  const name = state?.kind?.names[0] ?? "";
  if (name === "StackedRNNCells") return cellsIn(state?.options.present("cells"));
  const [gates, units] = [CELLS.get(name), state?.options.size("units", 1)];
  return state === undefined || gates === undefined || units === undefined || units === "refused"
    ? undefined
    : [{ options: state.options, units, gates }];
}

export const cells: readonly LayerKind[] = [
  ...[...CELLS].map(([name, gates]) => cell(name, gates)),
  stackedCells,
  overCells,
];
