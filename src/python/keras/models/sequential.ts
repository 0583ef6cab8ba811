/** `keras.Sequential`: layers one after the other, handed over as a list or one by one. */
import { type Arguments, noArguments } from "../../arguments.ts";
import type { Builtin } from "../../callables.ts";
import { PyClass } from "../../py-class.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { Instance, Unknown, type Value } from "../../value.ts";
import { KerasTensor } from "../keras-tensor.ts";
import { beginLayer, method } from "../layer-class.ts";
import { isInputLayer, type LayerState, stateIn } from "../layer-state.ts";
import { unknownLayerClass } from "../layers/unknown-layer.ts";
import { asTensor } from "../nested.ts";
import { Options } from "../options.ts";
import { impliedInput } from "./input.ts";
import { modelClass } from "./model-class.ts";
import { extendSequence, layerIn, recordSequence } from "./sequence.ts";
import { SequenceSlot } from "./sequence-slot.ts";

const methods: readonly [string, Builtin][] = [
  method("__init__", initSequential),
  method("add", (run, model, args, site) => {
    const layer = new Options(run, ["layer"], args).present("layer");
    const state = stateIn(model);
    if (layer === undefined || state === undefined) return null;
    addLayer(run, model, layer, site);
    recordSequence(run, model, state);
    return null;
  }),
  method("pop", popLayer),
];

export const sequentialClass = new PyClass("Sequential", [modelClass], new Map(methods));

function initSequential(run: Run, model: Instance, args: Arguments, site: Site): Value {
  const options = new Options(run, ["layers", "trainable", "name"], args);
  const state = beginLayer(run, model, options);
  setLayers(run, model, state, []);
  const layers = options.present("layers");
  if (layers === undefined) return null;
  const items = run.iterate(layers, site);
  for (const layer of items ?? [new Unknown("the list of layers is not known")]) addLayer(run, model, layer, site);
  recordSequence(run, model, state);
  return null;
}

/** The model is extended by one layer, whose shapes follow at once if those before it are known. */
function addLayer(run: Run, model: Instance, value: Value, site: Site): void {
  const state = stateIn(model);
  const layer = layerIn(value) ?? inputLayerOf(value) ?? unknownLayer(run, value, site);
  if (state?.sequence === undefined || layer === undefined) return;
  if (state.sequence.length === 0 && state.graph === undefined) beginWith(run, model, state, { layer, site });
  else continueWith(run, model, state, { layer, site });
}

interface Added {
  readonly layer: Instance;
  readonly site: Site;
}

/** The first layer brings the input's shape, or leaves it open until the model is built. */
function beginWith(run: Run, model: Instance, state: LayerState, { layer, site }: Added): void {
  const isInput = isInputLayer(layer);
  const input = isInput ? layer : impliedInput(run, layer);
  setLayers(run, model, state, input === undefined || isInput ? [layer] : [input, layer]);
  const start = asTensor(input?.attributes.get("output")) ?? ownInput(layer);
  if (start !== undefined) {
    extendSequence(run, model, state, { start, end: start, layers: isInput ? [] : [layer], site });
  }
}

function continueWith(run: Run, model: Instance, state: LayerState, { layer, site }: Added): void {
  setLayers(run, model, state, [...(state.sequence ?? []), layer]);
  const { graph } = state;
  const [start] = graph?.inputs ?? [];
  if (graph === undefined || start === undefined) return;
  extendSequence(run, model, state, { start, end: graph.structure, layers: [layer], site });
}

/** A first layer that is a model knows its own input. */
function ownInput(layer: Instance): KerasTensor | undefined {
  const [input] = stateIn(layer)?.graph?.inputs ?? [];
  return input?.shape === undefined ? undefined : new KerasTensor(input.shape, input.dtype);
}

/** `add(keras.Input(...))` hands over a tensor. */
function inputLayerOf(value: Value): Instance | undefined {
  const layer = value instanceof KerasTensor ? value.node?.layer : undefined;
  return layer !== undefined && isInputLayer(layer) ? layer : undefined;
}

/** What comes behind something that is no layer we know is unknown. */
function unknownLayer(run: Run, value: Value, site: Site): Instance | undefined {
  const reason = value instanceof Unknown ? value.reason : "something that is no known layer was added";
  const layer = run.call(unknownLayerClass("Layer", reason), noArguments, site);
  return layer instanceof Instance ? layer : undefined;
}

function popLayer(run: Run, model: Instance, _args: Arguments, site: Site): Value {
  const state = stateIn(model);
  const layers = state?.sequence ?? [];
  const last = layers.at(-1);
  if (state === undefined || last === undefined) return new Unknown("there is no layer to pop");
  setLayers(run, model, state, layers.slice(0, -1));
  const [start] = state.graph?.inputs ?? [];
  const end = layers.at(-2)?.attributes.get("output");
  if (start !== undefined && end !== undefined) extendSequence(run, model, state, { start, end, layers: [], site });
  return last;
}

function setLayers(run: Run, model: Instance, state: LayerState, layers: readonly Instance[]): void {
  new SequenceSlot(run, model, state).change({ sequence: layers });
}
