/** The weights of a network's layers as the file has them, under the file's own names. */
import type { Graph } from "../../../graph/graph.ts";
import type { Tensor } from "../../../tensor/named-tensor.ts";
import type { OnnxModel } from "../model.ts";
import { floatsOf, type OnnxTensor } from "../tensor.ts";

export interface FileWeights {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Why the values of some are not known; `undefined` if all are. */
  readonly missing: string | undefined;
}

export function fileWeights(model: OnnxModel, graph: Graph): FileWeights {
  const tensors = new Map<string, Tensor>();
  const missing: string[] = [];
  for (const { name, axes } of graph.nodes.flatMap(({ foreign = [] }) => foreign)) {
    const found = sourceOf(model, name);
    const data = found && floatsOf(found);
    if (found && data) tensors.set(name, { shape: withAxes(found.shape, axes.length), data });
    else
      missing.push(
        `${name}: ${found?.absent ?? "its numbers are computed by other nodes, or of a type that is not read"}`,
      );
  }
  const [first] = missing;
  const others = missing.length > 1 ? `, and so for ${missing.length - 1} more` : "";
  return { tensors, missing: first === undefined ? undefined : `The file has no numbers for ${first}${others}.` };
}

/** An initializer, or one under another name. */
function sourceOf({ initializers, nodes }: OnnxModel, name: string): OnnxTensor | undefined {
  let source = name;
  for (let hops = 0; hops < 10; hops++) {
    const tensor = initializers.get(source) ?? constantOf(nodes, source);
    if (tensor) return { ...tensor, name };
    const same = nodes.find(({ type, outputs }) => type === "Identity" && outputs[0] === source);
    if (same === undefined) return undefined;
    source = same.inputs[0] ?? "";
  }
  return undefined;
}

function constantOf(nodes: OnnxModel["nodes"], name: string): OnnxTensor | undefined {
  const node = nodes.find(({ type, outputs }) => type === "Constant" && outputs[0] === name);
  const value = node?.attributes.get("value");
  return typeof value === "object" && "message" in value ? value : undefined;
}

/** A bias may be written as one row, [1, n]. */
function withAxes(shape: readonly number[], count: number): readonly number[] {
  return shape.length > count ? shape.slice(shape.length - count) : shape;
}
