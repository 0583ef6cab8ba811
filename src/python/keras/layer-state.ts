/** What a layer's instance keeps of its own. */
import type { Dim } from "../../tensor/dim.ts";
import { type Argument, noArguments } from "../arguments.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import type { Parameter } from "../trace.ts";
import type { Instance, Value } from "../value.ts";
import type { GraphNode } from "./keras-tensor.ts";
import type { LayerKind } from "./layer-kind.ts";
import type { FunctionalGraph } from "./models/functional-graph.ts";
import { Options } from "./options.ts";

/** What a model was first given, and where. */
export interface Fed {
  readonly shapes: readonly (readonly Dim[])[];
  readonly site: Site;
}

export class LayerState {
  name: string;
  /** The record behind it; `undefined` for a class of the user's own. */
  kind: LayerKind | undefined;
  options: Options;
  built = false;
  /** It is an InputLayer. */
  isInput = false;
  weights: readonly Parameter[] = [];
  /** How many of them, the first, are the record's: a class that inherits from a layer may have its own as well. */
  kindWeights: number | undefined;
  /** In place of the weights of what it holds, while it is not known what a call of it did. */
  lost: Parameter | undefined;
  /** Layers that a wrapper holds: `Bidirectional`. */
  children: readonly Instance[] = [];
  /** The graph of a functional model, or of a Sequential whose input is known. */
  graph: FunctionalGraph | undefined;
  /** A Sequential that is written down; it stays one row while it grows. */
  hasRow = false;
  /** The call that this row stands for, if another Sequential calls it. */
  called: GraphNode | undefined;
  /** The layers of a Sequential. */
  sequence: readonly Instance[] | undefined;

  /** What the model was compiled with. */
  loss: Argument | undefined;
  /** It was compiled to, or may have been. */
  runsEagerly = false;
  /** What it is trained with was refused: what follows from that is no other mistake. */
  isRefused = false;
  /** Data that the model was built with, where it was not called with it. */
  fed: Fed | undefined;

  constructor(run: Run, name: string) {
    this.name = name;
    this.options = new Options(run, [], noArguments);
  }

  /** Undone where it is not known whether Python comes here. */
  change<K extends keyof LayerState>(run: Run, key: K, value: LayerState[K]): void {
    const before = this[key];
    const set = (to: LayerState[K]) => () => {
      (this as LayerState)[key] = to;
    };
    run.change(set(value), set(before));
  }

  /** For a layer of its own with the same settings. */
  copy(copyValue: (value: Value) => Value): LayerState {
    const copy = Object.assign(Object.create(LayerState.prototype) as LayerState, this);
    copy.children = this.children.map((child) => copyValue(child) as Instance);
    copy.sequence = this.sequence?.map((layer) => copyValue(layer) as Instance);
    return copy;
  }
}

export function stateIn(layer: Instance): LayerState | undefined {
  return layer.native instanceof LayerState ? layer.native : undefined;
}

export function isInputLayer(layer: Instance): boolean {
  return stateIn(layer)?.isInput === true;
}

/** Where an input layer's shape is written. */
export function inputShapeArgument(layer: Instance): Argument | undefined {
  const options = stateIn(layer)?.options;
  return options?.argument("shape") ?? options?.argument("input_shape");
}
