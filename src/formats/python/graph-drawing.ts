/** Draws a model's operations one after the other: a node for each, fed by those that made its tensors. */
import type { ForeignWeight, GraphNode, Origin, Source } from "../../graph/graph.ts";
import { flatten } from "../../layers/flatten.ts";
import { failed } from "../../layers/layer.ts";
import type { Framework, OwnedParameter } from "../../python/framework.ts";
import type { Tensor } from "../../python/tensor.ts";
import type { Operation, OperationDetail } from "../../python/trace.ts";
import { type Shape, sameShape } from "../../tensor/shape.ts";
import { originOf, sampleShape } from "./drawn-places.ts";
import { foreignWeights } from "./foreign-names.ts";
import { siteIn } from "./place-problems.ts";
import type { FrameworkName, TracedModel } from "./python-document.ts";

/** What leaves a tensor as it is while a model is looked at; dropout is a layer and not among them. */
const PASSES_THROUGH = new Set([
  "Identity",
  "contiguous",
  "clone",
  "detach",
  "to",
  "identity",
  "float",
  "alias",
  "DropPath",
  "StochasticDepth",
]);

/** Layers whose numbers stay in the order that a flattening gave them. */
const KEEPS_ORDER = new Set(["activation", "dropout"]);

interface Fed {
  readonly source: Source;
  /** The image that was flattened channel by channel to make this vector. */
  readonly flattened: Shape | undefined;
}

export class GraphDrawing {
  readonly nodes: GraphNode[] = [];
  readonly nodeOf = new Map<Operation, number>();
  readonly #model: TracedModel;
  readonly #path: string;
  readonly #endsOf: Framework["endsOf"];
  #fed = new Map<Tensor, Fed>();
  readonly #names = new Map<string, number>();
  readonly #owned: ReadonlyMap<string, readonly OwnedParameter[]>;

  constructor(model: TracedModel, path: string, endsOf: Framework["endsOf"]) {
    this.#model = model;
    this.#endsOf = endsOf;
    this.#owned = byModule(model.parameters);
    this.#path = path;
  }

  /** `image`: what the tensor is, flattened. */
  feed(tensor: Tensor, index: number, image: Shape | undefined): void {
    const source: Source = { kind: "input", index };
    if (image === undefined) {
      this.#fed.set(tensor, { source, flattened: undefined });
      return;
    }
    const origin = originOf(this.#model.input.at ?? this.#model.whole);
    this.nodes.push({
      name: "pixels",
      type: flatten.type,
      definition: flatten,
      attributes: {},
      inputs: [source],
      origin,
    });
    const flattened = this.#model.framework === "torch" ? image : undefined;
    this.#fed.set(tensor, { source: { kind: "node", index: this.nodes.length - 1 }, flattened });
  }

  indexOf(tensor: Tensor | undefined): number | undefined {
    const source = tensor && this.#fed.get(tensor)?.source;
    return source?.kind === "node" ? source.index : undefined;
  }

  addAll(operations: readonly Operation[]): void {
    for (const [index, operation] of operations.entries()) {
      if (!operation.certain) continue;
      if (operation.container) this.#addCall(operation, this.#partsOf(operation, operations, index));
      else this.add(operation);
    }
  }

  /** What happened before a model's call, and layers that were added to it later. */
  #partsOf({ module }: Operation, operations: readonly Operation[], place: number): readonly Operation[] {
    const { names, root } = this.#model;
    const path = module === root ? undefined : module && names.get(module);
    const isPart = (other: Operation): boolean =>
      path !== undefined && other.module !== undefined && (names.get(other.module)?.startsWith(`${path}/`) ?? false);
    return operations.filter((other, index) => index < place || (index > place && isPart(other)));
  }

  /**
   * A model that ran when it was built, and is called like a layer: what it did then is drawn between what it is given and
   * what it gives. Of other containers the parts stand there themselves.
   */
  #addCall(operation: Operation, parts: readonly Operation[]): void {
    const { module, inputs, outputs } = operation;
    const ends = module && module !== this.#model.root ? this.#endsOf(module) : undefined;
    const isFed = inputs.some((tensor) => this.#fed.has(tensor));
    // Of a layer of another library no part is seen.
    const isClosed = ends === undefined && module !== this.#model.root && !outputs.some((each) => this.#fed.has(each));
    if (isClosed) this.add(operation);
    if (ends === undefined || !isFed || ends.inputs.some((tensor) => inputs.includes(tensor))) return;
    const outer = this.#fed;
    const inner = new Map(
      ends.inputs.flatMap((tensor, index) => {
        const fed = inputs[index] && outer.get(inputs[index]);
        return fed ? [[tensor, fed] as const] : [];
      }),
    );
    this.#fed = inner;
    this.addAll(parts);
    this.#fed = outer;
    for (const [index, tensor] of outputs.entries()) {
      const fed = ends.outputs[index] && inner.get(ends.outputs[index]);
      if (fed) outer.set(tensor, fed);
    }
    this.add(operation);
  }

