/** `keras.models.clone_model`: the same layers once more, with weights of their own. */
import { argumentsOf } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { copyDeep, copyInto } from "../../stdlib/copy.ts";
import { Instance, List, Unknown, type Value } from "../../value.ts";
import { type GraphNode, KerasTensor } from "../keras-tensor.ts";
import { isInputLayer, stateIn } from "../layer-state.ts";
import { mapTensors } from "../nested.ts";
import type { FunctionalGraph } from "./functional-graph.ts";
import { modelClass } from "./model-class.ts";
import { layerIn } from "./sequence.ts";
import { sequentialClass } from "./sequential.ts";

export const cloneModel = new Builtin("clone_model", (run, args, site) => {
  const model = layerIn(args.positional[0]?.value ?? args.named.get("model")?.value);
  return (model && cloneOf(run, model, site)) ?? new Unknown("what is cloned is no model that we know");
});

function cloneOf(run: Run, model: Instance, site: Site): Value | undefined {
  const { sequence, graph } = stateIn(model) ?? {};
  if (sequence !== undefined) {
    const layers = sequence.map((layer) => copyOf(run, layer, site));
    return run.call(sequentialClass, argumentsOf(new List(layers)), site);
  }
  if (graph === undefined) return undefined;
  const { inputs, outputs } = new GraphCopy(run, graph, site);
  return run.call(modelClass, argumentsOf(inputs, outputs), site);
}

function copyOf(run: Run, layer: Instance, site: Site): Instance {
  const state = stateIn(layer);
  const isModel = state?.kind === undefined && !isInputLayer(layer);
  const clone = isModel ? cloneOf(run, layer, site) : undefined;
  if (clone instanceof Instance) return clone;
  const copy = new Instance(layer.cls, site);
  copyInto(copy, layer, (value) => copyDeep(run, value, new Map()));
  return copy;
}

/** The steps of a functional model over inputs and layers of their own. */
class GraphCopy {
  readonly inputs: Value;
  readonly outputs: Value;
  readonly #run: Run;
  readonly #site: Site;
  readonly #tensors = new Map<KerasTensor, KerasTensor>();
  readonly #layers = new Map<Instance, Instance>();

  constructor(run: Run, graph: FunctionalGraph, site: Site) {
    this.#run = run;
    this.#site = site;
    this.inputs = new List(graph.inputs.map((input) => this.#input(input)));
    for (const node of graph.nodes) this.#step(node);
    this.outputs = mapTensors(graph.structure, (tensor) => this.#tensors.get(tensor) ?? tensor);
  }

  #input(input: KerasTensor): KerasTensor {
    const copy = new KerasTensor(input.shape, input.dtype, input.reason);
    if (input.node) copy.node = { ...input.node, layer: this.#layer(input.node.layer), outputs: [copy] };
    this.#tensors.set(input, copy);
    return copy;
  }

  #step(node: GraphNode): void {
    if (node.outputs.some((output) => this.#tensors.has(output))) return;
    const inputs = node.inputs.map((input) => this.#tensors.get(input) ?? input);
    const layer = this.#layer(node.layer);
    const outputs = node.again(this.#run, inputs, this.#site, layer);
    for (const [place, output] of outputs.entries()) {
      output.node ??= { ...node, layer, inputs, outputs };
      const former = node.outputs[place];
      if (former !== undefined) this.#tensors.set(former, output);
    }
  }

  #layer(layer: Instance | undefined): Instance | undefined {
    if (layer === undefined) return undefined;
    const copy = this.#layers.get(layer) ?? copyOf(this.#run, layer, this.#site);
    this.#layers.set(layer, copy);
    return copy;
  }
}
