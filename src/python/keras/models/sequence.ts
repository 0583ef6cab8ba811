/** A Sequential's layers run one after the other as soon as an input's shape is known; from then on it is a graph. */
import { argumentsOf } from "../../arguments.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { noDetail, type Operation } from "../../trace.ts";
import { Instance, type Value } from "../../value.ts";
import { KerasTensor } from "../keras-tensor.ts";
import { isInputLayer, type LayerState, stateIn } from "../layer-state.ts";
import { tensorsIn } from "../nested.ts";
import { useLayer } from "../use-layer.ts";
import { FunctionalGraph } from "./functional-graph.ts";
import { SequenceSlot } from "./sequence-slot.ts";

/** Builds the model for a tensor of that shape, with a row for each layer that has none yet. */
export function buildSequence(
  run: Run,
  model: Instance,
  state: LayerState,
  { input, site }: { readonly input: KerasTensor; readonly site: Site },
): void {
  const start = new KerasTensor(input.shape, input.dtype, input.reason);
  extendSequence(run, model, state, { start, end: start, layers: layersBehindInput(state), site });
  recordSequence(run, model, state);
}

function layersBehindInput(state: LayerState): readonly Instance[] {
  return (state.sequence ?? []).filter((layer) => !isInputLayer(layer));
}

interface Extension {
  readonly start: KerasTensor;
  readonly end: Value;
  readonly layers: readonly Instance[];
  readonly site: Site;
}

/** Lets the layers follow what the model gives so far. */
export function extendSequence(run: Run, model: Instance, state: LayerState, extension: Extension): void {
  const { start, layers, site } = extension;
  let value = extension.end;
  for (const layer of layers) value = useLayer(run, layer, argumentsOf(value), { site, row: layer.site });
  new SequenceSlot(run, model, state).change({ graph: new FunctionalGraph([start], tensorsIn(value), value) });
}

/** Once there is an output to tell; a model that grows keeps the row that it has. */
export function recordSequence(run: Run, model: Instance, state: LayerState): void {
  const grown = state.graph !== undefined && layersBehindInput(state).length > 0;
  if (state.hasRow || !grown) return;
  state.change(run, "hasRow", true);
  run.trace.record(growingRow(model, state, run.certain));
}

/** The row of a Sequential that may still grow: its output is that of its last layer when the row is read or copied. */
function growingRow(module: Instance, state: LayerState, certain: boolean): Operation {
  return {
    kind: "module",
    type: module.cls.name,
    site: module.site,
    module,
    container: true,
    get inputs() {
      return (state.called ?? state.graph)?.inputs ?? [];
    },
    get outputs() {
      return (state.called ?? state.graph)?.outputs ?? [];
    },
    macs: undefined,
    detail: noDetail,
    certain,
  };
}

/** The layer in a value; `undefined`: it is none. */
export function layerIn(value: Value | undefined): Instance | undefined {
  return value instanceof Instance && stateIn(value) !== undefined ? value : undefined;
}