  add(operation: Operation): void {
    const [output] = operation.outputs;
    const [first] = operation.inputs;
    if (output === undefined || operation.inputs.every((tensor) => !this.#fed.has(tensor))) return;
    const through = first && this.#fed.get(first);
    if (PASSES_THROUGH.has(operation.type) && through) this.#fed.set(output, through);
    else if (operation.outputs.every((tensor) => this.#fed.has(tensor))) return;
    else this.#addNode(operation, output);
  }

  #addNode(operation: Operation, output: Tensor): void {
    const layer = sameLayer(operation, this.#model.framework);
    const feeds = operation.inputs.map((tensor) => this.#fed.get(tensor));
    const flattened = this.#flattenedBy(operation, feeds[0]);
    const name = this.#nameOf(operation);
    if (!this.nodeOf.has(operation)) this.nodeOf.set(operation, this.nodes.length);
    this.nodes.push({
      name,
      type: layer?.definition.type ?? operation.type,
      definition: layer?.definition,
      attributes: layer?.attributes,
      inputs: feeds.map(
        (fed) => fed?.source ?? { kind: "unknown", name: "a value that is not computed from the input" },
      ),
      origin: this.#originOf(operation),
      ...this.#foreign(operation, feeds[0]),
    });
    for (const tensor of operation.outputs.length > 1 ? operation.outputs : [output]) {
      this.#fed.set(tensor, { source: { kind: "node", index: this.nodes.length - 1 }, flattened });
    }
  }

  /** Where the framework flattens channels first, the vector behind a flattening remembers the image. */
  #flattenedBy({ detail, inputs }: Operation, fed: Fed | undefined): Shape | undefined {
    const type = detail.value.layer?.definition.type ?? "";
    if (KEEPS_ORDER.has(type)) return fed?.flattened;
    if (type !== "flatten" || this.#model.framework !== "torch" || inputs[0] === undefined) return undefined;
    const image = sampleShape(inputs[0], "torch");
    return image?.length === 3 ? image : undefined;
  }

  #foreign({ module, detail }: Operation, fed: Fed | undefined): { foreign?: readonly ForeignWeight[] } {
    const path = module && this.#model.names.get(module);
    if (path === undefined || detail.value.layer === undefined || module === undefined) return {};
    const owned = this.#owned.get(path) ?? [];
    const foreign = foreignWeights(this.#model.framework, owned, fed?.flattened);
    return foreign.length > 0 ? { foreign } : {};
  }

  /** `features.0` of a module, `relu`, `relu_2` of functions; never twice. */
  #nameOf({ module, type }: Operation): string {
    const stem = (module && this.#model.names.get(module)) || type;
    const count = (this.#names.get(stem) ?? 0) + 1;
    this.#names.set(stem, count);
    return count === 1 ? stem : `${stem}_${count}`;
  }

  #originOf({ site }: Operation): Origin {
    const here = siteIn(site, this.#path);
    return here ? { whole: here.range, name: here.anchor, attributes: {} } : originOf(this.#model.whole);
  }
}

/** The operation's layer, if that gives the operation's own shape: an adaptive pool to one cell is a global one, others are not. */
function sameLayer({ detail, inputs, outputs }: Operation, framework: FrameworkName): OperationDetail["layer"] {
  const { layer } = detail.value;
  const [first, ...others] = inputs.map((tensor) => sampleShape(tensor, framework));
  const output = outputs[0] && sampleShape(outputs[0], framework);
  if (layer === undefined || first === undefined || output === undefined || others.includes(undefined)) return layer;
  const result = layer.definition.shape([first, ...(others as Shape[])], layer.attributes);
  return !failed(result) && sameShape(result.output, output) ? layer : undefined;
}

/** Under the path of the module that they are of: `features.0` in `features.0.weight`, `dense` in `dense/kernel`. */
function byModule(parameters: readonly OwnedParameter[]): Map<string, OwnedParameter[]> {
  const owned = new Map<string, OwnedParameter[]>();
  for (const parameter of parameters) {
    const { path, name } = parameter;
    if (!path.endsWith(name)) continue;
    const owner = path.slice(0, path.length - name.length).replace(/[./]$/, "");
    const known = owned.get(owner);
    if (known) known.push(parameter);
    else owned.set(owner, [parameter]);
  }
  return owned;
}
