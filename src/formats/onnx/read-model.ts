/** From the bytes of a file to its model. Nothing of a tensor's numbers is read here. */
import { letter } from "../../tensor/dim/sum.ts";
import { expandFunctions } from "./functions.ts";
import type { OnnxGraph, OnnxModel, OnnxNode, Subgraph, ValueInfo } from "./model.ts";
import { opsetsOf, readNode } from "./read-node.ts";
import { notOnnx } from "./refusal.ts";
import { tensorOf } from "./tensor.ts";
import * as wire from "./wire/messages.ts";
import { readMessage } from "./wire/read-message.ts";

/** Throws an `OnnxRefusal` if the bytes are no such file. */
export function readModel(bytes: Uint8Array): OnnxModel {
  if (bytes.length === 0) throw notOnnx("an empty file");
  if (isPointer(bytes)) throw notOnnx("a pointer of Git LFS (git lfs pull fetches the file itself)");
  const message = readMessage(bytes, wire.model);
  const { graph } = message;
  if (graph === undefined || (message.opsets ?? []).length === 0) throw notOnnx("bytes without its graph and opset");
  const opsets = opsetsOf(message.opsets);
  const { nodes, ...rest } = readGraph(graph, opsets);
  return {
    name: graph.name || "model",
    producer: message.producer ?? "",
    opset: opsets.get("") ?? 1,
    opsets,
    nodes: expandFunctions(nodes, message.functions ?? []),
    inputs: (graph.inputs ?? []).map(readValue).filter(({ name }) => !rest.initializers.has(name)),
    ...rest,
  };
}

/** A branch, of which all nodes bear the number of the one that they are in. Throws an `OnnxRefusal` if it is none. */
export function readSubgraph({ graph }: Subgraph, { number }: OnnxNode, opsets: OnnxModel["opsets"]): OnnxGraph {
  const read = readGraph(readMessage(graph, wire.graph), opsets);
  return { ...read, nodes: read.nodes.map((node) => ({ ...node, number })) };
}

function readGraph(message: Partial<wire.GraphMessage>, opsets: OnnxModel["opsets"]): OnnxGraph {
  const { nodes = [], initializers = [], sparse = [], outputs = [], values = [] } = message;
  const tensors = [...initializers, ...sparse.map(denseRecord)].map(tensorOf);
  return {
    nodes: nodes.map((node, index) => readNode(node, index + 1, opsets)),
    outputs: outputs.map(readValue),
    values: new Map(values.map(readValue).map((value) => [value.name, value])),
    initializers: new Map(tensors.map((tensor) => [tensor.name, tensor])),
  };
}

function isPointer(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, 40)).startsWith("version https://git-lfs");
}

/** A sparse tensor's shape stands beside its values, which are not read. */
function denseRecord({ values, dims }: Partial<wire.SparseTensorMessage>): Partial<wire.TensorMessage> {
  const { name = "", dataType = 0 } = values ?? {};
  return {
    name,
    dataType,
    ...(dims && { dims }),
    location: 1,
    external: [{ key: "location", value: "a sparse form" }],
  };
}

function readValue({ name = "", type }: Partial<wire.ValueMessage>): ValueInfo {
  const { elementType, shape } = type?.tensor ?? {};
  const sizes = shape && (shape.dimensions ?? []).map(sizeOf);
  return { name, type: elementType, shape: sizes };
}

/** Some exporters write -1 for what is not known. */
function sizeOf({
  value,
  parameter,
}: {
  value?: number;
  parameter?: string;
}): ReturnType<typeof letter> | number | undefined {
  if (parameter) return letter(parameter);
  return value !== undefined && value >= 0 ? value : undefined;
}
