/** What a Sequential holds, so that both ways of a condition are compared: what only one of them adds is a layer that is not known. */
import { sameDim } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { argumentsOf, noArguments } from "../../arguments.ts";
import type { Slot } from "../../evaluate/journal.ts";
import type { Run } from "../../run.ts";
import { Instance, List, type Value } from "../../value.ts";
import type { KerasTensor } from "../keras-tensor.ts";
import { isInputLayer, type LayerState } from "../layer-state.ts";
import { unknownLayerClass } from "../layers/unknown-layer.ts";
import { asTensor, tensorsIn } from "../nested.ts";
import { pythonShape, type Shape } from "../sizes.ts";
import { useLayer } from "../use-layer.ts";
import { FunctionalGraph } from "./functional-graph.ts";

export interface Content {
  readonly sequence: readonly Instance[] | undefined;
  readonly graph: FunctionalGraph | undefined;
}

export class SequenceSlot implements Slot {
  readonly target: LayerState;
  readonly key = "sequence";
  readonly #run: Run;
  readonly #model: Instance;

  constructor(run: Run, model: Instance, state: LayerState) {
    this.#run = run;
    this.#model = model;
    this.target = state;
  }

  /** Gives the model another content, that is put back or compared where it is not known whether Python comes here. */
  change(content: Partial<Content>): void {
    this.#run.note(this);
    this.restore({ ...this.save(), ...content });
  }

  save(): Content {
    const { sequence, graph } = this.target;
    return { sequence, graph };
  }

  restore({ sequence, graph }: Content): void {
    const { target } = this;
    const { attributes } = this.#model;
    target.sequence = sequence;
    target.graph = graph;
    target.built = graph !== undefined;
    attributes.set("layers", new List((sequence ?? []).filter((layer) => !isInputLayer(layer))));
    if (graph !== undefined) this.#describe(graph);
  }

  #describe(graph: FunctionalGraph): void {
    const [input] = graph.inputs;
    const output = asTensor(graph.structure);
    const { attributes } = this.#model;
    if (input !== undefined) attributes.set("input", input).set("inputs", new List([input]));
    if (input?.shape !== undefined) attributes.set("input_shape", pythonShape(this.#run, input.shape));
    attributes.set("output", graph.structure).set("outputs", new List([...graph.outputs]));
    if (output?.shape !== undefined) attributes.set("output_shape", pythonShape(this.#run, output.shape));
  }

  merge(run: Run, left: Content, right: Content, reason: string): Content {
    const [one, other] = [left.sequence ?? [], right.sequence ?? []];
    const common = one.findIndex((layer, place) => layer !== other[place]);
    const shared = one.slice(0, common < 0 ? one.length : common);
    if (shared.length === one.length && shared.length === other.length) return left;
    const shape = sameShape(outputOf(left), outputOf(right));
    const layer = run.call(unknownLayerClass("Layer", reason, shape), noArguments, this.#model.site);
    if (!(layer instanceof Instance)) return left;
    const [start] = left.graph?.inputs ?? right.graph?.inputs ?? [];
    return { sequence: [...shared, layer], graph: start && this.#graphWith(start, shared, layer) };
  }

  /** From the start over the layers that both ways have to the one that is not known. */
  #graphWith(start: KerasTensor, shared: readonly Instance[], layer: Instance): FunctionalGraph {
    const place = { site: this.#model.site, row: undefined };
    const behind = [...shared.filter((each) => !isInputLayer(each)), layer];
    const end = behind.reduce<Value>((value, each) => useLayer(this.#run, each, argumentsOf(value), place), start);
    return new FunctionalGraph([start], tensorsIn(end), end);
  }
}

function outputOf({ graph }: Content): Shape | undefined {
  return asTensor(graph?.structure)?.shape;
}

function sameShape(left: Shape | undefined, right: Shape | undefined): Shape | undefined {
  const isSame = left?.length === right?.length && left?.every((size, axis) => sameDim(size, right?.[axis] as Dim));
  return isSame ? left : undefined;
}
