/**
 * The messages of an ONNX file that say what a model computes, field by field as in onnx.proto
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). Graphs within attributes, the branches of an `If`, stay bytes.
 */
import { type Fields, many, one } from "./read-message.ts";

interface EntryMessage {
  key: string;
  value: string;
}

interface DimensionMessage {
  value: number;
  parameter: string;
}

interface ShapeMessage {
  dimensions: Partial<DimensionMessage>[];
}

interface TensorTypeMessage {
  elementType: number;
  shape: Partial<ShapeMessage>;
}

interface TypeMessage {
  tensor: Partial<TensorTypeMessage>;
}

export interface ValueMessage {
  name: string;
  type: Partial<TypeMessage>;
}

export interface TensorMessage {
  dims: number[];
  dataType: number;
  floats: Uint8Array[];
  int32s: Uint8Array[];
  int64s: Uint8Array[];
  name: string;
  raw: Uint8Array;
  doubles: Uint8Array[];
  uint64s: Uint8Array[];
  external: Partial<EntryMessage>[];
  location: number;
}

export interface SparseTensorMessage {
  values: Partial<TensorMessage>;
  dims: number[];
}

export interface AttributeMessage {
  name: string;
  float: number;
  integer: number;
  text: Uint8Array;
  tensor: Partial<TensorMessage>;
  graph: Uint8Array;
  floats: number[];
  integers: number[];
  texts: Uint8Array[];
  type: number;
  /** Of a function's node: the attribute of the function that it takes its value from. */
  reference: string;
}

export interface NodeMessage {
  inputs: string[];
  outputs: string[];
  name: string;
  type: string;
  attributes: Partial<AttributeMessage>[];
  domain: string;
  overload: string;
}

export interface GraphMessage {
  nodes: Partial<NodeMessage>[];
  name: string;
  initializers: Partial<TensorMessage>[];
  inputs: Partial<ValueMessage>[];
  outputs: Partial<ValueMessage>[];
  values: Partial<ValueMessage>[];
  sparse: Partial<SparseTensorMessage>[];
}

interface OpsetMessage {
  domain: string;
  version: number;
}

export interface FunctionMessage {
  name: string;
  inputs: string[];
  outputs: string[];
  nodes: Partial<NodeMessage>[];
  opsets: Partial<OpsetMessage>[];
  domain: string;
  defaults: Partial<AttributeMessage>[];
  overload: string;
}

export interface ModelMessage {
  irVersion: number;
  opsets: Partial<OpsetMessage>[];
  producer: string;
  graph: Partial<GraphMessage>;
  functions: Partial<FunctionMessage>[];
}

const entry: Fields<EntryMessage> = { 1: one("key", "text"), 2: one("value", "text") };
const dimension: Fields<DimensionMessage> = { 1: one("value", "integer"), 2: one("parameter", "text") };
const shape: Fields<ShapeMessage> = { 1: many("dimensions", () => dimension) };
const tensorType: Fields<TensorTypeMessage> = { 1: one("elementType", "integer"), 2: one("shape", () => shape) };
const type: Fields<TypeMessage> = { 1: one("tensor", () => tensorType) };
const value: Fields<ValueMessage> = { 1: one("name", "text"), 2: one("type", () => type) };

const tensor: Fields<TensorMessage> = {
  1: many("dims", "integer"),
  2: one("dataType", "integer"),
  4: many("floats", "packed"),
  5: many("int32s", "packed"),
  7: many("int64s", "packed"),
  8: one("name", "text"),
  9: one("raw", "bytes"),
  10: many("doubles", "packed"),
  11: many("uint64s", "packed"),
  13: many("external", () => entry),
  14: one("location", "integer"),
};

const sparseTensor: Fields<SparseTensorMessage> = { 1: one("values", () => tensor), 3: many("dims", "integer") };

const attribute: Fields<AttributeMessage> = {
  1: one("name", "text"),
  2: one("float", "float"),
  3: one("integer", "integer"),
  4: one("text", "bytes"),
  5: one("tensor", () => tensor),
  6: one("graph", "bytes"),
  7: many("floats", "float"),
  8: many("integers", "integer"),
  9: many("texts", "bytes"),
  20: one("type", "integer"),
  21: one("reference", "text"),
};

const node: Fields<NodeMessage> = {
  1: many("inputs", "text"),
  2: many("outputs", "text"),
  3: one("name", "text"),
  4: one("type", "text"),
  5: many("attributes", () => attribute),
  7: one("domain", "text"),
  8: one("overload", "text"),
};

export const graph: Fields<GraphMessage> = {
  1: many("nodes", () => node),
  2: one("name", "text"),
  5: many("initializers", () => tensor),
  11: many("inputs", () => value),
  12: many("outputs", () => value),
  13: many("values", () => value),
  15: many("sparse", () => sparseTensor),
};

const opset: Fields<OpsetMessage> = { 1: one("domain", "text"), 2: one("version", "integer") };

const localFunction: Fields<FunctionMessage> = {
  1: one("name", "text"),
  4: many("inputs", "text"),
  5: many("outputs", "text"),
  7: many("nodes", () => node),
  9: many("opsets", () => opset),
  10: one("domain", "text"),
  11: many("defaults", () => attribute),
  13: one("overload", "text"),
};

export const model: Fields<ModelMessage> = {
  1: one("irVersion", "integer"),
  2: one("producer", "text"),
  7: one("graph", () => graph),
  8: many("opsets", () => opset),
  25: many("functions", () => localFunction),
};
